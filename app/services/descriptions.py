"""The passages of a book an illustrator could draw, as its reader sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select, tuple_

from app.db.models import Book, Chapter, Description, HiddenDescription, Illustration
from app.db.paging import Order, Page, PageRequest, page
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.descriptions import DescriptionType
from app.errors import NotFound
from app.services import books, names


@dataclass(frozen=True, slots=True)
class Seen:
    """A description with the picture now shown, and the id and name of everybody in it."""

    description: Description
    shown: Illustration | None
    is_hidden: bool
    cast: Sequence[tuple[UUID, str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """One description, the book it was reached through, and the block around it."""

    seen: Seen
    book: Book
    context: str


async def of_chapter(
    session: ReadSession, reader_id: UUID, book_id: UUID, ordinal: int
) -> Sequence[Seen]:
    """All of them: a chapter that is opened lies open."""
    book = await books.get(session, reader_id, book_id)
    await books.chapter_id(session, book, ordinal)
    rows = await session.execute(
        _with_shown(book)
        .where(Description.chapter == ordinal)
        .order_by(Description.start_block, Description.start_offset)
    )
    return await _seen(session, book, rows.all(), await books.bound(session, book))


async def find(
    session: ReadSession,
    reader_id: UUID,
    book_id: UUID,
    request: PageRequest,
    *,
    type_: DescriptionType | None = None,
    chapter: int | None = None,
    min_priority: float | None = None,
    is_illustrated: bool | None = None,
    entity_id: UUID | None = None,
    is_bounded: bool = True,
    by_priority: bool = False,
) -> Page[Seen]:
    """Descriptions of a book, up to the reader's furthest address if *is_bounded*."""
    book = await books.get(session, reader_id, book_id)
    statement = _with_shown(book)
    if type_ is not None:
        statement = statement.where(Description.type == type_)
    if chapter is not None:
        statement = statement.where(Description.chapter == chapter)
    if min_priority is not None:
        statement = statement.where(Description.priority >= min_priority)
    if is_illustrated is not None:
        is_missing = Illustration.id.is_(None)
        statement = statement.where(~is_missing if is_illustrated else is_missing)
    bound = await books.bound(session, book) if is_bounded else None
    if entity_id is not None:
        named = await names.passages_with(session, book, entity_id, bound)
        statement = statement.where(Description.id.in_(named))
    if bound is not None:
        at = tuple_(Description.chapter, Description.start_block, Description.start_offset)
        statement = statement.where(at <= tuple_(bound.chapter, bound.block, bound.offset))
    position = [
        Order(Description.chapter),
        Order(Description.start_block),
        Order(Description.start_offset),
        Order(Description.end_block),
        Order(Description.end_offset),
    ]
    order = (
        [Order(Description.priority, is_descending=True), *position] if by_priority else position
    )
    found = await page(session, statement, order, request)
    return Page(await _seen(session, book, found.items, bound), found.next, found.total)


async def of_ids(session: ReadSession, book: Book, ids: Sequence[UUID]) -> Mapping[UUID, Seen]:
    """Those of a book, by their ids, whoever knows of them."""
    rows = await session.execute(_with_shown(book).where(Description.id.in_(ids)))
    found = await _seen(session, book, rows.all(), await books.bound(session, book))
    return {each.description.id: each for each in found}


async def get(session: ReadSession, reader_id: UUID, description_id: UUID) -> Opened:
    book = await session.scalar(
        Description.owned_by(reader_id)
        .with_only_columns(Book)
        .where(Description.id == description_id)
    )
    if book is None:
        raise NotFound("No such description")
    rows = await session.execute(_with_shown(book).where(Description.id == description_id))
    found = await _seen(session, book, rows.all(), await books.bound(session, book))
    description = found[0].description
    around = await session.scalar(
        select(Chapter.blocks[description.start_block + 1 : description.end_block + 1]).where(
            Chapter.edition_id == book.edition_id, Chapter.ordinal == description.chapter
        )
    )
    return Opened(found[0], book, "\n".join(around or ()))


async def _seen(
    session: ReadSession,
    book: Book,
    rows: Sequence[Row[*tuple[Any, ...]]],
    bound: Address | None,
) -> list[Seen]:
    """Everybody in them is named as known by *bound*."""
    described = [row[0] for row in rows]
    cast = await names.of_descriptions(session, book, described, bound)
    return [
        Seen(description, shown, is_hidden, cast[description.id])
        for description, shown, is_hidden in rows
    ]


def _with_shown(book: Book) -> Select[*tuple[Any, ...]]:
    return (
        select(Description, Illustration, is_hidden(book.id).label("is_hidden"))
        .outerjoin(
            Illustration,
            (Illustration.description_id == Description.id)
            & (Illustration.book_id == book.id)
            & Illustration.shown
            & Illustration.deleted_at.is_(None),
        )
        .where(
            Description.edition_id == book.edition_id,
            or_(Description.book_id.is_(None), Description.book_id == book.id),
            Description.retired_at.is_(None),
        )
    )


def is_hidden(book_id: UUID) -> ColumnElement[bool]:
    """Taken off the pages of a book by its reader."""
    return (
        select(HiddenDescription.id)
        .where(
            HiddenDescription.book_id == book_id,
            HiddenDescription.description_id == Description.id,
        )
        .exists()
    )
