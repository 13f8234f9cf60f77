"""One transaction, and the queues to wake once it has committed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import NewType
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.db.base import new_id
from app.db.engine import translated
from app.db.models import Job
from app.domain.jobs import QUEUE, JobKind, JobState, Lane, Priority

ReadSession = NewType("ReadSession", AsyncSession)
"""A session nobody commits: a function that takes it only reads."""

Wake = Callable[[Mapping[str, int]], Awaitable[None]]
"""Wakes workers: how many new jobs each queue has."""

Begin = Callable[[], AbstractAsyncContextManager["UnitOfWork"]]
"""Opens a unit of work. Never await the network inside one."""


# A novel's chapters are done before another's are begun; one of thousands lets others pass as
# often as this many are done (a guess).
_TURN = 50
# In the words of the index, so that Postgres sees they are the same.
_LIVE = text("state IN ('queued', 'running')")


class UnitOfWork:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.woken: dict[str, int] = {}

    def wake(self, queue: str, jobs: int = 1) -> None:
        """Wake workers of *queue* when, and only when, this transaction has committed."""
        self.woken[queue] = self.woken.get(queue, 0) + jobs

    async def submit(
        self,
        kind: JobKind,
        subject_id: UUID,
        *,
        reader_id: UUID | None = None,
        book_id: UUID | None = None,
        parent_id: UUID | None = None,
        lane: Lane = Lane.BULK,
        priority: Priority = Priority.BACKGROUND,
        is_waiting: bool = False,
    ) -> UUID:
        """
        Remember a job in this transaction; a live one for the same subject is enough. Answers its id.

        *is_waiting* jobs are not claimed until something releases them.
        """
        dedupe = f"{kind}:{subject_id}"
        job = {
            "kind": kind,
            "subject_id": subject_id,
            "reader_id": reader_id,
            "book_id": book_id,
            "parent_id": parent_id,
            "queue": QUEUE,
            "lane": lane,
            "priority": priority,
            "vtime": _virtual_time(reader_id, priority),
            "dedupe": dedupe,
            "is_waiting": is_waiting,
        }
        while True:
            added: UUID | None = await self.session.scalar(
                insert(Job)
                .values(id=new_id(), **job)
                .on_conflict_do_nothing(index_elements=["dedupe"], index_where=_LIVE)
                .returning(Job.id)
            )
            if added is not None:
                if not is_waiting:
                    self.wake(QUEUE)
                return added
            # Locked, so that the one found cannot end before this transaction has.
            # Whoever asks for it again takes back a cancellation that has not come true yet.
            live: UUID | None = await self.session.scalar(
                update(Job)
                .where(Job.dedupe == dedupe, _LIVE)
                .values(cancel_requested=False)
                .returning(Job.id)
            )
            if live is not None:
                return live

    async def submit_parts(self, kind: JobKind, subject_ids: Sequence[UUID]) -> None:
        """
        Remember many jobs that are one piece of work and nobody's own, in this order.

        The caller holds the row above them locked, so none of them can end meanwhile.
        """
        dedupes = {subject_id: f"{kind}:{subject_id}" for subject_id in subject_ids}
        live = await self.session.scalars(
            update(Job)
            .where(Job.dedupe.in_(dedupes.values()), _LIVE)
            .values(cancel_requested=False)
            .returning(Job.subject_id)
        )
        known = set(live)
        new = [subject_id for subject_id in subject_ids if subject_id not in known]
        if not new:
            return
        first = await self.session.scalar(select(_first(Priority.BACKGROUND))) or 0
        rows = [
            {
                "id": new_id(),
                "kind": kind,
                "subject_id": subject_id,
                "queue": QUEUE,
                "lane": Lane.BULK,
                "priority": Priority.BACKGROUND,
                "vtime": first + position // _TURN,
                "dedupe": dedupes[subject_id],
            }
            for position, subject_id in enumerate(new)
        ]
        await self.session.execute(insert(Job), rows)
        self.wake(QUEUE, len(rows))


def _virtual_time(reader_id: UUID | None, priority: Priority) -> ColumnElement[int]:
    """
    Start-time fair queueing: after the reader's last job, and not before the queue's first.

    Among jobs of the same priority. What is nobody's own only queues behind the first.
    """
    if reader_id is None:
        return 1 + _first(priority)
    own = (
        select(func.max(Job.vtime))
        .where(*_queued(priority), Job.reader_id == reader_id)
        .scalar_subquery()
    )
    return 1 + func.greatest(func.coalesce(own, 0), _first(priority))


def _first(priority: Priority) -> ColumnElement[int]:
    first = select(func.min(Job.vtime)).where(*_queued(priority)).scalar_subquery()
    return func.coalesce(first, 0)


def _queued(priority: Priority) -> Sequence[ColumnElement[bool]]:
    return Job.queue == QUEUE, Job.state == JobState.QUEUED, Job.priority == priority


def units_of_work(sessions: async_sessionmaker[AsyncSession], wake: Wake) -> Begin:
    @asynccontextmanager
    async def begin() -> AsyncIterator[UnitOfWork]:
        with translated():
            async with sessions.begin() as session:
                work = UnitOfWork(session)
                yield work
        if work.woken:
            await wake(work.woken)

    return begin
