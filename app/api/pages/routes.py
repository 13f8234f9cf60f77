"""Routes whose errors are pages too, for whoever reads HTML."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from app.api.pages.rendering import Renderer
from app.api.problems import status_of
from app.errors import BookReaderError, InvalidInput, NotFound

log = structlog.get_logger()


class PageRoute(APIRoute):
    """A browser gets its errors as pages; who accepts no HTML gets problem+json, as under /api."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def answer_with_pages(request: Request) -> Response:
            if "text/html" not in request.headers.get("Accept", ""):
                return await answer(request)
            try:
                return await answer(request)
            except BookReaderError as error:
                return error_page(request, error)
            except RequestValidationError as error:
                return error_page(request, _meaning(error))

        return answer_with_pages


def error_page(request: Request, error: BookReaderError) -> Response:
    status = status_of(type(error))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_failed", code=error.slug, reason=error.detail)
    headers = {}
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        headers["Retry-After"] = str(max(1, round(retry_after)))
    if status is HTTPStatus.UNAUTHORIZED:
        return sign_in_page(request, problem=error.problem(), status=status)
    return Renderer(request).page(
        "problem.html",
        status=status,
        headers=headers,
        problem=error.problem(),
        request_id=getattr(request.state, "request_id", None),
    )


def sign_in_page(
    request: Request, *, problem: dict[str, Any] | None = None, status: int = HTTPStatus.OK
) -> Response:
    """The welcome, with the forms this server offers; signing in leads back to where one was."""
    is_here = request.method == "GET" and request.url.path != "/sign-in"
    return Renderer(request).page(
        "welcome.html",
        status=status,
        problem=problem,
        registration=request.state.resources.settings.accounts.registration,
        next=request.url.path if is_here else "/",
        is_signed_in=False,
    )


def _meaning(error: RequestValidationError) -> BookReaderError:
    """An address that does not parse leads nowhere; a form that does not is the sender's to mend."""
    if any(each["loc"][0] == "path" for each in error.errors()):
        return NotFound()
    first = error.errors()[0]
    return InvalidInput(f"{first['loc'][-1]}: {first['msg']}", pointer=f"/{first['loc'][-1]}")
