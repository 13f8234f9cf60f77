"""The people and places of a book by one version of its bible, from their rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.db.models import BibleEdit, Book, Entity, Fact
from app.db.work import ReadSession
from app.domain.bible import EditKind
from app.domain.books import Address, Span
from app.domain.figures import Called, Edit, Figure, Said
from app.errors import NotFound
from app.services import overlay
from app.services.presence import Folded

# What was extracted; every edit makes the next.
EXTRACTED = 1


async def newest(session: ReadSession, book: Book) -> int:
    """The version of a book's bible."""
    last = await session.scalar(
        select(func.max(BibleEdit.version)).where(BibleEdit.book_id == book.id)
    )
    return last or EXTRACTED


async def of(
    session: ReadSession,
    book: Book,
    version: int | None = None,
    *,
    keys: Collection[str] | None = None,
) -> Folded:
    """
    Everybody by *version*, else by the newest; with *keys* at least those of them.

    Raises `NotFound` for a version that was never made.
    """
    edits = await _edits(session, book, version)
    wanted = None if keys is None else {*keys, *_touched(edits)}
    return overlay.fold(await _extracted(session, book, wanted), edits)


async def _edits(session: ReadSession, book: Book, version: int | None) -> list[Edit]:
    rows = await session.execute(
        select(BibleEdit.version, BibleEdit.kind, BibleEdit.payload)
        .where(BibleEdit.book_id == book.id)
        .order_by(BibleEdit.version)
    )
    edits = [Edit(*row) for row in rows]
    if version is not None and not EXTRACTED <= version <= EXTRACTED + len(edits):
        raise NotFound("The bible of this book has no such version")
    return [each for each in edits if version is None or each.version <= version]


def _touched(edits: Sequence[Edit]) -> set[str]:
    """Whom the edits are about: they decide who else is in a passage."""
    return {
        edit.payload[name]
        for edit in edits
        if edit.kind is not EditKind.SET_STYLE
        for name in ("entity", "into", "from")
        if name in edit.payload
    }


async def _extracted(
    session: ReadSession, book: Book, keys: Collection[str] | None
) -> list[Figure]:
    """In the order of their first mentions."""
    known = [Entity.edition_id == book.edition_id, Entity.retired_at.is_(None)]
    if keys is not None:
        known.append(Entity.key.in_(keys))
    rows = await session.scalars(
        select(Entity)
        .where(*known)
        .order_by(Entity.first_chapter, Entity.first_block, Entity.first_offset, Entity.key)
    )
    entities = rows.all()
    facts = await session.scalars(
        select(Fact).join(Entity, Entity.id == Fact.entity_id).where(*known)
    )
    names = {entity.id: entity.key for entity in entities}
    by_entity: dict[UUID, list[Said]] = defaultdict(list)
    for entity_id, said in _said(facts.all(), names):
        by_entity[entity_id].append(said)
    return [_figure(entity, by_entity[entity.id]) for entity in entities]


def _said(facts: Sequence[Fact], keys: Mapping[UUID, str]) -> list[tuple[UUID, Said]]:
    """In the order of the text; ids differ from one server to the next, and decide nothing."""
    spans = {fact.id: _span(fact) for fact in facts}
    identities = {
        fact.id: overlay.identity(keys[fact.entity_id], fact.attribute, fact.value, spans[fact.id])
        for fact in facts
    }
    said = [
        (
            fact.entity_id,
            Said(
                id=fact.id,
                identity=identities[fact.id],
                attribute=fact.attribute,
                value=fact.value,
                value_en=fact.value_en,
                quote=fact.quote,
                span=spans[fact.id],
                confidence=fact.confidence,
                origin=fact.origin,
                is_lasting=fact.is_lasting,
                valid_from=Address(fact.from_chapter, fact.from_block, fact.from_offset),
                valid_to=_until(fact),
                contradicts=tuple(
                    sorted(identities[each] for each in fact.contradicts if each in identities)
                ),
            ),
        )
        for fact in facts
    ]
    return sorted(said, key=lambda each: each[1].place)


def _span(fact: Fact) -> Span:
    return Span(
        Address(fact.chapter, fact.start_block, fact.start_offset),
        Address(fact.chapter, fact.end_block, fact.end_offset),
    )


def _until(fact: Fact) -> Address | None:
    if fact.until_chapter is None or fact.until_block is None or fact.until_offset is None:
        return None
    return Address(fact.until_chapter, fact.until_block, fact.until_offset)


def _figure(entity: Entity, facts: Sequence[Said]) -> Figure:
    return Figure(
        ids=(entity.id,),
        keys=(entity.key,),
        kind=entity.kind,
        name=entity.name,
        names=tuple(
            Called(
                each["name"],
                entity.key,
                Address(each["chapter"], each["block"], each["offset"]),
                each["mentions"],
            )
            for each in entity.aliases
        ),
        gender=entity.gender,
        importance=entity.importance,
        first=Address(entity.first_chapter, entity.first_block, entity.first_offset),
        facts=tuple(facts),
    )
