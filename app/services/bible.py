"""The visual bible of a book, as far as its reader has read: who is in it, and how they look."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Integer, cast, func, select, tuple_

from app.db.base import Json
from app.db.models import Book, Chapter, Edition, EditionState, Entity, Illustration, Mention
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.figures import Figure, Look, Said
from app.domain.illustrations import IllustrationState
from app.domain.names import Gender
from app.services import books, figures, names
from app.services.presence import Folded


class Status(StrEnum):
    """Whether more is to come: *incomplete* where names or facts could not be found."""

    PENDING = "pending"
    READY = "ready"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class KnownFact:
    """*until* and *contradicts* as far as they are known."""

    fact: Said
    since: Address
    until: Address | None
    contradicts: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class KnownEntity:
    figure: Figure
    name: str
    aliases: Sequence[str]
    gender: Gender
    importance: float
    mentions: int
    facts: Sequence[KnownFact]
    reference: Illustration | None = None

    @property
    def looks(self) -> Sequence[str]:
        """What lasts, in the words of the book, each once."""
        lasting = (each.fact.value for each in self.facts if each.fact.is_lasting)
        return list(dict.fromkeys(lasting))

    @property
    def look(self) -> Look:
        """As the reader said; of what nobody has judged, by what is known."""
        return self.figure.look or (Look.READY if self.looks else Look.DRAFT)


@dataclass(frozen=True, slots=True)
class Known:
    version: int
    status: Status
    problem: Json | None
    setting: Json | None
    entities: Sequence[KnownEntity]


async def get(
    session: ReadSession,
    reader_id: UUID,
    book_id: UUID,
    *,
    version: int | None = None,
    is_bounded: bool = True,
) -> Known:
    """
    Whoever is named before the reader's furthest address, the most important first.

    What is revealed later is absent: people, names, facts, how long they hold, and how important
    somebody will be. Raises `NotFound` for a version that was never made.
    """
    book = await books.get(session, reader_id, book_id)
    edition = await session.get_one(Edition, book.edition_id)
    bound = await books.bound(session, book) if is_bounded else None
    folded = await figures.of(session, book, version)
    problem = edition.names_problem or edition.bible_problem
    return Known(
        version=version or await figures.newest(session, book),
        status=_status(edition, problem),
        problem=problem,
        setting=_setting(edition.setting, bound),
        entities=await entities(session, book, folded, bound),
    )


def _status(edition: Edition, problem: Json | None) -> Status:
    if edition.state is not EditionState.READY or edition.names_version is None:
        return Status.PENDING
    return Status.READY if problem is None else Status.INCOMPLETE


def _setting(found: Json | None, bound: Address | None) -> Json | None:
    """Nothing where all the evidence is still to come."""
    if found is None or bound is None:
        return found
    evidence = [
        each
        for each in found["evidence"]
        if Address(each["chapter"], each["end_block"], each["end_offset"]) <= bound
    ]
    return {**found, "evidence": evidence} if evidence else None


async def entities(
    session: ReadSession, book: Book, folded: Folded, bound: Address | None
) -> list[KnownEntity]:
    """Whom a reader may know of by *bound*, the most important first."""
    mentions = await _mentions(session, book, folded, bound)
    is_named = await _named_now(session, book, bound) if bound is not None else {}
    pictures = await _references(session, book, folded, bound)
    counted = [(each, mentions[each.key]) for each in folded.living]
    known: list[KnownEntity] = []
    most: dict[str, int] = {}
    for figure, times in counted:
        most[figure.kind] = max(most.get(figure.kind, 1), times)
    for figure, times in counted:
        name = names.known_name(figure, bound)
        if name is None or not (times or figure.is_own):
            continue
        aliases = [each.name for each in names.known_names(figure, bound) if not each.is_dropped]
        # The book's own measure tells who will matter; the reader's says nothing new.
        is_weighed = bound is None or figure.is_importance_told
        known.append(
            KnownEntity(
                figure=figure,
                name=name,
                aliases=list(dict.fromkeys(aliases if name in aliases else [name, *aliases])),
                gender=names.known_gender(figure, bound),
                importance=figure.importance if is_weighed else times / most[figure.kind],
                mentions=times,
                facts=_facts(figure, bound, is_named),
                reference=pictures.get(figure.reference) if figure.reference else None,
            )
        )
    return sorted(known, key=lambda each: (-each.importance, each.figure.first, each.figure.key))


async def _mentions(
    session: ReadSession, book: Book, folded: Folded, bound: Address | None
) -> Counter[str]:
    """How often each is named so far, by key; of a name that was split off, by how it reads."""
    split = [key for key in folded.keys if folded.is_split(key)]
    of_edition = [Entity.edition_id == book.edition_id]
    if bound is not None:
        at = tuple_(Mention.chapter, Mention.block, Mention.start_offset)
        of_edition.append(at < tuple_(bound.chapter, bound.block, bound.offset))
    counted: Counter[str] = Counter()
    rows = await session.execute(
        select(Entity.key, func.count())
        .join(Mention, Mention.entity_id == Entity.id)
        .where(*of_edition, Entity.key.not_in(split))
        .group_by(Entity.key)
    )
    for key, times in rows:
        if (holder := folded.holder(key)) is not None:
            counted[holder.key] += times
    if split:
        # Postgres counts letters and members in small integers only.
        surface = func.substr(
            Chapter.blocks[cast(Mention.block + 1, Integer)],
            cast(Mention.start_offset + 1, Integer),
            cast(Mention.end_offset - Mention.start_offset, Integer),
        ).label("surface")
        read = await session.execute(
            select(Entity.key, surface, func.count())
            .join(Mention, Mention.entity_id == Entity.id)
            .join(
                Chapter,
                (Chapter.edition_id == Entity.edition_id) & (Chapter.ordinal == Mention.chapter),
            )
            .where(*of_edition, Entity.key.in_(split))
            .group_by(Entity.key, surface)
        )
        for key, reads, times in read:
            if (holder := folded.of_surface(key, reads)) is not None:
                counted[holder.key] += times
    return counted


async def _named_now(session: ReadSession, book: Book, bound: Address) -> Mapping[str, bool]:
    """
    Whom the chapter of *bound* names, by key, and whether it has done so before *bound*.

    "A tall woman came in" is of nobody until the book says who she is.
    """
    is_before = tuple_(Mention.block, Mention.start_offset) < tuple_(bound.block, bound.offset)
    rows = await session.execute(
        select(Entity.key, func.bool_or(is_before))
        .join(Mention, Mention.entity_id == Entity.id)
        .where(Entity.edition_id == book.edition_id, Mention.chapter == bound.chapter)
        .group_by(Entity.key)
    )
    return {row[0]: row[1] for row in rows}


async def _references(
    session: ReadSession, book: Book, folded: Folded, bound: Address | None
) -> Mapping[UUID, Illustration]:
    """The pictures that show somebody; those of places still to come are absent."""
    wanted = [each.reference for each in folded.living if each.reference is not None]
    if not wanted:
        return {}
    rows = await session.scalars(
        select(Illustration).where(
            Illustration.id.in_(wanted),
            Illustration.book_id == book.id,
            Illustration.state == IllustrationState.READY,
            Illustration.deleted_at.is_(None),
        )
    )
    return {
        row.id: row
        for row in rows
        if bound is None or Address(row.chapter, row.start_block, row.start_offset) <= bound
    }


def _facts(figure: Figure, bound: Address | None, is_named: Mapping[str, bool]) -> list[KnownFact]:
    """In the order of the text."""
    here = [is_named[key] for key in figure.keys if key in is_named]
    is_unnamed = bool(here) and not any(here)
    told = [
        fact
        for fact in figure.facts
        if bound is None
        or (
            _told(fact, figure) <= bound
            and not (is_unnamed and fact.span and fact.span.start.chapter == bound.chapter)
        )
    ]
    ids = {fact.identity: fact.id for fact in told}
    return [
        KnownFact(
            fact=fact,
            since=fact.valid_from or figure.first,
            until=fact.valid_to
            if bound is None or (fact.valid_to is not None and fact.valid_to <= bound)
            else None,
            contradicts=[ids[each] for each in fact.contradicts if each in ids],
        )
        for fact in told
    ]


def _told(fact: Said, figure: Figure) -> Address:
    since = fact.valid_from or figure.first
    return since if fact.span is None else max(since, fact.span.end)
