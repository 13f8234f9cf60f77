"""What only an admin of this server sees and decides."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.api import files
from app.api.deps import Admin, AdminViewer, Paging, Reading, Resources, SignedLinks, Work
from app.api.listing import listed
from app.api.problems import responses
from app.api.schemas.pages import Listed
from app.api.schemas.suspects import SuspectOut
from app.domain.illustrations import Verdict
from app.services import judging

router = APIRouter(prefix="/admin", tags=["admin"])

# What a browser may draw; anything else a service has sent is a file to be saved.
_PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
_PLAIN = "application/octet-stream"


@router.get(
    "/suspects",
    summary="Pictures that are probably none",
    operation_id="list_suspects",
    responses=responses(401, 403, 422),
)
async def find(
    request: Request,
    response: Response,
    session: Reading,
    _: Admin,
    links: SignedLinks,
    paging: Paging,
    verdict: Verdict | None = None,
    provider: Annotated[str | None, Query(max_length=64)] = None,
) -> Listed[SuspectOut]:
    """What a service sent in place of a picture, as far as we can tell; the newest first."""
    page = await judging.find(session, paging, verdict=verdict, provider=provider)
    items = [SuspectOut.of(each, links) for each in page.items]
    return listed(request, response, items, next_keys=page.next, total=page.total)


@router.get(
    "/suspects/{suspect_id}/image",
    summary="What was sent, byte by byte",
    operation_id="get_suspect_image",
    response_class=Response,
    responses={**files.ANSWERS, **responses(401, 403, 404)},
)
async def image(
    suspect_id: UUID, request: Request, session: Reading, _: AdminViewer, resources: Resources
) -> Response:
    suspect = (await judging.get(session, suspect_id)).suspect
    is_picture = suspect.media_type in _PICTURES
    return await files.serve(
        request,
        resources.storage,
        suspect.digest,
        suspect.media_type if is_picture else _PLAIN,
        filename=None if is_picture else f"{suspect.digest}.bin",
    )


@router.post(
    "/suspects/{suspect_id}/confirm",
    summary="It is a notice",
    operation_id="confirm_suspect",
    responses=responses(401, 403, 404),
)
async def confirm(suspect_id: UUID, work: Work, _: Admin, links: SignedLinks) -> SuspectOut:
    """These bytes are never taken for a picture again.

    Readers' pictures that are these bytes fail and say why; none is deleted, and where another variant
    is drawn it takes the place in the text.
    """
    return SuspectOut.of(await judging.confirm(work, suspect_id), links)


@router.post(
    "/suspects/{suspect_id}/clear",
    summary="It is a picture",
    operation_id="clear_suspect",
    responses=responses(401, 403, 404),
)
async def clear(suspect_id: UUID, work: Work, _: Admin, links: SignedLinks) -> SuspectOut:
    """These bytes may come for any prompt from now on; what `confirm` did to pictures is undone."""
    return SuspectOut.of(await judging.clear(work, suspect_id), links)
