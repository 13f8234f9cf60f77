"""What a reader sees of background work, and may do to it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.db.base import utc_now
from app.db.models import (
    Batch,
    Book,
    Chapter,
    Edition,
    EditionState,
    Illustration,
    Job,
    Series,
)
from app.db.paging import Order, Page, PageRequest, page
from app.db.work import ReadSession, UnitOfWork
from app.domain.illustrations import IllustrationState
from app.domain.jobs import LIVE, JobKind, JobState
from app.errors import Conflict, NotFound
from app.services import (
    batches,
    books,
    cancelling,
    editions,
    exporting,
    leases,
    reprocessing,
    series,
)

_OF_BOOKS = (JobKind.PREPARE_BOOK, JobKind.REPROCESS)
# Whose children draw, each one picture.
_TOGETHER = (JobKind.ILLUSTRATE_BATCH, JobKind.DRAW_SERIES)


@dataclass(frozen=True, slots=True)
class Watched:
    """A job as its reader sees it: *done* of *total* steps of *stage*."""

    job: Job
    stage: str | None
    done: int
    total: int
    eta_s: float | None

    @property
    def state(self) -> JobState:
        """A job that waits for others which do its work is under way, whatever its row says."""
        is_under_way = self.job.is_waiting and self.stage not in (None, "waiting")
        return JobState.RUNNING if self.job.state in LIVE and is_under_way else self.job.state


async def look(session: ReadSession, reader_id: UUID, job_id: UUID) -> Watched:
    job = await session.scalar(Job.owned_by(reader_id).where(Job.id == job_id))
    if job is None:
        raise NotFound("No such job")
    return await watch(session, job)


async def find(
    session: ReadSession,
    reader_id: UUID,
    request: PageRequest,
    *,
    state: JobState | None = None,
    kind: JobKind | None = None,
    book_id: UUID | None = None,
) -> Page[Watched]:
    statement = Job.owned_by(reader_id)
    for column, value in ((Job.state, state), (Job.kind, kind), (Job.book_id, book_id)):
        if value is not None:
            statement = statement.where(column == value)
    found = await page(session, statement, [Order(Job.id, is_descending=True)], request)
    return Page([await watch(session, job) for job in found.items], found.next, found.total)


async def watch(session: ReadSession, job: Job) -> Watched:
    if job.kind in _OF_BOOKS:
        stage, done, total = await _stage(session, job)
    elif job.kind in _TOGETHER:
        stage, done, total = await _drawing(session, job)
    else:
        is_done = job.state is JobState.SUCCEEDED
        return Watched(job, None, int(is_done), 1, None)
    return Watched(job, stage, done, total, _eta(job, done, total))


async def cancel(work: UnitOfWork, reader_id: UUID, job_id: UUID) -> None:
    """Cancel a job and its children; harmless when it has ended."""
    job = await work.session.scalar(Job.owned_by(reader_id).where(Job.id == job_id))
    if job is None:
        raise NotFound("No such job")
    if job.kind is JobKind.PREPARE_BOOK:
        await editions.lock(work, job.subject_id)
        await work.session.refresh(job)
    if job.state not in LIVE:
        return
    await cancelling.cancel(work, (Job.id == job.id) | (Job.parent_id == job.id))
    if job.kind is JobKind.PREPARE_BOOK:
        edition_id = await work.session.scalar(
            select(Book.edition_id).where(Book.id == job.subject_id)
        )
        if edition_id is not None:
            await editions.stop_if_nobody_waits(work, edition_id)
    await leases.release_parent(work, job.parent_id)


async def retry(work: UnitOfWork, reader_id: UUID, job_id: UUID) -> UUID:
    """Run again what failed or was cancelled; answers the id of the job that does."""
    job = await work.session.scalar(Job.owned_by(reader_id).where(Job.id == job_id))
    if job is None:
        raise NotFound("No such job")
    # A series that ended well may have lost views all the same.
    is_partial = job.kind is JobKind.DRAW_SERIES and job.state is JobState.SUCCEEDED
    if job.state not in (JobState.FAILED, JobState.CANCELLED) and not is_partial:
        raise Conflict(f"The job is {job.state}; only a failed or cancelled one can be retried")
    if job.kind in _OF_BOOKS:
        return await _again(work, reader_id, job)
    if job.kind is JobKind.ILLUSTRATE_BATCH:
        return await batches.again(work, reader_id, job.subject_id)
    if job.kind is JobKind.EXPORT:
        return await exporting.again(work, reader_id, job.subject_id)
    # Locked: of two at once the second finds what the first has submitted.
    await work.session.execute(select(Book.id).where(Book.id == job.book_id).with_for_update())
    if job.kind is JobKind.DRAW_SERIES:
        return await series.again(work, reader_id, job.subject_id)
    picture = await work.session.get(Illustration, job.subject_id)
    if picture is None or picture.deleted_at is not None:
        raise Conflict("What this job was about is gone")
    if picture.state is IllustrationState.READY:
        raise Conflict("The picture has been drawn since")
    picture.state, picture.problem = IllustrationState.QUEUED, None
    return await work.submit(
        job.kind,
        job.subject_id,
        reader_id=reader_id,
        book_id=job.book_id,
        lane=job.lane,
    )


async def _again(work: UnitOfWork, reader_id: UUID, job: Job) -> UUID:
    try:
        if job.kind is JobKind.REPROCESS:
            return await reprocessing.ask(work, reader_id, job.subject_id)
        return await books.prepare_again(work, reader_id, job.subject_id)
    except NotFound as error:
        raise Conflict("The book of this job is gone") from error


async def _stage(session: ReadSession, job: Job) -> tuple[str, int, int]:
    """What the book waits for now, and how much of it is done."""
    edition = await session.scalar(
        select(Edition).join(Book, Book.edition_id == Edition.id).where(Book.id == job.subject_id)
    )
    if edition is None or edition.state is EditionState.RECEIVED:
        return "waiting", 0, 1
    if edition.state is EditionState.PARSING:
        return "parsing", 0, 1
    if edition.state is EditionState.EXTRACTING or edition.is_renewing:
        return await _extracting(session, edition)
    if edition.state is EditionState.FAILED:
        return "failed", 0, 1
    if job.kind is JobKind.REPROCESS:
        return "ready", 1, 1
    done, total = await _children(session, job)
    return ("ready" if job.state is JobState.SUCCEEDED else "illustrating"), done, total


async def _drawing(session: ReadSession, job: Job) -> tuple[str, int, int]:
    """Pictures that were asked for together; their number is known before they are ordered."""
    done, total = await _children(session, job)
    stage = "ready" if job.state is JobState.SUCCEEDED else "illustrating" if total else "waiting"
    if job.kind is JobKind.DRAW_SERIES:
        # Its first view may be drawn before the others are ordered.
        row = await session.get_one(Series, job.subject_id)
        told = await series.tell(session, row)
        return stage, told.ready + told.failed, len(told.views)
    if total:
        return stage, done, total
    of_batch = select(func.cardinality(Batch.description_ids)).where(Batch.id == job.subject_id)
    return stage, 0, await session.scalar(of_batch) or 1


async def _children(session: ReadSession, job: Job) -> tuple[int, int]:
    """How many have ended, and how many there are."""
    counts = await session.execute(
        select(func.count().filter(Job.state.not_in(LIVE)), func.count()).where(
            Job.parent_id == job.id
        )
    )
    done, total = counts.one()
    return done, total


async def _extracting(session: ReadSession, edition: Edition) -> tuple[str, int, int]:
    """One bar for three stages: the names, every chapter, the bible."""
    counts = await session.execute(
        select(func.count(Chapter.extractor_version), func.count()).where(
            Chapter.edition_id == edition.id
        )
    )
    done, chapters = counts.one()
    if edition.names_version is None:
        return "naming", 0, chapters + 2
    stage = "extracting" if done < chapters else "assembling"
    return stage, 1 + done, chapters + 2


def _eta(job: Job, done: int, total: int) -> float | None:
    """Seconds at the pace so far; None before anything was done or after the end."""
    if job.state not in LIVE or not 0 < done < total:
        return None
    passed = (utc_now() - job.created_at).total_seconds()
    return round(passed / done * (total - done), 1)
