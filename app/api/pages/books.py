"""The title page of a book: what it is, its contents, its pictures so far."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from app.api.deps import Reader, Reading, Resources, Work
from app.api.links import Links
from app.api.pages.rendering import Rendering
from app.api.pages.routes import PageRoute
from app.api.pages.shelf import preparation
from app.api.schemas.books import BookOut
from app.api.schemas.illustrations import IllustrationOut
from app.db.paging import PageRequest
from app.domain.books import BookStatus
from app.domain.illustrations import IllustrationState
from app.services import bible, books, chapters, gallery, reading
from app.services.sifting import Wanted

router = APIRouter(prefix="/books/{book_id}", route_class=PageRoute)

_PICTURES = 120
# Whom a reader wants to be reminded of; the rest pass by once (our choice).
_CAST = 24


@router.get("")
async def title(
    book_id: UUID, session: Reading, resources: Resources, rendering: Rendering, reader: Reader
) -> Response:
    links = Links(resources.secret, reader)
    book = BookOut.of(await books.look(session, reader, book_id), links)
    pictures = await gallery.find(
        session,
        reader,
        PageRequest(limit=_PICTURES),
        Wanted(book_id=book_id, state=IllustrationState.READY),
        sort=gallery.Sort.PLACE,
    )
    known = await bible.get(session, reader, book_id)
    is_at_rest = book.status in (BookStatus.READY, BookStatus.FAILED)
    return rendering.page(
        "book.html",
        book=book,
        contents=await chapters.contents(session, reader, book_id),
        chapters=[each for each, _ in await chapters.find(session, reader, book_id)],
        place=(await reading.get(session, reader, book_id)).progress,
        cast=[each for each in known.entities if each.looks or each.mentions > 1][:_CAST],
        gallery=[IllustrationOut.of(each, links) for each in pictures.items if each.shown],
        preparation=None if is_at_rest else await preparation(session, reader, book_id),
        refresh_s=None if is_at_rest else 3,
    )


@router.post("/delete")
async def delete(book_id: UUID, work: Work, reader: Reader) -> Response:
    await books.remove(work, reader, book_id)
    return RedirectResponse(f"/?deleted={book_id}", 303)


@router.post("/restore")
async def restore(book_id: UUID, work: Work, reader: Reader) -> Response:
    await books.restore(work, reader, book_id)
    return RedirectResponse("/", 303)
