"""The visual bible of a book, as far as its reader has read: who is in it, and how they look."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select, tuple_

from app.db.base import Json
from app.db.models import Book, Edition, EditionState, Entity, Fact, Mention
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.names import Gender
from app.errors import NotFound
from app.services import books, names

# What was extracted; a reader's edits will make later ones.
EXTRACTED = 1


class Status(StrEnum):
    """Whether more is to come: *incomplete* where names or facts could not be found."""

    PENDING = "pending"
    READY = "ready"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class KnownFact:
    """*until* and *contradicts* as far as they are known."""

    fact: Fact
    until: Address | None
    contradicts: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class KnownEntity:
    entity: Entity
    name: str
    aliases: Sequence[str]
    gender: Gender
    importance: float
    mentions: int
    facts: Sequence[KnownFact]

    @property
    def looks(self) -> Sequence[str]:
        """What lasts, in the words of the book, each once."""
        lasting = (each.fact.value for each in self.facts if each.fact.is_lasting)
        return list(dict.fromkeys(lasting))


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
    if version not in (None, EXTRACTED):
        raise NotFound("The bible of this book has no such version")
    edition = await session.get_one(Edition, book.edition_id)
    bound = await books.bound(session, book) if is_bounded else None
    problem = edition.names_problem or edition.bible_problem
    return Known(
        version=EXTRACTED,
        status=_status(edition, problem),
        problem=problem,
        setting=_setting(edition.setting, bound),
        entities=await _entities(session, book, bound),
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


async def _entities(session: ReadSession, book: Book, bound: Address | None) -> list[KnownEntity]:
    mentions = await _mentions(session, book, bound)
    facts = await _facts(session, book, bound)
    rows = await session.scalars(
        select(Entity).where(Entity.id.in_(mentions), Entity.retired_at.is_(None))
    )
    cast = rows.all()
    most: dict[str, int] = {}
    for entity in cast:
        most[entity.kind] = max(most.get(entity.kind, 1), mentions[entity.id])
    known = []
    for entity in cast:
        name = names.known_name(entity, bound)
        if name is None:
            continue
        known.append(
            KnownEntity(
                entity=entity,
                name=name,
                aliases=[each["name"] for each in names.known_aliases(entity, bound)],
                # The whole book told it: of whom it has not named yet, it may be a surprise.
                gender=entity.gender if name == entity.name else Gender.UNKNOWN,
                # The book's own measure tells who will matter.
                importance=entity.importance
                if bound is None
                else mentions[entity.id] / most[entity.kind],
                mentions=mentions[entity.id],
                facts=facts.get(entity.id, []),
            )
        )
    return sorted(known, key=lambda each: (-each.importance, _first(each.entity)))


async def _mentions(session: ReadSession, book: Book, bound: Address | None) -> Mapping[UUID, int]:
    """How often each is named so far; who is not is absent."""
    statement = (
        select(Entity.id, func.count())
        .join(Mention, Mention.entity_id == Entity.id)
        .where(Entity.edition_id == book.edition_id)
        .group_by(Entity.id)
    )
    if bound is not None:
        at = tuple_(Mention.chapter, Mention.block, Mention.start_offset)
        statement = statement.where(at < tuple_(bound.chapter, bound.block, bound.offset))
    rows = await session.execute(statement)
    return {row[0]: row[1] for row in rows}


async def _facts(
    session: ReadSession, book: Book, bound: Address | None
) -> Mapping[UUID, list[KnownFact]]:
    """In the order of the text, by entity."""
    rows = await session.scalars(
        select(Fact)
        .join(Entity, Entity.id == Fact.entity_id)
        .where(Entity.edition_id == book.edition_id)
        .order_by(Fact.chapter, Fact.start_block, Fact.start_offset, Fact.id)
    )
    unnamed = await _unnamed(session, book, bound) if bound is not None else set()
    told = [
        fact
        for fact in rows
        if bound is None
        or (_is_told(fact, bound) and (fact.entity_id, fact.chapter) not in unnamed)
    ]
    ids = {fact.id for fact in told}
    known: dict[UUID, list[KnownFact]] = defaultdict(list)
    for fact in told:
        until = _until(fact)
        known[fact.entity_id].append(
            KnownFact(
                fact=fact,
                until=until if until is None or bound is None or until <= bound else None,
                contradicts=[each for each in fact.contradicts if each in ids],
            )
        )
    return known


async def _unnamed(session: ReadSession, book: Book, bound: Address) -> set[tuple[UUID, int]]:
    """
    Entities that the chapter of *bound* names only later, with that chapter.

    "A tall woman came in" is of nobody until the book says who she is.
    """
    rows = await session.execute(
        select(Mention.entity_id, Mention.chapter)
        .join(Entity, Entity.id == Mention.entity_id)
        .where(Entity.edition_id == book.edition_id, Mention.chapter == bound.chapter)
        .group_by(Mention.entity_id, Mention.chapter)
        .having(
            ~func.bool_or(
                tuple_(Mention.block, Mention.start_offset) < tuple_(bound.block, bound.offset)
            )
        )
    )
    return {(row.entity_id, row.chapter) for row in rows}


def _is_told(fact: Fact, bound: Address) -> bool:
    end = Address(fact.chapter, fact.end_block, fact.end_offset)
    return max(end, Address(fact.from_chapter, fact.from_block, fact.from_offset)) <= bound


def _until(fact: Fact) -> Address | None:
    if fact.until_chapter is None or fact.until_block is None or fact.until_offset is None:
        return None
    return Address(fact.until_chapter, fact.until_block, fact.until_offset)


def _first(entity: Entity) -> Address:
    return Address(entity.first_chapter, entity.first_block, entity.first_offset)
