"""What requests and answers share: a largest body, an id, a log line, headers that keep browsers safe."""

import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

_OURS = re.compile(r"[A-Za-z0-9_-]{8,64}")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Pages of ours bring their own policy; an answer that is no page may run and load nothing.
_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
# The largest form or JSON that an endpoint takes has some kilobytes.
_LARGEST_BODY = 1_000_000
# A reader's own picture of somebody; with the boundaries and headers of a multipart body.
_PICTURES = "/reference"
_LARGEST_PICTURE = 20_100_000
# Book files are counted where they are received, against a limit of their own.
_UPLOADS = "/upload"
_ONCE = "/sign-in"


def protect(headers: MutableHeaders, request_id: str) -> None:
    """What every answer carries, unless it brings its own."""
    headers["X-Request-ID"] = request_id
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", _POLICY)


class BodyLimit:
    """Stops reading a body that is larger than any endpoint takes, so that nobody fills the memory."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].endswith(_UPLOADS):
            await self._app(scope, receive, send)
            return
        size = 0
        largest = _LARGEST_PICTURE if scope["path"].endswith(_PICTURES) else _LARGEST_BODY

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > largest:
                # The framework's own kind: its parsers of bodies let no other through.
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)


class HeadIsGet:
    """HEAD answers what GET would, without the body (RFC 9110 section 9.3.2); the framework has no such routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # A link that works once is looked at by mail scanners before its reader comes.
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"] == _ONCE:
            await self._app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_without_body)


class RequestContext:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                protect(MutableHeaders(scope=message), request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_headers)
            finally:
                log.info(
                    "request",
                    method=scope["method"],
                    path=scope["path"],
                    status=status,
                    ms=round((time.perf_counter() - started) * 1000, 1),
                )


def _request_id(scope: Scope) -> str:
    """The caller's, where it is harmless to print; else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _OURS.fullmatch(value.decode("latin-1")):
            return str(value.decode("latin-1"))
    return uuid4().hex
