"""Ends jobs before their time."""

from collections.abc import Collection
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, select, update

from app.db.base import Json, utc_now
from app.db.models import Book, BookState, Illustration, Job
from app.db.work import UnitOfWork
from app.domain.illustrations import IllustrationState
from app.domain.jobs import LIVE, JobKind, JobState
from app.services import leases

log = structlog.get_logger()


async def cancel(work: UnitOfWork, which: ColumnElement[bool]) -> None:
    """Queued jobs end now, and what they are about says so; running ones end at their next beat."""
    await leases.lock(work, which)
    queued = (
        await work.session.scalars(select(Job).where(which, Job.state == JobState.QUEUED))
    ).all()
    for job in queued:
        job.state, job.finished_at = JobState.CANCELLED, utc_now()
    await _tell_pictures(work, [job for job in queued if job.kind is JobKind.DRAW_ILLUSTRATION])
    await _tell_books(work, [job for job in queued if job.kind is JobKind.PREPARE_BOOK])
    await _tell_series(work, [job for job in queued if job.kind is JobKind.DRAW_SERIES])
    await work.session.execute(
        update(Job).where(which, Job.state == JobState.RUNNING).values(cancel_requested=True)
    )
    await work.session.flush()


async def _tell_pictures(work: UnitOfWork, jobs: list[Job]) -> None:
    await work.session.execute(
        update(Illustration)
        .where(Illustration.id.in_([job.subject_id for job in jobs]))
        .values(state=IllustrationState.CANCELLED)
    )


async def _tell_books(work: UnitOfWork, jobs: list[Job]) -> None:
    # The text is readable, or will be; pictures can be asked for.
    await work.session.execute(
        update(Book)
        .where(Book.id.in_([job.subject_id for job in jobs]))
        .values(state=BookState.READY)
    )


async def _tell_series(work: UnitOfWork, jobs: list[Job]) -> None:
    if not jobs:
        return
    await work.session.flush()
    await leave_undrawn(work, [job.subject_id for job in jobs], IllustrationState.CANCELLED)
    for job in jobs:
        log.info("series_cancelled", series=str(job.subject_id), job_id=str(job.id))


async def leave_undrawn(
    work: UnitOfWork,
    series_ids: Collection[UUID],
    state: IllustrationState,
    problem: Json | None = None,
) -> None:
    """Views that were to be drawn later and now have nobody who does; those under way go on."""
    has_job = select(Job.id).where(Job.subject_id == Illustration.id, Job.state.in_(LIVE)).exists()
    await work.session.execute(
        update(Illustration)
        .where(
            Illustration.series_id.in_(series_ids),
            Illustration.state.in_((IllustrationState.QUEUED, IllustrationState.DRAWING)),
            ~has_job,
        )
        .values(state=state, problem=problem)
    )
