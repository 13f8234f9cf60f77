"""Chapters: the contents, the list, the text."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.api import links as linking
from app.api.conditional import is_known
from app.api.deps import Reader, Reading, SignedLinks
from app.api.problems import responses
from app.api.schemas import books as shapes
from app.api.schemas.pages import Listed
from app.db.models import Chapter
from app.services import chapters, footnotes
from app.services.footnotes import Footnote
from app.services.reading import WORDS_PER_MINUTE
from app.services.versions import version_of

router = APIRouter(prefix="/books/{book_id}", tags=["chapters"])


@router.get(
    "/contents",
    summary="The contents, as a tree",
    operation_id="get_contents",
    responses=responses(401, 404),
)
async def contents(book_id: UUID, session: Reading, reader: Reader) -> list[shapes.ContentsOut]:
    lines = await chapters.contents(session, reader, book_id)
    return [shapes.ContentsOut.model_validate(line) for line in lines]


@router.get(
    "/chapters",
    summary="All chapters in reading order",
    operation_id="list_chapters",
    responses=responses(401, 404),
)
async def find(book_id: UUID, session: Reading, reader: Reader) -> Listed[shapes.ChapterLine]:
    """In one page: nobody reads a contents by halves."""
    found = await chapters.find(session, reader, book_id)
    return Listed(items=[shapes.ChapterLine.of(chapter, pictures) for chapter, pictures in found])


@router.get(
    "/chapters/{ordinal}",
    response_model=shapes.ChapterOut,
    summary="The text of a chapter",
    operation_id="get_chapter",
    responses={304: {"description": "Unchanged"}, **responses(401, 404)},
)
async def read(
    book_id: UUID,
    ordinal: int,
    request: Request,
    response: Response,
    session: Reading,
    reader: Reader,
    links: SignedLinks,
) -> shapes.ChapterOut | Response:
    """Its ETag is its version, and that of its notes; new pictures never change it."""
    opened = await chapters.read(session, reader, book_id, ordinal)
    chapter = opened.chapter
    notes = await footnotes.find(session, chapter)
    etag = _etag(chapter, notes)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if is_known(request, etag):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    path = f"/api/v1/books/{book_id}/chapters/"
    return shapes.ChapterOut(
        ordinal=chapter.ordinal,
        title=chapter.title,
        number=chapter.number,
        kind=chapter.kind,
        html=links.served(book_id, chapter.html, chapter_path=path),
        version=chapter.version,
        word_count=chapter.word_count,
        reading_minutes=round(chapter.word_count / WORDS_PER_MINUTE, 1),
        previous=opened.previous,
        next=opened.next,
        footnotes=[
            shapes.FootnoteOut.of(note, html=links.served(book_id, note.html, chapter_path=path))
            for note in notes
        ],
    )


def _etag(chapter: Chapter, notes: Sequence[Footnote]) -> str:
    served = "".join(note.html for note in notes)
    tag = f"{chapter.version}-{version_of(served)}" if served else chapter.version
    # Addresses of pictures inside the text are signed for a while: a copy may not outlive them.
    if linking.has_assets(chapter.html) or linking.has_assets(served):
        tag += f".{linking.window()}"
    return f'"{tag}"'
