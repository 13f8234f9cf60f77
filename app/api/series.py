"""Series: several views of one subject, asked for and shown together."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.api.deps import IsBounded, Paging, Reader, Reading, Resources, SignedLinks
from app.api.listing import listed
from app.api.problems import responses
from app.api.schemas import series as shapes
from app.api.schemas.jobs import JobOut
from app.api.schemas.pages import Listed
from app.db.work import ReadSession
from app.services import illustrations, jobs, likeness, series

router = APIRouter(tags=["illustrations"])


@router.post(
    "/books/{book_id}/series",
    status_code=202,
    summary="Ask for several views of one subject",
    operation_id="ask_for_series",
    responses=responses(400, 401, 403, 404, 409, 413, 422, 503),
)
async def ask(
    book_id: UUID,
    body: shapes.SeriesAsking,
    response: Response,
    resources: Resources,
    reader: Reader,
    links: SignedLinks,
    is_bounded: IsBounded,
) -> shapes.SeriesAsked:
    """
    Each view has a seed of its own, told at once, and succeeds or fails for itself. Somebody of the bible
    is drawn as far as I have read. Asking the same again while it is under way answers with that one.
    """
    knobs = resources.settings.illustration
    order = illustrations.Order(
        style=body.style,
        house_style=knobs.style,
        quality=body.quality,
        provider=body.provider or knobs.provider,
        model=body.model,
        negative=body.negative,
    )
    async with resources.begin() as work:
        row, job_id = await series.ask(
            work,
            reader,
            book_id,
            body.told(),
            order,
            operator_consent=knobs.remote_consent,
            is_bounded=is_bounded,
        )
        series_id = row.id
    async with resources.sessions() as plain:
        session = ReadSession(plain)
        told = await series.look(session, reader, series_id)
        job = JobOut.of(await jobs.look(session, reader, job_id))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return shapes.SeriesAsked(series=shapes.SeriesOut.of(told, links), job=job)


@router.get(
    "/books/{book_id}/series",
    summary="The series of a book, up to where I have read",
    operation_id="list_series",
    responses=responses(401, 404, 422),
)
async def find(
    book_id: UUID,
    request: Request,
    response: Response,
    session: Reading,
    reader: Reader,
    links: SignedLinks,
    paging: Paging,
    is_bounded: IsBounded,
) -> Listed[shapes.SeriesOut]:
    page = await series.find(session, reader, book_id, paging, is_bounded=is_bounded)
    items = [shapes.SeriesOut.of(each, links) for each in page.items]
    return listed(request, response, items, next_keys=page.next, total=page.total)


@router.get(
    "/series/{series_id}",
    summary="What became of a series",
    operation_id="get_series",
    responses=responses(401, 404),
)
async def get(
    series_id: UUID, session: Reading, reader: Reader, links: SignedLinks
) -> shapes.SeriesOut:
    told = await series.look(session, reader, series_id)
    consistency = await likeness.of(session, told.pictures)
    return shapes.SeriesOut.of(told, links, consistency=consistency)
