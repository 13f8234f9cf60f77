"""The memory of background work; Redis only wakes workers."""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json
from app.domain.jobs import JobKind, JobState, Lane

_QUEUED = text("state = 'queued'")


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (
        Index("job_claim_idx", "queue", "priority", "vtime", "id", postgresql_where=_QUEUED),
        Index("job_share_idx", "queue", "reader_id", "vtime", postgresql_where=_QUEUED),
        Index("job_ticket_idx", text("ticket_at NULLS FIRST"), postgresql_where=_QUEUED),
        Index("job_lease_idx", "leased_until", postgresql_where=text("state = 'running'")),
        Index(
            "job_live_key",
            "dedupe",
            unique=True,
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
    )

    kind: Mapped[JobKind]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    reader_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reader.id", ondelete="CASCADE"), index=True
    )
    book_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("book.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("job.id", ondelete="SET NULL"), index=True
    )
    queue: Mapped[str]
    lane: Mapped[Lane]
    priority: Mapped[int]
    # Virtual time: the share of a reader who queues much grows late, so that others pass.
    vtime: Mapped[int]
    dedupe: Mapped[str]

    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    # Queued, but for others to end first: children, or the edition's jobs.
    is_waiting: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    crashes: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ticket_at: Mapped[datetime | None] = mapped_column(server_default=func.now())
    lease_owner: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[Json | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        return select(cls).where(cls.reader_id == reader_id)
