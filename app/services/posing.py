"""The job of a series: has its views drawn, all at once or after the first, and waits for them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select

from app.db.base import Json
from app.db.models import Book, Illustration, Job, Series
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.illustrations import Anchor, IllustrationState
from app.domain.jobs import LIVE, JobState, Lane, Priority
from app.errors import Refused, Snoozed
from app.services import cancelling, illustrations, leases, series
from app.services.illustrations import Place
from app.services.leases import Lease

log = structlog.get_logger()

# When to look again at a first view that its reader has asked for by itself.
_LOOK_AGAIN_S = 2.0


async def draw(begin: Begin, lease: Lease) -> None:
    """
    One step: the views that can be drawn now are, and this rests until they have ended.

    May run any number of times, for it goes by what is there.
    """
    async with begin() as work:
        wave, _ = await _wave(work, lease)
    with structlog.contextvars.bound_contextvars(series=str(lease.subject_id)):
        if not wave:
            await _end(begin, lease)
            return
        async with lease.await_others() as work:
            is_cancelled = select(Job.cancel_requested).where(Job.id == lease.job_id)
            if await work.session.scalar(is_cancelled):
                # Whoever waits for others holds no lease, so nobody would hear of it later.
                await cancelling.cancel(work, Job.id == lease.job_id)
            else:
                await _submit(work, lease)


async def draw_ended(work: UnitOfWork, series_id: UUID, state: JobState, problem: Json) -> None:
    """What nobody draws any more says so; pictures that are being drawn go on."""
    row = await work.session.get(Series, series_id)
    if row is None:
        return
    is_cancelled = state is JobState.CANCELLED
    await cancelling.leave_undrawn(
        work,
        [row.id],
        IllustrationState.CANCELLED if is_cancelled else IllustrationState.FAILED,
        None if is_cancelled else problem,
    )
    told = await series.tell(ReadSession(work.session), row)
    log.info(
        "series_ended", series=str(row.id), state=state.value, ready=told.ready, failed=told.failed
    )


async def _wave(work: UnitOfWork, lease: Lease) -> tuple[Sequence[Illustration], UUID | None]:
    """
    What nobody draws yet and can be drawn now, and the picture it is to look at.

    Raises `Snoozed` where the first view is on its way by another job than ours.
    """
    row = await work.session.get_one(Series, lease.subject_id)
    told = await series.tell(ReadSession(work.session), row)
    drawn_elsewhere = set(
        await work.session.scalars(
            select(Job.subject_id).where(
                Job.subject_id.in_([each.id for each in told.pictures]), Job.state.in_(LIVE)
            )
        )
    )
    waiting = [
        each.picture
        for each in told.views
        if each.picture is not None
        and each.picture.state in illustrations.UNDER_WAY
        and each.picture.id not in drawn_elsewhere
    ]
    first = told.views[0].picture
    if row.anchor is not Anchor.FIRST or first is None or not waiting:
        return waiting, None
    if first in waiting:
        return [first], None
    if first.id in drawn_elsewhere:
        raise Snoozed("The first view is being drawn", retry_after=_LOOK_AGAIN_S)
    return waiting, first.id


async def _submit(work: UnitOfWork, lease: Lease) -> None:
    row = await work.session.get_one(Series, lease.subject_id)
    book = await work.session.get_one(Book, row.book_id)
    is_begun = await work.session.scalar(
        select(select(Job.id).where(Job.parent_id == lease.job_id).exists())
    )
    if not is_begun:
        log.info("series_started", views=len(row.views), anchor=row.anchor.value)
    # Looked at again under the lock: its reader may have asked for some of them one by one.
    wave, anchor_id = await _wave(work, lease)
    place = Place(parent_id=lease.job_id, lane=Lane.INTERACTIVE, priority=Priority.ASKED_FOR)
    for picture in wave:
        # Where the one to look at was not drawn, the picture says so and looks at nothing.
        picture.anchor_id = anchor_id or picture.anchor_id
        await illustrations.submit(work, book, picture, place)
    if not wave:
        # No child will wake this job.
        await leases.release(work, Job.id == lease.job_id)


async def _end(begin: Begin, lease: Lease) -> None:
    async with begin() as work:
        row = await work.session.get_one(Series, lease.subject_id)
        told = await series.tell(ReadSession(work.session), row)
    if not told.ready and told.failed:
        raise Refused("None of these views could be drawn; each of them says why")
    async with lease.record() as work:
        row = await work.session.get_one(Series, lease.subject_id)
        row.elapsed_ms = elapsed_ms = await _elapsed_ms(work, lease)
    log.info("series_ended", ready=told.ready, failed=told.failed, elapsed_ms=elapsed_ms)


async def _elapsed_ms(work: UnitOfWork, lease: Lease) -> int:
    """Since it was asked for, this time."""
    passed = await work.session.scalar(
        select(func.now() - Job.created_at).where(Job.id == lease.job_id)
    )
    assert isinstance(passed, timedelta)
    return round(passed.total_seconds() * 1000)
