"""Books: upload, list, look, remove."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.api import files, pictures, uploads
from app.api.conditional import answered
from app.api.deps import Paging, Reader, Reading, Resources, SignedLinks, Viewer, Work
from app.api.listing import listed
from app.api.problems import responses
from app.api.schemas import books as shapes
from app.api.schemas.jobs import JobOut
from app.api.schemas.pages import Listed
from app.db.work import ReadSession
from app.domain.books import Address, BookStatus
from app.errors import NotFound
from app.services import books, chapters, jobs, reading, reprocessing

router = APIRouter(prefix="/books", tags=["books"])


@router.post(
    "/upload",
    status_code=202,
    summary="Upload a book",
    operation_id="upload_book",
    responses={
        200: {"model": shapes.Uploaded, "description": "This reader has this very file already"},
        **responses(400, 401, 403, 413, 415, 422, 503, 507),
    },
    openapi_extra=uploads.BODY,
)
async def upload(
    request: Request, response: Response, resources: Resources, reader: Reader, links: SignedLinks
) -> shapes.Uploaded:
    """EPUB or FB2; parsing, the search for passages and the first pictures follow as a job."""
    added = await uploads.shelve(request, resources, reader)
    async with resources.sessions() as plain:
        session = ReadSession(plain)
        book = shapes.BookOut.of(await books.look(session, reader, added.book_id), links)
        if added.job_id is None:
            response.status_code = 200
            return shapes.Uploaded(book=book, job=None)
        job = JobOut.of(await jobs.look(session, reader, added.job_id))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return shapes.Uploaded(book=book, job=job)


@router.get("", summary="My books", operation_id="list_books", responses=responses(401, 422))
async def find(
    request: Request,
    response: Response,
    session: Reading,
    reader: Reader,
    links: SignedLinks,
    paging: Paging,
    q: Annotated[str | None, Query(max_length=200, description="in titles and authors")] = None,
    status: BookStatus | None = None,
    language: Annotated[str | None, Query(max_length=35)] = None,
    sort: Literal["added", "title"] = "added",
) -> Listed[shapes.BookOut]:
    page = await books.find(
        session, reader, paging, q=q, status=status, language=language, by_title=sort == "title"
    )
    items = [shapes.BookOut.of(each, links) for each in page.items]
    return listed(request, response, items, next_keys=page.next, total=page.total)


@router.get(
    "/statistics",
    summary="What I have read",
    operation_id="book_statistics",
    responses=responses(401),
)
async def statistics(session: Reading, reader: Reader) -> shapes.StatisticsOut:
    found = await reading.statistics(session, reader)
    return shapes.StatisticsOut(
        books=found.books,
        in_progress=found.in_progress,
        finished=found.finished,
        words_read=found.words_read,
        chapters_read=found.chapters_read,
        minutes=found.minutes,
        words_per_minute=found.words_per_minute,
        streak_days=found.streak_days,
        longest_streak_days=found.longest_streak_days,
        genres=[shapes.GenreCount(genre=genre, books=count) for genre, count in found.genres],
        by_day=[
            shapes.DayOut(day=day, minutes=minutes, words=words)
            for day, minutes, words in found.by_day
        ],
    )


@router.get(
    "/{book_id}",
    response_model=shapes.BookOut,
    summary="One book",
    operation_id="get_book",
    responses={304: {"description": "Unchanged"}, **responses(401, 404)},
)
async def get(
    book_id: UUID, request: Request, session: Reading, reader: Reader, links: SignedLinks
) -> Response:
    book = shapes.BookOut.of(await books.look(session, reader, book_id), links)
    return answered(request, book)


@router.delete(
    "/{book_id}",
    status_code=204,
    summary="Delete a book and all that is its own",
    operation_id="delete_book",
    responses=responses(401, 403, 404),
)
async def remove(book_id: UUID, work: Work, reader: Reader) -> None:
    """It can be restored for 7 days; then its pictures, places and files go for good."""
    await books.remove(work, reader, book_id)


@router.post(
    "/{book_id}/restore",
    status_code=204,
    summary="Take back a deletion",
    operation_id="restore_book",
    responses=responses(401, 403, 404),
)
async def restore(book_id: UUID, work: Work, reader: Reader) -> None:
    await books.restore(work, reader, book_id)


@router.post(
    "/{book_id}/process",
    status_code=202,
    summary="Run again what failed, or work the book out anew",
    operation_id="process_book",
    responses=responses(401, 403, 404),
)
async def reprocess(
    book_id: UUID, response: Response, resources: Resources, reader: Reader, links: SignedLinks
) -> shapes.Processed:
    """It stays readable meanwhile, and pictures stay wherever their passage is found again."""
    async with resources.begin() as work:
        job_id = await reprocessing.ask(work, reader, book_id)
    async with resources.sessions() as plain:
        session = ReadSession(plain)
        book = shapes.BookOut.of(await books.look(session, reader, book_id), links)
        job = JobOut.of(await jobs.look(session, reader, job_id))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return shapes.Processed(book=book, job=job)


@router.get(
    "/{book_id}/file",
    summary="The file as it was uploaded",
    operation_id="get_book_file",
    response_class=Response,
    responses={**files.ANSWERS, **responses(401, 404)},
)
async def file(
    book_id: UUID, request: Request, session: Reading, reader: Viewer, resources: Resources
) -> Response:
    found = await books.look(session, reader, book_id)
    return await files.serve(
        request,
        resources.storage,
        found.edition.sha256,
        "application/octet-stream",
        filename=f"{found.edition.sha256[:16]}.{found.edition.format}",
    )


@router.get(
    "/{book_id}/cover",
    summary="The cover, as its client takes it",
    operation_id="get_cover",
    response_class=Response,
    responses={200: {"content": pictures.CONTENT}, **files.ANSWERS, **responses(401, 404)},
)
async def cover(
    book_id: UUID,
    request: Request,
    session: Reading,
    reader: Viewer,
    resources: Resources,
    width: Annotated[int | None, Query(ge=1, le=4096, description="the nearest we have")] = None,
) -> Response:
    found = await books.look(session, reader, book_id)
    if not found.edition.cover_files:
        raise NotFound("This book has no cover")
    kept = found.edition.cover_files
    # No connection waits while a picture is put into another format.
    await session.close()
    return await pictures.serve(request, resources.storage, resources.compute, kept, width)


@router.get(
    "/{book_id}/assets/{digest}",
    summary="A picture that is part of the book",
    operation_id="get_asset",
    response_class=Response,
    responses={**files.ANSWERS, **responses(401, 404)},
)
async def asset(
    book_id: UUID,
    digest: str,
    request: Request,
    session: Reading,
    reader: Viewer,
    resources: Resources,
) -> Response:
    found = await chapters.asset(session, reader, book_id, digest)
    return await files.serve(request, resources.storage, found.digest, found.media_type)


@router.get(
    "/{book_id}/progress",
    summary="Where I am in a book",
    operation_id="get_progress",
    responses=responses(401, 404),
)
async def get_progress(book_id: UUID, session: Reading, reader: Reader) -> shapes.ProgressOut:
    return shapes.ProgressOut.of(await reading.get(session, reader, book_id))


@router.post(
    "/{book_id}/progress",
    summary="Save where I am",
    operation_id="save_progress",
    responses=responses(400, 401, 403, 404, 409, 413, 422),
)
async def save_progress(
    book_id: UUID, body: shapes.Position, work: Work, reader: Reader
) -> shapes.ProgressOut:
    at = Address(body.chapter, body.block, body.offset)
    saved = await reading.save(work, reader, book_id, at, device=body.device, version=body.version)
    return shapes.ProgressOut.of(saved)
