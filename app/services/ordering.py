"""The job of a batch: orders its pictures, the ones that will be read next first, and waits for them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from app.db.base import Json
from app.db.models import Batch, Book, Description, Illustration, Job
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.descriptions import Reason
from app.domain.illustrations import IllustrationState
from app.domain.jobs import LIVE, JobKind, JobState, Priority
from app.errors import Refused
from app.services import batches, illustrations, leases, wishing
from app.services.leases import Lease

# Pictures that will not come of themselves any more.
_LOST = (IllustrationState.FAILED, IllustrationState.REFUSED, IllustrationState.CANCELLED)


async def order(begin: Begin, lease: Lease, house_style: str | None) -> None:
    """Order the pictures of a batch, the ones that will be read next first, and wait for them."""
    async with begin() as work:
        batch = await work.session.get_one(Batch, lease.subject_id)
        is_ordered = await work.session.scalar(
            select(select(Job.id).where(Job.parent_id == lease.job_id).exists())
        )
        to_do = [] if is_ordered else await _to_do(work, batch)
        told = await batches.tell(ReadSession(work.session), batch)
    if not to_do:
        if told.failed == told.total:
            raise Refused("None of these pictures could be drawn; each of them says why")
        async with lease.record():
            return
    wanted = illustrations.Order(
        style=batch.style,
        quality=batch.quality,
        provider=batch.wanted_provider,
        model=batch.wanted_model,
        negative=batch.negative,
        house_style=house_style,
    )
    try:
        async with lease.await_others() as work:
            await _refuse_if_cancelled(work, lease)
            await _order(work, batch, to_do, wanted, lease)
    except _Cancelled:
        problem = Refused("Cancelled by its reader").problem()
        await lease.end(JobState.CANCELLED, problem, order_ended)


async def order_ended(_: UnitOfWork, batch_id: UUID, state: JobState, problem: Json) -> None:
    """Every picture of it says for itself what became of it."""


class _Cancelled(Exception):
    """Its reader was faster than the pictures."""


async def _refuse_if_cancelled(work: UnitOfWork, lease: Lease) -> None:
    # Whoever waits for others holds no lease any more, so nobody would hear of it later.
    if await work.session.scalar(select(Job.cancel_requested).where(Job.id == lease.job_id)):
        raise _Cancelled


async def _to_do(work: UnitOfWork, batch: Batch) -> list[UUID]:
    """Passages without a picture of this batch, or whose picture was lost, in the order of drawing."""
    rows = await work.session.scalars(
        select(Illustration.description_id).where(
            Illustration.batch_id == batch.id, Illustration.state.not_in(_LOST)
        )
    )
    done = set(rows)
    # A book that was worked out again meanwhile may have lost some of them.
    there = set(
        await work.session.scalars(
            select(Description.id).where(Description.id.in_(batch.description_ids))
        )
    )
    return [each for each in batch.description_ids if each in there and each not in done]


async def _order(
    work: UnitOfWork,
    batch: Batch,
    to_do: Sequence[UUID],
    wanted: illustrations.Order,
    lease: Lease,
) -> None:
    book = await work.session.get_one(Book, batch.book_id)
    soon = await wishing.soon(ReadSession(work.session), book)
    lost = {
        each.description_id: each
        for each in await work.session.scalars(
            select(Illustration)
            .where(
                Illustration.batch_id == batch.id,
                Illustration.state.in_(_LOST),
                Illustration.deleted_at.is_(None),
            )
            .order_by(Illustration.variant)
        )
    }
    for description_id in to_do:
        description = await work.session.get_one(Description, description_id)
        priority = _priority(description, soon)
        picture = lost.get(description_id)
        if picture is None:
            place = illustrations.Place(
                batch_id=batch.id,
                parent_id=lease.job_id,
                priority=priority,
                reasons=[Reason(each) for each in batch.reasons.get(str(description_id), ())],
            )
            await illustrations.order(work, book, description, wanted, place)
            continue
        picture.state, picture.problem = IllustrationState.QUEUED, None
        await work.submit(
            JobKind.DRAW_ILLUSTRATION,
            picture.id,
            reader_id=book.owner_id,
            book_id=book.id,
            parent_id=lease.job_id,
            priority=priority,
        )
    await work.session.flush()
    has_child = await work.session.scalar(
        select(select(Job.id).where(Job.parent_id == lease.job_id, Job.state.in_(LIVE)).exists())
    )
    if not has_child:
        # All were asked for again one by one: nobody would wake this job.
        await leases.release(work, Job.id == lease.job_id)


def _priority(description: Description, soon: Collection[int]) -> Priority:
    return Priority.NEXT_TO_READ if description.chapter in soon else Priority.BACKGROUND
