"""Illustrations: the gallery, one picture, how it was made."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.api import pictures
from app.api.deps import (
    IsBounded,
    Paging,
    Reader,
    Reading,
    Resources,
    SignedLinks,
    Viewer,
    Work,
)
from app.api.listing import listed
from app.api.problems import responses
from app.api.schemas import illustrations as shapes
from app.api.schemas.pages import Listed
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import IllustrationState
from app.errors import NotFound
from app.services import gallery

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
    book: UUID | None = None,
    chapter: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    type: DescriptionType | None = None,  # noqa: A002  # the name in the contract
    state: IllustrationState | None = None,
    style: Annotated[str | None, Query(max_length=64)] = None,
    provider: Annotated[str | None, Query(max_length=64)] = None,
    favourite: bool | None = None,
    entity: Annotated[UUID | None, Query(description="who is in it, by its id")] = None,
    sort: Literal["newest", "place"] = "newest",
) -> Listed[shapes.IllustrationOut]:
    page = await gallery.find(
        session,
        reader,
        paging,
        book_id=book,
        chapter=chapter,
        type_=type,
        state=state,
        style=style,
        provider=provider,
        is_favourite=favourite,
        entity_id=entity,
        is_bounded=is_bounded,
        by_place=sort == "place",
    )
    items = [shapes.IllustrationOut.of(each, links) for each in page.items]
    return listed(request, response, items, next_keys=page.next, total=page.total)


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
    responses={200: {"content": pictures.CONTENT}, **responses(401, 404)},
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
async def prompt(illustration_id: UUID, session: Reading, reader: Reader) -> shapes.PromptOut:
    found = await gallery.get(session, reader, illustration_id)
    return shapes.PromptOut(
        source_text=found.quote,
        prompt=found.prompt,
        requested_prompt=found.wanted_prompt,
        negative=found.negative,
        slots=[shapes.SlotOut(**each) for each in found.slots or []],
        losses=[shapes.LossOut(**each) for each in found.losses or []],
        seed=found.seed,
        provider=found.provider,
        model=found.model,
        parameters={
            "style": found.style,
            "quality": found.quality,
            "width": found.width,
            "height": found.height,
            "variant": found.variant,
            "request_hash": found.request_hash,
        },
    )


@router.delete(
    "/illustrations/{illustration_id}",
    status_code=204,
    summary="Throw a picture away",
    operation_id="delete_illustration",
    responses=responses(401, 403, 404),
)
async def remove(illustration_id: UUID, work: Work, reader: Reader) -> None:
    """It can be restored for 7 days. If it was the one shown, the newest other variant is."""
    await gallery.remove(work, reader, illustration_id)


@router.post(
    "/illustrations/{illustration_id}/restore",
    summary="Take back a picture",
    operation_id="restore_illustration",
    responses=responses(401, 403, 404),
)
async def restore(
    illustration_id: UUID, work: Work, reader: Reader, links: SignedLinks
) -> shapes.IllustrationOut:
    return shapes.IllustrationOut.of(await gallery.restore(work, reader, illustration_id), links)


@router.put(
    "/illustrations/{illustration_id}/favourite",
    summary="Keep among the favourites",
    operation_id="add_favourite",
    responses=responses(401, 403, 404),
)
async def add_favourite(
    illustration_id: UUID, work: Work, reader: Reader, links: SignedLinks
) -> shapes.IllustrationOut:
    picture = await gallery.keep(work, reader, illustration_id, is_favourite=True)
    return shapes.IllustrationOut.of(picture, links)


@router.delete(
    "/illustrations/{illustration_id}/favourite",
    summary="No longer a favourite",
    operation_id="remove_favourite",
    responses=responses(401, 403, 404),
)
async def remove_favourite(
    illustration_id: UUID, work: Work, reader: Reader, links: SignedLinks
) -> shapes.IllustrationOut:
    picture = await gallery.keep(work, reader, illustration_id, is_favourite=False)
    return shapes.IllustrationOut.of(picture, links)


@router.put(
    "/illustrations/{illustration_id}/shown",
    summary="Show this variant in the text",
    operation_id="show_illustration",
    responses=responses(401, 403, 404, 409),
)
async def show(
    illustration_id: UUID, work: Work, reader: Reader, links: SignedLinks
) -> shapes.IllustrationOut:
    return shapes.IllustrationOut.of(await gallery.show(work, reader, illustration_id), links)
