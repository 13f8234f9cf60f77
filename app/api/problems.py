"""Errors become application/problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app import errors
from app.api.middleware import protect
from app.api.schemas.problems import Problem
from app.errors import BookReaderError

log = structlog.get_logger()

STATUS: Mapping[type[BookReaderError], HTTPStatus] = {
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.LeaseLost: HTTPStatus.CONFLICT,
    errors.PreconditionFailed: HTTPStatus.PRECONDITION_FAILED,
    errors.Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnsupportedFormat: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.Misconfigured: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.QuotaExceeded: HTTPStatus.PAYMENT_REQUIRED,
    errors.TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DiskFull: HTTPStatus.INSUFFICIENT_STORAGE,
    BookReaderError: HTTPStatus.INTERNAL_SERVER_ERROR,
}

# What the framework refuses by itself, in our words.
FRAMEWORK: Mapping[int, tuple[str, str, str]] = {
    400: (
        "bad-request",
        "The request cannot be read",
        "Check that the body is whole, and that names in it are of ordinary length.",
    ),
    404: ("not-found", "There is nothing here", "Check the address; /docs lists them all."),
    405: ("method-not-allowed", "This address does not take that method", "See /docs."),
    413: ("too-large", "The request is larger than we take", "Send less."),
    415: ("unsupported-media-type", "The body is of another type than expected", "See /docs."),
}

# A database or a disk that comes back does so in some seconds (a guess).
_SOON_S = 5

_MEDIA_TYPE = "application/problem+json"


def status_of(error: type[BookReaderError]) -> HTTPStatus:
    return next(STATUS[each] for each in error.__mro__ if each in STATUS)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the OpenAPI: the problems an operation may answer with; any may be asked in a wrong way."""
    return {
        status: {
            "model": Problem,
            "description": HTTPStatus(status).phrase,
            "content": {_MEDIA_TYPE: {}},
        }
        for status in sorted({*statuses, 422, 500})
    }


def install(app: FastAPI) -> None:
    app.add_exception_handler(BookReaderError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)


def answer(request: Request, error: BookReaderError) -> JSONResponse:
    status = status_of(type(error))
    headers: dict[str, str] = {}
    retry_after = getattr(error, "retry_after", None)
    if retry_after is None and status is HTTPStatus.SERVICE_UNAVAILABLE:
        retry_after = _SOON_S
    if retry_after is not None:
        headers["Retry-After"] = str(max(1, round(retry_after)))
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    body: dict[str, Any] = dict(error.problem())
    if isinstance(error, errors.InvalidInput):
        body["errors"] = [{"pointer": error.pointer, "detail": error.detail, "code": "invalid"}]
    return _problem(request, status, body, headers)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BookReaderError)
    if status_of(type(error)) >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_failed", code=error.slug, reason=error.detail)
    return answer(request, error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = [
        {
            "pointer": _pointer(each["loc"], error.body),
            "detail": each["msg"].removeprefix("Value error, "),
            "code": each["type"],
        }
        for each in error.errors()
    ]
    body: dict[str, Any] = {**errors.InvalidInput().problem(), "errors": found}
    if any(each["code"] == "json_invalid" for each in found):
        body["detail"] = "The body is not valid JSON"
    return _problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, body, {})


def _pointer(where: Sequence[str | int], body: Any) -> str:
    """
    As in RFC 6901, "/" for the whole.

    What the validator calls the members of a union leads nowhere; *body* tells where the way ends.
    """
    source, *parts = where
    is_walked = source == "body" and body is not None
    told: list[str] = []
    for part in parts:
        if is_walked and not isinstance(body, dict | list):
            break
        told.append(str(part).replace("~", "~0").replace("/", "~1"))
        if is_walked:
            try:
                body = body[part]
            except (KeyError, IndexError, TypeError):
                body = None
    return "/" + "/".join(told)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    slug, title, remedy = FRAMEWORK.get(
        status, (status.phrase.lower().replace(" ", "-"), status.phrase, "See /docs.")
    )
    body = {
        "type": f"/problems/{slug}",
        "code": slug,
        "title": title,
        "detail": title,
        "remedy": remedy,
    }
    return _problem(request, status, body, dict(error.headers or {}))


async def _bug(request: Request, _: Exception) -> JSONResponse:
    # The server logs the traceback; the reader gets the id to send us, and no internals.
    problem = answer(request, BookReaderError())
    # This answer is made outside of all middleware.
    protect(problem.headers, request.state.request_id)
    return problem


def _problem(
    request: Request, status: HTTPStatus, body: Mapping[str, Any], headers: dict[str, str]
) -> JSONResponse:
    return JSONResponse(
        {
            **body,
            "status": status,
            "instance": request.url.path,
            "request_id": getattr(request.state, "request_id", None),
        },
        status,
        headers=headers,
        media_type=_MEDIA_TYPE,
    )
