"""What a reader does with books: add, look at, remove."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, or_, select

from app.db.base import Json, utc_now
from app.db.models import (
    Book,
    BookState,
    Chapter,
    Edition,
    EditionState,
    Illustration,
    Job,
    Progress,
)
from app.db.paging import Order, Page, PageRequest, page
from app.db.work import ReadSession, UnitOfWork
from app.domain.books import Address, BookFormat, BookStatus
from app.domain.illustrations import IllustrationState
from app.domain.jobs import JobKind, Lane, Priority
from app.errors import NotFound, Refused
from app.services import cancelling, editions

RESTORABLE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A book with its edition and the plain counts a list shows."""

    book: Book
    edition: Edition
    illustrations: int
    fraction: float | None

    @property
    def title(self) -> str:
        """The book's own, or else the name its reader gave the file."""
        return self.edition.title or self.book.file_name or ""

    @property
    def problem(self) -> Json | None:
        if is_given_up(self.book, self.edition):
            return Refused("Cancelled by its reader; retry its job, or upload it again").problem()
        return self.edition.problem or self.book.problem

    @property
    def status(self) -> BookStatus:
        if is_given_up(self.book, self.edition):
            return BookStatus.FAILED
        if self.edition.state is not EditionState.READY:
            return BookStatus(self.edition.state)
        if self.book.state is BookState.PREPARING:
            return BookStatus.ILLUSTRATING
        return BookStatus(self.book.state)


def is_given_up(book: Book, edition: Edition) -> bool:
    """Its reader cancelled it before its text was read; another reader may still finish that."""
    return book.state is BookState.READY and edition.state not in editions.ENDED


@dataclass(frozen=True, slots=True)
class Added:
    """*job_id* is None where this reader has this very book already."""

    book_id: UUID
    job_id: UUID | None


async def add(
    work: UnitOfWork,
    reader_id: UUID,
    *,
    sha256: str,
    format_: BookFormat,
    size_bytes: int,
    wanted: int,
    file_name: str | None = None,
) -> Added:
    """Put a stored file on a reader's shelf; the same content is parsed once, whoever brings it."""
    edition = await _edition(work, sha256, format_, size_bytes)
    book = await work.session.scalar(
        select(Book).where(Book.owner_id == reader_id, Book.edition_id == edition.id)
    )
    if book is not None and book.deleted_at is None:
        has_failed = EditionState.FAILED is edition.state or BookState.FAILED is book.state
        if not (has_failed or is_given_up(book, edition)):
            return Added(book.id, None)
    if book is None:
        book = Book(owner_id=reader_id, edition_id=edition.id, file_name=file_name)
        work.session.add(book)
    book.deleted_at, book.problem = None, None
    book.state, book.wanted = BookState.PREPARING, wanted
    await work.session.flush()
    return Added(book.id, await prepare(work, book, edition))


async def prepare(work: UnitOfWork, book: Book, edition: Edition) -> UUID:
    """Submit the reader's own job for a book; it waits for the edition's jobs."""
    await editions.resume(work, edition)
    return await work.submit(
        JobKind.PREPARE_BOOK,
        book.id,
        reader_id=book.owner_id,
        book_id=book.id,
        lane=Lane.INTERACTIVE,
        priority=Priority.NEXT_TO_READ,
        is_waiting=edition.state is not EditionState.READY,
    )


async def prepare_again(work: UnitOfWork, reader_id: UUID, book_id: UUID) -> UUID:
    """What failed or was cancelled; answers the id of the job."""
    await editions.lock(work, book_id)
    book = await _locked(work, Book.owned_by(reader_id).where(Book.id == book_id))
    edition = await work.session.get_one(Edition, book.edition_id, with_for_update=True)
    book.state, book.problem = BookState.PREPARING, None
    return await prepare(work, book, edition)


async def _edition(work: UnitOfWork, sha256: str, format_: BookFormat, size_bytes: int) -> Edition:
    """The edition of this content, locked: it cannot become ready while we decide to wait."""
    insert = editions.insert_if_new(sha256=sha256, format_=format_, size_bytes=size_bytes)
    while True:
        await work.session.execute(insert)
        edition = await work.session.scalar(
            select(Edition).where(Edition.sha256 == sha256).with_for_update()
        )
        # None where the one that was there has been purged before we could lock it.
        if edition is not None:
            return edition


async def get(session: ReadSession, reader_id: UUID, book_id: UUID) -> Book:
    book = await session.scalar(Book.owned_by(reader_id).where(Book.id == book_id))
    if book is None:
        raise NotFound("No such book")
    return book


async def look(session: ReadSession, reader_id: UUID, book_id: UUID) -> Shelved:
    row = (await session.execute(_shelved(reader_id).where(Book.id == book_id))).first()
    if row is None:
        raise NotFound("No such book")
    return Shelved(*row)


async def find(
    session: ReadSession,
    reader_id: UUID,
    request: PageRequest,
    *,
    q: str | None = None,
    status: BookStatus | None = None,
    language: str | None = None,
    by_title: bool = False,
) -> Page[Shelved]:
    statement = _shelved(reader_id)
    if q:
        like = f"%{q.translate(_LITERAL)}%"
        authors = func.array_to_string(Edition.authors, " ")
        statement = statement.where(or_(Edition.title.ilike(like), authors.ilike(like)))
    if status is not None:
        statement = statement.where(_status() == status.value)
    if language:
        statement = statement.where(Edition.language.ilike(f"{language.translate(_LITERAL)}%"))
    order = [Order(Book.id, is_descending=True)]
    if by_title:
        order = [Order(func.lower(Edition.title, type_=String)), Order(Book.id)]
    found = await page(session, statement, order, request)
    return Page([Shelved(*row) for row in found.items], found.next, found.total)


async def remove(work: UnitOfWork, reader_id: UUID, book_id: UUID) -> None:
    """Off the shelf at once, restorable for a week; the edition's jobs end if nobody else waits."""
    await editions.lock(work, book_id)
    book = await _locked(work, Book.owned_by(reader_id).where(Book.id == book_id))
    book.deleted_at = utc_now()
    state = book.state
    await cancelling.cancel(work, Job.book_id == book_id)
    await work.session.refresh(book)
    # Whoever takes it back wants what was not finished.
    book.state = state
    await editions.stop_if_nobody_waits(work, book.edition_id)


async def restore(work: UnitOfWork, reader_id: UUID, book_id: UUID) -> None:
    await editions.lock(work, book_id)
    book = await _locked(
        work,
        select(Book).where(
            Book.id == book_id,
            Book.owner_id == reader_id,
            Book.deleted_at > func.now() - RESTORABLE,
        ),
    )
    book.deleted_at = None
    edition = await work.session.get_one(Edition, book.edition_id, with_for_update=True)
    if edition.state is not EditionState.READY or book.state is not BookState.READY:
        book.state = BookState.PREPARING
        await prepare(work, book, edition)


async def chapter_id(session: ReadSession, book: Book, ordinal: int) -> UUID:
    found = await session.scalar(
        select(Chapter.id).where(Chapter.edition_id == book.edition_id, Chapter.ordinal == ordinal)
    )
    if found is None:
        raise NotFound("No such chapter in this book")
    return found


async def bound(session: ReadSession, book: Book) -> Address:
    """As far as lists may tell: the reader's furthest address, or else the first body chapter."""
    progress = await session.scalar(
        Progress.owned_by(book.owner_id).where(Progress.book_id == book.id)
    )
    if progress is not None:
        return Address(progress.furthest_chapter, progress.furthest_block, progress.furthest_offset)
    first = await session.scalar(
        select(Edition.first_body_chapter).where(Edition.id == book.edition_id)
    )
    # The start of the chapter after it: everything inside lies before.
    return Address((first or 1) + 1, 0, -1)


_LITERAL = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def _shelved(reader_id: UUID) -> Select[*tuple[Any, ...]]:
    pictures = (
        select(func.count())
        .where(
            Illustration.book_id == Book.id,
            Illustration.state == IllustrationState.READY,
            Illustration.deleted_at.is_(None),
        )
        .scalar_subquery()
    )
    fraction = select(Progress.fraction).where(Progress.book_id == Book.id).scalar_subquery()
    return (
        Book.owned_by(reader_id)
        .join(Edition, Edition.id == Book.edition_id)
        .add_columns(Edition, pictures, fraction)
    )


def _status() -> ColumnElement[str]:
    """`Shelved.status`, said in SQL."""
    return case(
        (
            and_(Book.state == BookState.READY, Edition.state.not_in(editions.ENDED)),
            literal(BookStatus.FAILED.value),
        ),
        (Edition.state != EditionState.READY, cast(Edition.state, String)),
        (Book.state == BookState.PREPARING, literal(BookStatus.ILLUSTRATING.value)),
        else_=cast(Book.state, String),
    )


async def _locked(work: UnitOfWork, statement: Select[Book]) -> Book:
    book = await work.session.scalar(statement.with_for_update())
    if book is None:
        raise NotFound("No such book")
    return book
