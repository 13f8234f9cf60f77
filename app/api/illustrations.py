"""Illustrations: the gallery, one picture, how it was made."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.api import files, moments, pictures
from app.api.deps import IsBounded, Paging, Reader, Reading, Resources, SignedLinks, Viewer
from app.api.listing import listed
from app.api.problems import responses
from app.api.schemas import illustrations as shapes
from app.api.schemas.keeping import StatisticsOut
from app.api.schemas.pages import Listed
from app.api.schemas.recipes import PromptOut
from app.api.sifting import Sifting
from app.errors import NotFound
from app.services import gallery, statistics

router = APIRouter(tags=["illustrations"])


@router.get(
    "/illustrations",
    summary="The gallery, up to where I have read",
    operation_id="list_illustrations",
    responses=responses(401, 422),
)
async def find(
    request: Request,
    response: Response,
    session: Reading,
    reader: Reader,
    links: SignedLinks,
    paging: Paging,
    is_bounded: IsBounded,
    wanted: Sifting,
    sort: Annotated[
        gallery.Sort, Query(description="`place`: book by book as it is read")
    ] = gallery.Sort.NEWEST,
) -> Listed[shapes.IllustrationOut]:
    """Whatever is named must hold; portraits and other views of a series are among them."""
    page = await gallery.find(session, reader, paging, wanted, is_bounded=is_bounded, sort=sort)
    items = [shapes.IllustrationOut.of(each, links) for each in page.items]
    return listed(request, response, items, next_keys=page.next, total=page.total)


@router.get(
    "/illustrations/statistics",
    summary="What my pictures add up to",
    operation_id="get_illustration_statistics",
    responses=responses(401, 404, 422),
)
async def add_up(
    session: Reading,
    reader: Reader,
    book: UUID | None = None,
    tz: Annotated[str, Query(max_length=64, description="whose days: `Europe/Moscow`")] = "UTC",
) -> StatisticsOut:
    """Of all pictures that are not thrown away, however far I have read."""
    zone = moments.zone_of(tz)
    return StatisticsOut.of(await statistics.of(session, reader, zone, book_id=book))


@router.get(
    "/illustrations/{illustration_id}",
    summary="One picture, its neighbours and variants",
    operation_id="get_illustration",
    responses=responses(401, 404),
)
async def get(
    illustration_id: UUID, session: Reading, reader: Reader, links: SignedLinks
) -> shapes.IllustrationDetail:
    found = await gallery.look(session, reader, illustration_id)
    return shapes.IllustrationDetail.around(
        found.illustration,
        links,
        previous_id=found.previous_id,
        next_id=found.next_id,
        variants=list(found.variants),
    )


@router.get(
    "/illustrations/{illustration_id}/image",
    summary="The picture, as its client takes it",
    operation_id="get_image",
    response_class=Response,
    responses={200: {"content": pictures.CONTENT}, **files.ANSWERS, **responses(401, 404)},
)
async def image(
    illustration_id: UUID,
    request: Request,
    session: Reading,
    reader: Viewer,
    resources: Resources,
    width: Annotated[int | None, Query(ge=1, le=4096, description="the nearest we have")] = None,
) -> Response:
    """WebP; JPEG where `Accept` leaves WebP out; AVIF where it is named there and we keep it."""
    found = await gallery.get(session, reader, illustration_id)
    if not found.files:
        raise NotFound("This picture is not drawn yet")
    kept = found.files
    # No connection waits while a picture is put into another format.
    await session.close()
    return await pictures.serve(request, resources.storage, resources.compute, kept, width)


@router.get(
    "/illustrations/{illustration_id}/prompt",
    summary="How a picture was made",
    operation_id="get_prompt",
    responses=responses(401, 404),
)
async def prompt(illustration_id: UUID, session: Reading, reader: Reader) -> PromptOut:
    return PromptOut.of(await gallery.get(session, reader, illustration_id))
