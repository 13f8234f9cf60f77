"""A reader's own part of an upload: wait for the edition, then have a few pictures drawn."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from app.db.base import Json
from app.db.models import Book, BookState, Description, Edition, EditionState, Illustration, Job
from app.db.work import Begin, UnitOfWork
from app.domain.books import Address
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import IllustrationState, Quality
from app.domain.jobs import LIVE, JobState, Priority
from app.illustration import selection
from app.services import illustrations, leases
from app.services.leases import Lease

# Chosen: the first chapter gets most of the few, so that the first minute has pictures.
_PER_CHAPTER = 3


async def prepare(begin: Begin, lease: Lease, *, style: str, provider: str) -> None:
    """Ask for the book's first pictures, wait for them, and call the book ready."""
    async with begin() as work:
        book = await work.session.get_one(Book, lease.subject_id)
        edition = await work.session.get_one(Edition, book.edition_id)
        is_new = book.state is not BookState.ILLUSTRATING
        candidates = await _candidates(work, book, edition) if is_new else []
        drawn = await _drawn(work, book)

    ranked = [_ranked(each) for each in candidates if each.id not in drawn]
    chosen = selection.choose(
        ranked,
        budget=max(0, book.wanted - len(drawn)),
        per_chapter=_PER_CHAPTER,
        within=Address(edition.first_body_chapter + 1, 0, 0),
    )
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
        by_id = {each.id: each for each in candidates}
        for one in chosen:
            await illustrations.order(
                work,
                book,
                by_id[one.id],
                illustrations.Order(style=style, quality=Quality.STANDARD, provider=provider),
                parent_id=lease.job_id,
                priority=Priority.NEXT_TO_READ,
            )


async def prepare_ended(work: UnitOfWork, book_id: UUID, state: JobState, problem: Json) -> None:
    book = await work.session.get(Book, book_id)
    if book is None:
        return
    if state is JobState.CANCELLED:
        book.state = BookState.READY  # The text is readable; pictures can be asked for.
    else:
        book.state, book.problem = BookState.FAILED, problem


async def _candidates(work: UnitOfWork, book: Book, edition: Edition) -> Sequence[Description]:
    if edition.state is not EditionState.READY or book.wanted == 0:
        return []
    rows = await work.session.scalars(
        select(Description).where(
            Description.edition_id == edition.id, Description.retired_at.is_(None)
        )
    )
    return rows.all()


async def _drawn(work: UnitOfWork, book: Book) -> set[UUID]:
    """Descriptions that have a picture or will have one: a book taken back keeps what it had."""
    # One that is being cancelled will not have one.
    will_be = exists().where(
        Job.subject_id == Illustration.id, Job.state.in_(LIVE), ~Job.cancel_requested
    )
    rows = await work.session.scalars(
        select(Illustration.description_id).where(
            Illustration.book_id == book.id,
            Illustration.deleted_at.is_(None),
            or_(
                Illustration.state == IllustrationState.READY,
                and_(Illustration.state.in_(illustrations.UNDER_WAY), will_be),
            ),
        )
    )
    return set(rows)


def _ranked(row: Description) -> selection.Ranked:
    return selection.Ranked(
        id=row.id,
        chapter=row.chapter,
        block=row.start_block,
        start=row.start_offset,
        worth=row.worth,
        type_probabilities={DescriptionType(k): v for k, v in row.type_probabilities.items()},
        priority=row.priority,
    )
