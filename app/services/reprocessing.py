"""Working a book out again: what failed, and what a later version of the program finds better."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from app import extraction, parsing
from app.db.base import Json
from app.db.models import Book, BookState, Edition, EditionState, Job
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.jobs import JobKind, JobState, Lane, Priority
from app.services import books, editions, leases
from app.services.leases import Lease


async def ask(work: UnitOfWork, reader_id: UUID, book_id: UUID) -> UUID:
    """
    Run again what failed, or else work everything out anew; answers the id of the job.

    Pictures whose passage is found again stand where they stood.
    """
    await editions.lock(work, book_id)
    book = await books.get(ReadSession(work.session), reader_id, book_id)
    edition = await work.session.get_one(Edition, book.edition_id, with_for_update=True)
    if edition.state is not EditionState.READY or book.state is not BookState.READY:
        return await books.prepare_again(work, reader_id, book_id)
    await editions.renew(work, edition)
    return await work.submit(
        JobKind.REPROCESS,
        book.id,
        reader_id=book.owner_id,
        book_id=book.id,
        lane=Lane.INTERACTIVE,
        priority=Priority.NEXT_TO_READ,
        is_waiting=True,
    )


async def wait(begin: Begin, lease: Lease) -> None:
    """A reader's job while the edition is worked out again, once for all its readers."""
    async with begin() as work:
        edition = await _edition(work, lease.subject_id)
    if not edition.is_renewing:
        async with lease.record():
            return
    async with lease.await_others() as work:
        # Locked by the lease, and looked at again: it may have become ready a moment ago.
        edition = await _edition(work, lease.subject_id)
        if not edition.is_renewing:
            await leases.release(work, Job.id == lease.job_id)


async def wait_ended(_: UnitOfWork, book_id: UUID, state: JobState, problem: Json) -> None:
    """The book is what it was."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """An edition that another version of the program has worked out."""

    id: UUID
    title: str
    parser_version: int | None
    extractor_version: int | None


async def outdated(
    session: ReadSession, *, before_version: int | None = None, book_id: UUID | None = None
) -> Sequence[Outdated]:
    """
    Editions that are ready and were extracted before *before_version*, the oldest first.

    Without it, those that this version of the parser or extractor has not worked out. *book_id*
    names the edition of one book, whatever has worked it out.
    """
    statement = select(
        Edition.id, Edition.title, Edition.parser_version, Edition.extractor_version
    ).where(Edition.state == EditionState.READY)
    if book_id is not None:
        statement = statement.join(Book, Book.edition_id == Edition.id).where(Book.id == book_id)
    elif before_version is not None:
        statement = statement.where(Edition.extractor_version < before_version)
    else:
        statement = statement.where(
            or_(
                Edition.extractor_version != extraction.EXTRACTOR_VERSION,
                Edition.names_version.is_(None),
                Edition.parser_version != parsing.PARSER_VERSION,
            )
        )
    return [Outdated(*row) for row in await session.execute(statement.order_by(Edition.id))]


async def renew(work: UnitOfWork, edition_id: UUID) -> None:
    """By the operator's hand: nobody waits for it."""
    edition = await work.session.get(Edition, edition_id, with_for_update=True)
    if edition is not None and edition.state is EditionState.READY:
        await editions.renew(work, edition)


async def _edition(work: UnitOfWork, book_id: UUID) -> Edition:
    book = await work.session.get_one(Book, book_id)
    return await work.session.get_one(Edition, book.edition_id)
