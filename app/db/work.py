"""One transaction, and the queues to wake once it has committed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
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
            "vtime": _virtual_time(reader_id),
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


def _virtual_time(reader_id: UUID | None) -> ColumnElement[int]:
    """Start-time fair queueing: after the reader's last job, and not before the queue's first."""
    queued = (Job.queue == QUEUE, Job.state == JobState.QUEUED)
    own = (
        select(func.max(Job.vtime))
        .where(*queued, Job.reader_id.is_not_distinct_from(reader_id))
        .scalar_subquery()
    )
    first = (
        select(Job.vtime)
        .where(*queued)
        .order_by(Job.priority, Job.vtime)
        .limit(1)
        .scalar_subquery()
    )
    return 1 + func.greatest(func.coalesce(own, 0), func.coalesce(first, 0))


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
