"""A reader's own part of an upload: wait for the edition, then have a few pictures drawn."""

from uuid import UUID

from app.db.base import Json
from app.db.models import Book, BookState, Description, Edition, EditionState, Job
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.books import Address
from app.domain.compute import Compute
from app.domain.jobs import JobState, Priority
from app.illustration import choosing
from app.services import candidates, illustrations, leases
from app.services.leases import Lease


async def prepare(begin: Begin, lease: Lease, compute: Compute, order: illustrations.Order) -> None:
    """Ask for the book's first pictures, wait for them, and call the book ready."""
    async with begin() as work:
        session = ReadSession(work.session)
        book = await session.get_one(Book, lease.subject_id)
        edition = await session.get_one(Edition, book.edition_id)
        drawn = await candidates.drawn(session, book)
        budget = max(0, book.wanted - len(drawn))
        is_new = book.state is not BookState.ILLUSTRATING and edition.state is EditionState.READY
        found = await candidates.of(session, book) if is_new and budget else []

    within = Address(edition.first_body_chapter + 1, 0, 0)
    left = [each for each in found if each.id not in drawn]
    chosen: list[choosing.Choice] = []
    if left:
        chosen = await compute.run(choosing.choose, left, budget=budget, within=within)
    if edition.state is not EditionState.READY:
        async with lease.await_others() as work:
            # Locked, and looked at again: it may have become ready a moment ago.
            edition = await work.session.get_one(Edition, edition.id, with_for_update=True)
            await work.session.refresh(edition)
            if edition.state is EditionState.READY:
                await leases.release(work, Job.id == lease.job_id)
        return
    if not chosen:
        async with lease.record() as work:
            book = await work.session.get_one(Book, book.id)
            book.state = BookState.READY
        return
    async with lease.await_others() as work:
        book = await work.session.get_one(Book, book.id)
        book.state = BookState.ILLUSTRATING
        for each in chosen:
            await illustrations.order(
                work,
                book,
                await work.session.get_one(Description, each.one.id),
                order,
                illustrations.Place(
                    parent_id=lease.job_id,
                    priority=Priority.NEXT_TO_READ,
                    reasons=each.reasons,
                ),
            )


async def prepare_ended(work: UnitOfWork, book_id: UUID, state: JobState, problem: Json) -> None:
    book = await work.session.get(Book, book_id)
    if book is None:
        return
    if state is JobState.CANCELLED:
        book.state = BookState.READY  # The text is readable; pictures can be asked for.
    else:
        book.state, book.problem = BookState.FAILED, problem
