"""Reading: the contents, the chapters, the files inside a book."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.db.models import Asset, Book, Chapter, Edition, Illustration, TocEntry
from app.db.work import ReadSession
from app.domain.illustrations import IllustrationState
from app.errors import NotFound
from app.services import books

# As `parsing` writes it: the order of the attributes is its own.
_VERSE = re.compile(r'<p id="b(\d+)"[^>]* class="verse"')


@dataclass(frozen=True, slots=True)
class ContentsLine:
    title: str
    chapter: int | None
    block: int | None
    children: list["ContentsLine"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A chapter and the ordinals beside it."""

    chapter: Chapter
    previous: int | None
    next: int | None


async def contents(session: ReadSession, reader_id: UUID, book_id: UUID) -> list[ContentsLine]:
    book = await books.get(session, reader_id, book_id)
    entries = await session.scalars(
        select(TocEntry).where(TocEntry.edition_id == book.edition_id).order_by(TocEntry.position)
    )
    top: list[ContentsLine] = []
    open_lines: list[list[ContentsLine]] = [top]
    for entry in entries:
        line = ContentsLine(entry.title, entry.chapter, entry.block, [])
        del open_lines[entry.depth + 1 :]
        open_lines[-1].append(line)
        open_lines.append(line.children)
    return top


async def find(
    session: ReadSession, reader_id: UUID, book_id: UUID
) -> Sequence[tuple[Chapter, int]]:
    """Chapters in reading order, each with its number of finished pictures."""
    book = await books.get(session, reader_id, book_id)
    pictures = (
        select(func.count())
        .where(
            Illustration.book_id == book.id,
            Illustration.chapter == Chapter.ordinal,
            Illustration.state == IllustrationState.READY,
            Illustration.deleted_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Chapter, pictures)
        .where(Chapter.edition_id == book.edition_id)
        .order_by(Chapter.ordinal)
    )
    return [(row[0], row[1]) for row in rows]


async def read(session: ReadSession, reader_id: UUID, book_id: UUID, ordinal: int) -> Opened:
    book = await books.get(session, reader_id, book_id)
    chapter = await session.scalar(
        select(Chapter).where(Chapter.edition_id == book.edition_id, Chapter.ordinal == ordinal)
    )
    if chapter is None:
        raise NotFound("No such chapter in this book")
    count = await session.scalar(select(Edition.chapter_count).where(Edition.id == book.edition_id))
    return Opened(
        chapter=chapter,
        previous=ordinal - 1 if ordinal > 1 else None,
        next=ordinal + 1 if ordinal < (count or 0) else None,
    )


async def asset(session: ReadSession, reader_id: UUID, book_id: UUID, digest: str) -> Asset:
    found = await session.scalar(
        select(Asset)
        .join(Book, Book.edition_id == Asset.edition_id)
        .where(
            Book.id == book_id,
            Book.owner_id == reader_id,
            Book.deleted_at.is_(None),
            Asset.digest == digest,
        )
    )
    if found is None:
        raise NotFound("No such file in this book")
    return found


def verse_blocks(html: str) -> frozenset[int]:
    """The numbers of the blocks that are lines of verse."""
    return frozenset(int(number) for number in _VERSE.findall(html))
