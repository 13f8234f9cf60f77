"""
A worker's hold on a job: claimed, renewed, and given up in one of the ways a job can end.

Everybody locks in one order: edition, book, jobs with children before parents. Otherwise a reader
who cancels and a worker who records wait for each other.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Select, func, select, text, true, update

from app.db.base import Json
from app.db.models import Book, Chapter, Edition, Job
from app.db.work import Begin, UnitOfWork
from app.domain.jobs import LIVE, JobKind, JobState
from app.errors import LeaseLost

Ended = Callable[[UnitOfWork, UUID, JobState, Json], Awaitable[None]]
"""What a kind of job does, in the same transaction, when one ends without success."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One attempt at one job. What it records is refused once another worker has the job."""

    begin: Begin
    owner: str
    job_id: UUID
    kind: JobKind
    subject_id: UUID
    reader_id: UUID | None
    book_id: UUID | None
    parent_id: UUID | None
    queue: str
    attempt: int
    crashes: int

    @asynccontextmanager
    async def record(self) -> AsyncIterator[UnitOfWork]:
        """Effect and success in one transaction; `LeaseLost` if the job is no longer ours."""
        async with self.begin() as work:
            await self._lock_above(work)
            await self._settle(work, state=JobState.SUCCEEDED, finished_at=func.now(), problem=None)
            yield work
            await release_parent(work, self.parent_id)

    @asynccontextmanager
    async def await_others(self) -> AsyncIterator[UnitOfWork]:
        """Record, and rest until children or the edition's jobs have ended; costs no attempt."""
        async with self.begin() as work:
            await self._lock_above(work)
            await self._settle(
                work,
                state=JobState.QUEUED,
                is_waiting=True,
                attempts=Job.attempts - 1,
                lease_owner=None,
            )
            yield work

    async def end(self, state: JobState, problem: Json, ended: Ended) -> None:
        """
        Failed or cancelled, for good.

        `LeaseLost` also where a cancelled job was asked for again meanwhile.
        """
        is_meant: ColumnElement[bool] = (
            Job.cancel_requested.expression if state is JobState.CANCELLED else true()
        )
        async with self.begin() as work:
            await self._lock_above(work)
            await self._settle(work, is_meant, state=state, finished_at=func.now(), problem=problem)
            await ended(work, self.subject_id, state, problem)
            await release_parent(work, self.parent_id)

    async def postpone(self, after: timedelta, problem: Json, *, counts: bool) -> None:
        """Try again later. A wait that somebody else asked for does not count as an attempt."""
        async with self.begin() as work:
            await self._settle(
                work,
                state=JobState.QUEUED,
                lease_owner=None,
                ticket_at=None,
                run_at=func.now() + after,
                problem=problem,
                attempts=Job.attempts if counts else Job.attempts - 1,
            )

    async def give_back(self) -> None:
        """This worker is going away; the attempt does not count."""
        async with self.begin() as work:
            await self._settle(
                work,
                state=JobState.QUEUED,
                lease_owner=None,
                attempts=Job.attempts - 1,
                ticket_at=func.now(),
            )
            work.wake(self.queue)

    async def _lock_above(self, work: UnitOfWork) -> None:
        """The row that stands above this job: what is recorded may need it, and it comes first."""
        above: Mapping[JobKind, Select[UUID]] = {
            JobKind.PARSE_EDITION: select(Edition.id).where(Edition.id == self.subject_id),
            JobKind.FIND_NAMES: select(Edition.id).where(Edition.id == self.subject_id),
            JobKind.ASSEMBLE_BIBLE: select(Edition.id).where(Edition.id == self.subject_id),
            JobKind.EXTRACT_CHAPTER: _edition_of(
                select(Chapter.edition_id).where(Chapter.id == self.subject_id)
            ),
            JobKind.PREPARE_BOOK: _edition_of(
                select(Book.edition_id).where(Book.id == self.subject_id)
            ),
            JobKind.REPROCESS: _edition_of(
                select(Book.edition_id).where(Book.id == self.subject_id)
            ),
            JobKind.DRAW_ILLUSTRATION: select(Book.id).where(Book.id == self.book_id),
            JobKind.ILLUSTRATE_BATCH: select(Book.id).where(Book.id == self.book_id),
            JobKind.DRAW_SERIES: select(Book.id).where(Book.id == self.book_id),
            JobKind.EXPORT: select(Book.id).where(Book.id == self.book_id),
        }
        await work.session.execute(above[self.kind].with_for_update())

    async def _settle(
        self, work: UnitOfWork, *conditions: ColumnElement[bool], **values: object
    ) -> None:
        result = await work.session.execute(
            update(Job)
            .where(
                Job.id == self.job_id,
                Job.lease_owner == self.owner,
                Job.attempts == self.attempt,
                Job.state == JobState.RUNNING,
                *conditions,
            )
            .values(leased_until=None, **values)
        )
        assert isinstance(result, CursorResult)
        if result.rowcount == 0:
            raise LeaseLost


async def claim(
    begin: Begin, *, owner: str, queue: str, kinds: Collection[JobKind], lease: timedelta
) -> Lease | None:
    """Take the best job of *kinds* that is due, or None."""
    best = (
        select(Job.id)
        .where(
            Job.queue == queue,
            Job.state == JobState.QUEUED,
            ~Job.is_waiting,
            Job.run_at <= func.now(),
            Job.kind.in_(kinds),
        )
        .order_by(Job.priority, Job.vtime, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    async with begin() as work:
        # A claim lost in a crash of Postgres only means that the job is claimed again.
        await work.session.execute(text("SET LOCAL synchronous_commit = off"))
        job = await work.session.scalar(
            update(Job)
            .where(Job.id == best)
            .values(
                state=JobState.RUNNING,
                attempts=Job.attempts + 1,
                lease_owner=owner,
                leased_until=func.now() + lease,
                started_at=func.now(),
            )
            .returning(Job)
        )
    if job is None:
        return None
    return Lease(
        begin=begin,
        owner=owner,
        job_id=job.id,
        kind=job.kind,
        subject_id=job.subject_id,
        reader_id=job.reader_id,
        book_id=job.book_id,
        parent_id=job.parent_id,
        queue=job.queue,
        attempt=job.attempts,
        crashes=job.crashes,
    )


def _edition_of(found: Select[UUID]) -> Select[UUID]:
    return select(Edition.id).where(Edition.id == found.scalar_subquery())


@dataclass(frozen=True, slots=True)
class Pulse:
    job_id: UUID
    attempt: int
    is_cancelled: bool


async def renew(
    begin: Begin, *, owner: str, jobs: Sequence[UUID], lease: timedelta
) -> Sequence[Pulse]:
    """Renew all leases of a worker; a job that is missing from the answer is no longer its own."""
    async with begin() as work:
        await lock(work, Job.id.in_(jobs))
        rows = await work.session.execute(
            update(Job)
            .where(Job.id.in_(jobs), Job.lease_owner == owner, Job.state == JobState.RUNNING)
            .values(leased_until=func.now() + lease)
            .returning(Job.id, Job.attempts, Job.cancel_requested)
        )
        return [Pulse(*row) for row in rows]


async def lock(work: UnitOfWork, which: ColumnElement[bool]) -> None:
    """Live jobs, children before parents: as the end of a child locks them."""
    await work.session.execute(
        select(Job.id)
        .where(which, Job.state.in_(LIVE))
        .order_by(Job.parent_id.is_(None), Job.id)
        .with_for_update()
    )


async def release_parent(work: UnitOfWork, parent_id: UUID | None) -> None:
    """Let a waiting parent go on once its last child has ended."""
    if parent_id is None:
        return
    # Locked first: of two children that end at once, the second sees the first one's end.
    await work.session.execute(select(Job.id).where(Job.id == parent_id).with_for_update())
    has_live_child = await work.session.scalar(
        select(select(Job.id).where(Job.parent_id == parent_id, Job.state.in_(LIVE)).exists())
    )
    if not has_live_child:
        await release(work, Job.id == parent_id)


async def release(work: UnitOfWork, which: ColumnElement[bool]) -> None:
    """Make waiting jobs claimable."""
    queues = await work.session.scalars(
        update(Job)
        .where(which, Job.state == JobState.QUEUED, Job.is_waiting)
        .values(is_waiting=False, ticket_at=func.now())
        .returning(Job.queue)
    )
    for queue in queues:
        work.wake(queue)
