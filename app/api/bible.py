"""The visual bible: who is in a book, and how they look."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.api import painters
from app.api.conditional import answered
from app.api.deps import IsBounded, Reader, Reading, Resources, SignedLinks
from app.api.links import Links
from app.api.problems import responses
from app.api.schemas.bible import BibleOut
from app.db.work import ReadSession
from app.resources import Resources as AppResources
from app.services import bible, books, staling, styling

router = APIRouter(prefix="/books/{book_id}", tags=["bible"])


@router.get(
    "/bible",
    response_model=BibleOut,
    summary="Who is in a book and how they look, up to where I have read",
    operation_id="get_bible",
    responses={304: {"description": "Unchanged"}, **responses(401, 404)},
)
async def get(
    book_id: UUID,
    request: Request,
    session: Reading,
    reader: Reader,
    resources: Resources,
    links: SignedLinks,
    is_bounded: IsBounded,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="else the newest")] = None,
) -> Response:
    """What is revealed later is absent: people, names, facts, and how important somebody will be."""
    found = await told(
        session, resources, reader, book_id, links, version=version, is_bounded=is_bounded
    )
    return answered(request, found, label=label(found))


def label(found: BibleOut) -> str:
    """Of the tag: the version is what an edit is held against."""
    return f"v{found.version}-"


async def told(
    session: ReadSession,
    resources: AppResources,
    reader: UUID,
    book_id: UUID,
    links: Links,
    *,
    version: int | None = None,
    is_bounded: bool,
) -> BibleOut:
    known = await bible.get(session, reader, book_id, version=version, is_bounded=is_bounded)
    book = await books.get(session, reader, book_id)
    knobs = resources.settings.illustration
    chosen = await styling.of(session, book, house_style=knobs.style, version=known.version)
    stale = await staling.look(
        session,
        book,
        knobs.provider,
        painters=painters.set_up(resources),
        operator_consent=knobs.remote_consent,
    )
    return BibleOut.of(known, style=chosen.style, stale=stale, links=links)
