"""Pictures to take away: asked for, watched, fetched."""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.api import files
from app.api.deps import Reader, Reading, Resources, SignedLinks, Viewer
from app.api.problems import responses
from app.api.schemas import exports as shapes
from app.api.schemas.jobs import JobOut
from app.db.work import ReadSession
from app.errors import NotFound
from app.services import exporting, jobs

router = APIRouter(tags=["illustrations"])


@router.post(
    "/books/{book_id}/export",
    status_code=202,
    summary="Take the pictures of a book away",
    operation_id="export_book",
    responses=responses(400, 401, 403, 404, 409, 413, 422, 503),
)
async def ask(
    book_id: UUID,
    body: shapes.Exporting,
    response: Response,
    resources: Resources,
    reader: Reader,
    links: SignedLinks,
) -> shapes.ExportAsked:
    """
    A ZIP of the pictures that stand in the text, with `index.json` and `captions.txt`: quote, chapter,
    prompt, seed, provider. All of the book, however far it is read. It can be fetched for 7 days.
    """
    async with resources.begin() as work:
        export, job_id = await exporting.ask(work, reader, book_id, body.format, body.told())
    async with resources.sessions() as plain:
        session = ReadSession(plain)
        found = await exporting.look(session, reader, export.id)
        job = JobOut.of(await jobs.look(session, reader, job_id))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return shapes.ExportAsked(export=shapes.ExportOut.of(found, links), job=job)


@router.get(
    "/exports/{export_id}",
    summary="What became of an export",
    operation_id="get_export",
    responses=responses(401, 404),
)
async def get(
    export_id: UUID, session: Reading, reader: Reader, links: SignedLinks
) -> shapes.ExportDetail:
    found = await exporting.look(session, reader, export_id)
    job = None if found.job is None else JobOut.of(await jobs.watch(session, found.job))
    return shapes.ExportDetail.with_job(found, links, job)


@router.get(
    "/exports/{export_id}/file",
    summary="The file of an export",
    operation_id="get_export_file",
    response_class=Response,
    responses={
        200: {"content": {"application/zip": {}}, "description": "The file, or a range of it"},
        **files.ANSWERS,
        **responses(401, 404),
    },
)
async def file(
    export_id: UUID, request: Request, session: Reading, reader: Viewer, resources: Resources
) -> Response:
    """The signed `url` of an export works in a plain link."""
    found = await exporting.look(session, reader, export_id)
    digest = found.export.digest
    if digest is None or not found.is_there:
        raise NotFound("This export is not made yet, or its week is over; ask for it again")
    return await files.serve(
        request,
        resources.storage,
        digest,
        "application/zip",
        headers={"Content-Disposition": _as(found.export.file_name or "illustrations.zip")},
    )


def _as(name: str) -> str:
    """RFC 6266: the name in full, and one in ASCII for whoever knows only that."""
    plain = "".join(char if char.isascii() and char not in '"\\' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
