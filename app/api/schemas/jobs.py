"""Jobs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from app.domain.jobs import JobKind, JobState
from app.services.jobs import Watched

_SUBJECTS = {
    JobKind.PREPARE_BOOK: "book",
    JobKind.PARSE_EDITION: "edition",
    JobKind.FIND_NAMES: "edition",
    JobKind.EXTRACT_CHAPTER: "chapter",
    JobKind.ASSEMBLE_BIBLE: "edition",
    JobKind.DRAW_ILLUSTRATION: "illustration",
    JobKind.ILLUSTRATE_BATCH: "batch",
    JobKind.DRAW_SERIES: "series",
    JobKind.EXPORT: "export",
    JobKind.REPROCESS: "book",
}


class Done(BaseModel):
    done: int
    total: int


class Subject(BaseModel):
    kind: str
    id: UUID


class JobOut(BaseModel):
    id: UUID
    kind: JobKind
    state: JobState
    stage: str | None = Field(description="what a book's job waits for now")
    progress: Done
    eta_s: float | None
    attempts: int
    problem: dict[str, Any] | None = Field(description="why it failed, or waits to be tried again")
    subject: Subject
    book_id: UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, watched: Watched) -> "JobOut":
        job = watched.job
        return cls(
            id=job.id,
            kind=job.kind,
            state=watched.state,
            stage=watched.stage,
            progress=Done(done=watched.done, total=watched.total),
            eta_s=watched.eta_s,
            attempts=job.attempts,
            problem=job.problem,
            subject=Subject(kind=_SUBJECTS[job.kind], id=job.subject_id),
            book_id=job.book_id,
            created_at=job.created_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
        )
