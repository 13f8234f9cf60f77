"""The people and places of a book by one version of its bible, from their rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select

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
    wanted = _wanted(book, edits, keys)
    entities = await _entities(session, wanted)
    facts = await _facts(session, wanted, {each.id: each.key for each in entities})
    return overlay.fold([_figure(each, facts[each.id]) for each in entities], edits)


async def named(session: ReadSession, book: Book, *, keys: Collection[str] | None = None) -> Folded:
    """The same by the newest version, without what the book says of them: it is most of a bible."""
    edits = await _edits(session, book, None)
    entities = await _entities(session, _wanted(book, edits, keys))
    return overlay.fold([_figure(each, ()) for each in entities], edits)


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


def _wanted(
    book: Book, edits: Sequence[Edit], keys: Collection[str] | None
) -> Sequence[ColumnElement[bool]]:
    known = [Entity.edition_id == book.edition_id, Entity.retired_at.is_(None)]
    return known if keys is None else [*known, Entity.key.in_({*keys, *_touched(edits)})]


async def _entities(
    session: ReadSession, wanted: Sequence[ColumnElement[bool]]
) -> Sequence[Entity]:
    """In the order of their first mentions."""
    rows = await session.scalars(
        select(Entity)
        .where(*wanted)
        .order_by(Entity.first_chapter, Entity.first_block, Entity.first_offset, Entity.key)
    )
    return rows.all()


async def _facts(
    session: ReadSession, wanted: Sequence[ColumnElement[bool]], keys: Mapping[UUID, str]
) -> defaultdict[UUID, list[Said]]:
    """By entity; *keys* has those of each."""
    # Plain rows: a novel has six thousand, and to make objects of them took a third of the answer.
    rows = await session.execute(
        select(*Fact.__table__.columns)
        .select_from(Fact)
        .join(Entity, Entity.id == Fact.entity_id)
        .where(*wanted)
    )
    by_entity: defaultdict[UUID, list[Said]] = defaultdict(list)
    for entity_id, said in _said(rows.all(), keys):
        by_entity[entity_id].append(said)
    return by_entity


def _said(facts: Sequence[Row[Any]], keys: Mapping[UUID, str]) -> list[tuple[UUID, Said]]:
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


def _span(fact: Row[Any]) -> Span:
    return Span(
        Address(fact.chapter, fact.start_block, fact.start_offset),
        Address(fact.chapter, fact.end_block, fact.end_offset),
    )


def _until(fact: Row[Any]) -> Address | None:
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
