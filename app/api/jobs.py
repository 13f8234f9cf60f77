"""Jobs: watch, cancel, retry."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.api.deps import Paging, Reader, Reading, Resources, Work
from app.api.listing import listed
from app.api.problems import responses
from app.api.schemas.jobs import JobOut
from app.api.schemas.pages import Listed
from app.db.work import ReadSession
from app.domain.jobs import JobKind, JobState
from app.services import jobs

router = APIRouter(prefix="/jobs", tags=["jobs"])


@router.get(
    "", summary="My jobs, the newest first", operation_id="list_jobs", responses=responses(401, 422)
)
async def find(
    request: Request,
    response: Response,
    session: Reading,
    reader: Reader,
    paging: Paging,
    state: JobState | None = None,
    kind: JobKind | None = None,
    book: UUID | None = None,
) -> Listed[JobOut]:
    page = await jobs.find(session, reader, paging, state=state, kind=kind, book_id=book)
    items = [JobOut.of(each) for each in page.items]
    return listed(request, response, items, next_keys=page.next, total=page.total)


@router.get("/{job_id}", summary="One job", operation_id="get_job", responses=responses(401, 404))
async def get(job_id: UUID, session: Reading, reader: Reader) -> JobOut:
    """A failed job is a 200 with its problem inside."""
    return JobOut.of(await jobs.look(session, reader, job_id))


@router.delete(
    "/{job_id}",
    status_code=204,
    summary="Cancel a job",
    operation_id="cancel_job",
    responses=responses(401, 403, 404),
)
async def cancel(job_id: UUID, work: Work, reader: Reader) -> None:
    """A book's job cancels its children; cancelling what has ended is harmless."""
    await jobs.cancel(work, reader, job_id)


@router.post(
    "/{job_id}/retry",
    status_code=202,
    summary="Run a failed or cancelled job again",
    operation_id="retry_job",
    responses=responses(401, 403, 404, 409),
)
async def retry(job_id: UUID, resources: Resources, reader: Reader, response: Response) -> JobOut:
    async with resources.begin() as work:
        new_id = await jobs.retry(work, reader, job_id)
    async with resources.sessions() as session:
        job = JobOut.of(await jobs.look(ReadSession(session), reader, new_id))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job
