"""A chapter to read: its text, its marked passages, its pictures between the paragraphs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from app.api import marks
from app.api.deps import Reader, Reading, Resources, SignedLinks, Work
from app.api.pages import scenes
from app.api.pages.rendering import Rendering
from app.api.pages.routes import PageRoute
from app.db.paging import PageRequest
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.illustrations import Quality
from app.resources import Resources as AppResources
from app.services import books, chapters, descriptions, gallery, illustrations, reading
from app.services.sifting import Wanted

router = APIRouter(route_class=PageRoute)

# More than any chapter has; a guess.
_PICTURES = 500


@router.get("/books/{book_id}/chapters/{ordinal}")
async def read(
    book_id: UUID,
    ordinal: int,
    session: Reading,
    resources: Resources,
    rendering: Rendering,
    reader: Reader,
    links: SignedLinks,
    drawing: Annotated[UUID | None, Query()] = None,
) -> Response:
    """*drawing* is the picture just asked for: the page renews itself until that one is there."""
    opened = await chapters.read(session, reader, book_id, ordinal)
    shelved = await books.look(session, reader, book_id)
    found = await descriptions.of_chapter(session, reader, book_id, ordinal)
    passages = [each.description for each in found if not each.is_hidden]
    pictures = await gallery.find(
        session,
        reader,
        PageRequest(limit=_PICTURES),
        Wanted(book_id=book_id, chapter=ordinal),
        is_bounded=False,
        sort=gallery.Sort.PLACE,
    )
    by_block = scenes.by_block(passages, pictures.items, links)
    figures = {
        block: rendering.part("scenes.html", scenes=here) for block, here in by_block.items()
    }
    html = marks.place(marks.mark(opened.chapter.html, scenes.marks_of(passages)), figures)
    await _remember(session, resources, reader, book_id, Address(ordinal, 0, 0))
    awaited = next(
        (
            each
            for here in by_block.values()
            for each in here
            if each.is_under_way and each.picture_id == drawing
        ),
        None,
    )
    return rendering.page(
        "chapter.html",
        book=shelved.book,
        edition=shelved.edition,
        book_title=shelved.title,
        opened=opened,
        html=links.served(book_id, html, chapter_path=f"/books/{book_id}/chapters/"),
        refresh_s=3 if awaited is not None else None,
        awaited=awaited,
    )


@router.post("/books/{book_id}/chapters/{ordinal}/finish")
async def finish(
    book_id: UUID, ordinal: int, session: Reading, work: Work, reader: Reader
) -> Response:
    """The place moves to the end of the chapter; no other link of the last one could say so."""
    blocks = (await chapters.read(session, reader, book_id, ordinal)).chapter.blocks
    last = max(0, len(blocks) - 1)
    end = Address(ordinal, last, len(blocks[last]) if blocks else 0)
    await reading.save(work, reader, book_id, end)
    return RedirectResponse(f"/books/{book_id}", 303)


@router.post("/descriptions/{description_id}/draw")
async def draw(description_id: UUID, resources: Resources, reader: Reader) -> Response:
    """Ask for a picture of a passage, and go back to the passage."""
    knobs = resources.settings.illustration
    order = illustrations.Order(
        style=None,
        quality=Quality.STANDARD,
        provider=knobs.provider,
        house_style=knobs.style,
    )
    async with resources.begin() as work:
        picture, _ = await illustrations.ask(
            work, reader, description_id, order, operator_consent=knobs.remote_consent
        )
    chapter = f"/books/{picture.book_id}/chapters/{picture.chapter}"
    return RedirectResponse(f"{chapter}?drawing={picture.id}#d-{description_id}", 303)


async def _remember(
    session: ReadSession, resources: AppResources, reader: UUID, book_id: UUID, at: Address
) -> None:
    """Opening a chapter moves the reader's place forwards, never backwards."""
    place = (await reading.get(session, reader, book_id)).progress.at
    if at > place:
        async with resources.begin() as work:
            await reading.save(work, reader, book_id, at)
