"""The first page: a reader's books, what is being done to them, and a form for one more."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.api import cursors, uploads
from app.api.deps import Reader, Reading, Resources, Work
from app.api.links import Links
from app.api.pages.rendering import Rendering
from app.api.pages.routes import PageRoute, sign_in_page
from app.api.pages.sessions import Visitor
from app.api.schemas.books import BookOut
from app.api.schemas.jobs import JobOut
from app.db.paging import PageRequest
from app.db.work import ReadSession
from app.domain.books import BookStatus
from app.domain.jobs import JobKind
from app.resources import Resources as AppResources
from app.services import accounts, books, jobs

router = APIRouter(route_class=PageRoute)

_BOOKS_PER_PAGE = 60
_AT_REST = (BookStatus.READY, BookStatus.FAILED)


@router.get("/")
async def shelf(
    request: Request,
    session: Reading,
    resources: Resources,
    rendering: Rendering,
    visitor: Visitor,
    cursor: str | None = None,
    still: Annotated[bool, Query()] = False,  # noqa: FBT002  # a query parameter
    deleted: UUID | None = None,
) -> Response:
    """It renews itself while a book is in work, unless asked to hold *still*."""
    if visitor is None:
        return sign_in_page(request)
    after = cursors.decode(cursor) if cursor else None
    page = await books.find(session, visitor, PageRequest(limit=_BOOKS_PER_PAGE, after=after))
    links = Links(resources.secret, visitor)
    shown = [BookOut.of(each, links) for each in page.items]
    under_way = {
        book.id: await preparation(session, visitor, book.id)
        for book in shown
        if book.status not in _AT_REST
    }
    return rendering.page(
        "shelf.html",
        books=shown,
        under_way=under_way,
        following=cursors.encode(page.next) if page.next else None,
        refresh_s=3 if under_way and not still else None,
        deleted=deleted,
        remote=_remote(resources),
        has_consented=(await accounts.get(session, visitor)).remote_consent_at is not None,
        is_signed_in=True,
    )


@router.post("/books/upload")
async def upload(request: Request, resources: Resources, reader: Reader) -> Response:
    added = await uploads.shelve(request, resources, reader)
    return RedirectResponse("/" if added.job_id else f"/books/{added.book_id}", 303)


@router.post("/consent")
async def consent(
    remote_providers: Annotated[bool, Form()],  # a form field
    work: Work,
    reader: Reader,
) -> Response:
    await accounts.consent(work, reader, is_given=remote_providers)
    return RedirectResponse("/", 303)


def _remote(resources: AppResources) -> str | None:
    """The provider beyond this server that would draw, if the reader's word is what it waits for."""
    if resources.settings.illustration.remote_consent:
        return None
    set_up = resources.studio.capabilities()
    return next((name for name, can in set_up.items() if can.is_remote), None)


async def preparation(session: ReadSession, reader: UUID, book_id: UUID) -> JobOut | None:
    """The newest job that prepares a book: its stage, and how much of it is done."""
    found = await jobs.find(
        session, reader, PageRequest(limit=1), kind=JobKind.PREPARE_BOOK, book_id=book_id
    )
    return JobOut.of(found.items[0]) if found.items else None
