"""Finds the jobs that nobody is working on: their worker died, or their ticket was lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select, text, update

from app.db.models import Job
from app.db.work import Begin, UnitOfWork
from app.domain.jobs import SOLO_QUEUE, JobKind, JobState
from app.errors import Defect
from app.services.leases import Ended, release_parent

# Chosen: any number that nothing else in this database locks.
_LOCK = 4_711_001
# A job that was running twice when its worker died runs alone from then on, so that only the
# guilty one is counted; five such deaths and it is given up.
_CRASHES_BEFORE_SOLO = 2
_MOST_CRASHES = 5
_REISSUE_AFTER = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Swept:
    rescued: int = 0
    reissued: int = 0


async def sweep(begin: Begin, ended: Mapping[JobKind, Ended]) -> Swept:
    """Give back expired leases and send overdue tickets again. One sweeper at a time does it."""
    async with begin() as work:
        if not await work.session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))):
            return Swept()
        rescued = await _rescue(work, ended)
        return Swept(rescued, await _reissue(work))


async def forget_tickets(begin: Begin) -> None:
    """Redis came back empty: every queued job needs a new ticket now."""
    async with begin() as work:
        await work.session.execute(
            update(Job).where(Job.state == JobState.QUEUED).values(ticket_at=None)
        )


async def _rescue(work: UnitOfWork, ended: Mapping[JobKind, Ended]) -> int:
    dead = await work.session.scalars(
        select(Job)
        .where(Job.state == JobState.RUNNING, Job.leased_until < func.now())
        .with_for_update(skip_locked=True)
        .limit(500)
    )
    rescued = list(dead)
    for job in rescued:
        job.crashes += 1
        job.lease_owner = job.leased_until = None
        if job.crashes >= _CRASHES_BEFORE_SOLO:
            job.queue = SOLO_QUEUE
        if not job.cancel_requested and job.crashes < _MOST_CRASHES:
            job.state, job.ticket_at = JobState.QUEUED, None
            continue
        job.state = JobState.CANCELLED if job.cancel_requested else JobState.FAILED
        job.problem = Defect("The worker died every time it tried this").problem()
        job.finished_at = await work.session.scalar(select(func.now()))
        await work.session.flush()
        await ended[job.kind](work, job.subject_id, job.state, job.problem)
        await release_parent(work, job.parent_id)
    await work.session.flush()
    return len(rescued)


async def _reissue(work: UnitOfWork) -> int:
    overdue = (
        select(Job.id)
        .where(
            Job.state == JobState.QUEUED,
            ~Job.is_waiting,
            Job.run_at <= func.now(),
            or_(Job.ticket_at.is_(None), Job.ticket_at < func.now() - _REISSUE_AFTER),
        )
        .order_by(text("ticket_at NULLS FIRST"))
        .limit(1000)
        .with_for_update(skip_locked=True)
    )
    queues = await work.session.scalars(
        update(Job)
        .where(Job.id.in_(overdue.scalar_subquery()))
        .values(ticket_at=func.now())
        .returning(Job.queue)
    )
    count = 0
    for queue in queues:
        work.wake(queue)
        count += 1
    return count
