"""What endpoints may ask for."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal, cast
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.security import APIKeyCookie, HTTPBearer

from app import security
from app.api.cursors import decode
from app.api.links import Links
from app.db.engine import translated
from app.db.paging import PageRequest
from app.db.work import ReadSession, UnitOfWork
from app.errors import NotAllowed, NotSignedIn
from app.resources import Resources as AppResources
from app.services import accounts

SESSION_COOKIE = "bookreader_session"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_BEARER = HTTPBearer(
    scheme_name="bearer", description="access_token of POST /auth/login", auto_error=False
)
_SESSION = APIKeyCookie(
    name=SESSION_COOKIE,
    scheme_name="session",
    description="set by the page when a reader signs in there",
    auto_error=False,
)


def _resources(request: Request) -> AppResources:
    return cast("AppResources", request.state.resources)


Resources = Annotated[AppResources, Depends(_resources)]


async def _work(resources: Resources) -> AsyncIterator[UnitOfWork]:
    async with resources.begin() as work:
        yield work


async def _reading(resources: Resources) -> AsyncIterator[ReadSession]:
    with translated():
        async with resources.sessions() as session:
            yield ReadSession(session)


# scope="function" commits before the response leaves. With FastAPI's default scope a commit that
# fails would follow a 200 the client already has.
Work = Annotated[UnitOfWork, Depends(_work, scope="function")]
Reading = Annotated[ReadSession, Depends(_reading, scope="function")]


async def reader_of(request: Request, resources: AppResources) -> UUID:
    """By bearer token, or by the page's cookie, which never changes anything for another site."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return security.access(resources.secret, token).reader
    cookie = request.cookies.get(SESSION_COOKIE)
    if not cookie:
        raise NotSignedIn
    refuse_other_sites(request)
    with translated():
        async with resources.sessions() as session:
            return await accounts.reader_of_session(ReadSession(session), cookie)


def refuse_other_sites(request: Request) -> None:
    """
    Every browser since 2023 says where a request comes from; one that does not is refused.

    https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
    """
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site in ("same-origin", "none"):
            return
    elif request.headers.get("Origin", "").partition("://")[2] == request.headers.get("Host", "?"):
        return
    raise NotAllowed("This request came from another site; send a bearer token instead")


def _schemes(
    bearer: Annotated[object, Depends(_BEARER)],
    session: Annotated[object, Depends(_SESSION)],
) -> None:
    """Tells the OpenAPI that either will do; `reader_of` is what reads them."""


async def _reader(
    request: Request, resources: Resources, _: Annotated[None, Depends(_schemes)]
) -> UUID:
    return await reader_of(request, resources)


Reader = Annotated[UUID, Depends(_reader)]


async def _viewer(
    request: Request,
    resources: Resources,
    _: Annotated[None, Depends(_schemes)],
    reader: Annotated[str | None, Query(include_in_schema=False)] = None,
    expires: Annotated[str | None, Query(include_in_schema=False)] = None,
    signature: Annotated[str | None, Query(include_in_schema=False)] = None,
) -> UUID:
    """A reader, or whoever holds an address we signed for one: `<img>` sends no header."""
    if reader is None or expires is None or signature is None:
        return await reader_of(request, resources)
    return security.verify_path(
        resources.secret, request.url.path, reader=reader, expires=expires, signature=signature
    )


Viewer = Annotated[UUID, Depends(_viewer)]


async def _admin(reader: Reader, resources: Resources) -> UUID:
    return await _checked(resources, reader)


async def _admin_viewer(reader: Viewer, resources: Resources) -> UUID:
    return await _checked(resources, reader)


async def _checked(resources: AppResources, reader: UUID) -> UUID:
    # In a session of its own, given back before the request needs one: two at once could wait for each other.
    with translated():
        async with resources.sessions() as session:
            await accounts.check_admin(ReadSession(session), reader)
    return reader


Admin = Annotated[UUID, Depends(_admin)]
AdminViewer = Annotated[UUID, Depends(_admin_viewer)]


def _links(resources: Resources, reader: Viewer) -> Links:
    return Links(resources.secret, reader)


SignedLinks = Annotated[Links, Depends(_links)]


def _paging(
    cursor: Annotated[str | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    total: Annotated[bool, Query(description="count all, at a cost")] = False,  # noqa: FBT002  # a query parameter
) -> PageRequest:
    return PageRequest(limit=limit, after=decode(cursor) if cursor else None, with_total=total)


Paging = Annotated[PageRequest, Depends(_paging)]


def _is_bounded(
    spoilers: Annotated[
        Literal["all"] | None, Query(description="`all`: beyond the reader's furthest address too")
    ] = None,
) -> bool:
    return spoilers is None


IsBounded = Annotated[bool, Depends(_is_bounded)]
