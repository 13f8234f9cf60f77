"""Many pictures of a book at once: what they would be, what was asked for, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_

from app.db.models import Batch, Book, Illustration, Job
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.compute import Compute
from app.domain.descriptions import Reason
from app.domain.illustrations import IllustrationState
from app.domain.jobs import JobKind, JobState, Lane, Priority
from app.errors import Conflict, NotFound
from app.services import books, descriptions, illustrations, planning, styling, wishing
from app.services.wishing import Chosen, Wish


async def ask(
    begin: Begin,
    compute: Compute,
    reader_id: UUID,
    book_id: UUID,
    wish: Wish,
    *,
    order: illustrations.Order,
    most: int,
    operator_consent: bool,
) -> tuple[Batch, UUID]:
    """
    A batch of what *wish* chooses, and its job; *most* pictures are the limit.

    `Conflict` where nothing is left to draw.
    """
    order.check()
    async with begin() as work:
        session = ReadSession(work.session)
        await illustrations.check_consent(
            session, reader_id, order, operator_consent=operator_consent
        )
    found = await wishing.choose(begin, compute, reader_id, book_id, wish, most=most)

    async with begin() as work:
        session = ReadSession(work.session)
        # Locked: what two requests choose at once is drawn once.
        book = await work.session.scalar(
            Book.owned_by(reader_id).where(Book.id == book_id).with_for_update()
        )
        if book is None:
            raise NotFound("No such book")
        await styling.of(session, book, order.style, house_style=order.house_style)
        is_taken = await wishing.taken(session, book, wish)
        chosen = [each for each in found if each.description_id not in is_taken]
        if not chosen:
            raise Conflict("Nothing of this is left to draw: it is drawn already, or on its way")
        batch = Batch(
            book_id=book.id,
            description_ids=[each.description_id for each in chosen],
            reasons={str(each.description_id): list(each.reasons) for each in chosen},
            style=order.style,
            quality=order.quality,
            wanted_provider=order.provider,
            wanted_model=order.model,
            negative=order.negative,
        )
        work.session.add(batch)
        await work.session.flush()
        return batch, await _submit(work, batch, reader_id)


async def again(work: UnitOfWork, reader_id: UUID, batch_id: UUID) -> UUID:
    """What has failed or was cancelled of a batch; answers the id of the job."""
    batch = await work.session.scalar(Batch.owned_by(reader_id).where(Batch.id == batch_id))
    if batch is None:
        raise Conflict("The book of this job is gone")
    return await _submit(work, batch, reader_id)


async def _submit(work: UnitOfWork, batch: Batch, reader_id: UUID) -> UUID:
    return await work.submit(
        JobKind.ILLUSTRATE_BATCH,
        batch.id,
        reader_id=reader_id,
        book_id=batch.book_id,
        lane=Lane.INTERACTIVE,
        priority=Priority.NEXT_TO_READ,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a batch so far."""

    batch: Batch
    total: int
    ready: int
    failed: int
    cancelled: int


async def tell(session: ReadSession, batch: Batch) -> Told:
    """
    Counts of all its pictures.

    Those that its job never ordered are cancelled with it, or failed if their passage is gone.
    """
    rows = await session.execute(
        select(Illustration.state, func.count().label("pictures"))
        .where(
            Illustration.batch_id == batch.id,
            or_(
                Illustration.deleted_at.is_(None),
                # It was drawn, whatever its reader thought of it.
                Illustration.state == IllustrationState.READY,
            ),
        )
        .group_by(Illustration.state)
    )
    of = {row.state: row.pictures for row in rows}
    total = len(batch.description_ids)
    newest = await _newest_job(session, batch.id)
    state = None if newest is None else newest.state
    missing = total - sum(of.values())
    never_ordered = missing if state is JobState.CANCELLED else 0
    gone = missing if state in (JobState.SUCCEEDED, JobState.FAILED) else 0
    return Told(
        batch,
        total,
        ready=of.get(IllustrationState.READY, 0),
        failed=of.get(IllustrationState.FAILED, 0) + of.get(IllustrationState.REFUSED, 0) + gone,
        cancelled=of.get(IllustrationState.CANCELLED, 0) + never_ordered,
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """A batch with its pictures in the order of the book, and its newest job while that is known."""

    told: Told
    pictures: Sequence[Illustration]
    job: Job | None


async def look(
    session: ReadSession, reader_id: UUID, batch_id: UUID, *, is_bounded: bool
) -> Looked:
    """Pictures up to the reader's furthest address if *is_bounded*; the counts are of all."""
    batch = await session.scalar(Batch.owned_by(reader_id).where(Batch.id == batch_id))
    if batch is None:
        raise NotFound("No such batch")
    at = (Illustration.chapter, Illustration.start_block, Illustration.start_offset)
    statement = Illustration.owned_by(reader_id).where(Illustration.batch_id == batch.id)
    if is_bounded:
        bound = await books.bound(session, await session.get_one(Book, batch.book_id))
        furthest = tuple_(bound.chapter, bound.block, bound.offset)
        statement = statement.where(tuple_(*at) <= furthest)
    pictures = await session.scalars(statement.order_by(*at, Illustration.id))
    return Looked(await tell(session, batch), pictures.all(), await _newest_job(session, batch.id))


async def _newest_job(session: ReadSession, batch_id: UUID) -> Job | None:
    found: Job | None = await session.scalar(
        select(Job).where(Job.subject_id == batch_id).order_by(Job.id.desc()).limit(1)
    )
    return found


@dataclass(frozen=True, slots=True)
class Preview:
    """
    What a wish would draw: all of *chosen*, in the order of drawing, and what that will take.

    *seen* are those of them that the reader may see, each with why it was chosen.
    """

    chosen: Sequence[Chosen]
    estimate: planning.Estimate
    seen: Sequence[tuple[descriptions.Seen, Sequence[Reason]]]


async def preview(
    begin: Begin,
    compute: Compute,
    reader_id: UUID,
    book_id: UUID,
    wish: Wish,
    *,
    order: illustrations.Order,
    most: int,
    painters: Sequence[planning.Painter],
    operator_consent: bool,
    is_bounded: bool,
) -> Preview:
    """Nothing is drawn, and nothing leaves this machine."""
    order.check()
    chosen = await wishing.choose(begin, compute, reader_id, book_id, wish, most=most)
    async with begin() as work:
        session = ReadSession(work.session)
        book = await books.get(session, reader_id, book_id)
        await styling.of(session, book, order.style, house_style=order.house_style)
        estimate = await planning.estimate(
            session,
            book,
            order.provider,
            len(chosen),
            painters=painters,
            model=order.model,
            operator_consent=operator_consent,
        )
        bound = await books.bound(session, book)
        visible = [each for each in chosen if not is_bounded or each.at <= bound]
        by_id = await descriptions.of_ids(session, book, [each.description_id for each in visible])
    seen = [(by_id[each.description_id], each.reasons) for each in visible]
    return Preview(chosen, estimate, seen)
