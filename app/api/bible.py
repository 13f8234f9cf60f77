"""The visual bible: who is in a book, and how they look."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.api.conditional import answered
from app.api.deps import IsBounded, Reader, Reading, Resources
from app.api.problems import responses
from app.api.schemas.bible import BibleOut
from app.services import bible, books, styling

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
    is_bounded: IsBounded,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="else the newest")] = None,
) -> Response:
    """What is revealed later is absent: people, names, facts, and how important somebody will be."""
    known = await bible.get(session, reader, book_id, version=version, is_bounded=is_bounded)
    book = await books.get(session, reader, book_id)
    house_style = resources.settings.illustration.style
    chosen = await styling.of(session, book, house_style=house_style)
    return answered(request, BibleOut.of(known, style=chosen.style.id))
