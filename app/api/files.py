"""Stored bytes over HTTP: by content, so they never change, and in ranges."""

import re
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from app.api.conditional import is_known
from app.api.problems import responses
from app.storage import Storage

# For the OpenAPI: what a file answers besides the whole of it.
ANSWERS: Mapping[int | str, dict[str, Any]] = MappingProxyType(
    {
        206: {"description": "The range that was asked for"},
        304: {"description": "Unchanged"},
        **responses(416),
    }
)
# By content: whoever has these bytes has them for good. Private: they belong to one reader.
_CACHE = "private, max-age=31536000, immutable"
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
# No file has more bytes than 18 digits tell.
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def nearest(by_width: Mapping[int, str], width: int | None) -> str:
    """The digest of the smallest picture at least *width* pixels wide, or of the largest."""
    widths = sorted(by_width)
    if width is not None:
        for each in widths:
            if each >= width:
                return by_width[each]
    return by_width[widths[-1]]


async def serve(
    request: Request,
    storage: Storage,
    digest: str,
    media_type: str,
    *,
    filename: str | None = None,
    headers: Mapping[str, str] = _NO_HEADERS,
) -> Response:
    headers = {**_headers(digest), "Accept-Ranges": "bytes", **headers}
    if filename is not None:
        headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    size = await storage.size(digest)
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if wanted is None or wanted.groups() == ("", ""):
        headers["Content-Length"] = str(size)
        return StreamingResponse(storage.stream(digest), 200, headers, media_type)
    start, end = _bounds(wanted, size)
    if start >= end:
        raise HTTPException(416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - start)
    return StreamingResponse(storage.stream(digest, start, end), 206, headers, media_type)


async def send(
    request: Request,
    make: Callable[[], Awaitable[bytes]],
    key: str,
    media_type: str,
    *,
    headers: Mapping[str, str] = _NO_HEADERS,
) -> Response:
    """What is stored in another form: *key* names these very bytes. Made only if they are needed."""
    headers = {**_headers(key), **headers}
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(await make(), headers=headers, media_type=media_type)


def _headers(key: str) -> dict[str, str]:
    return {
        "ETag": f'"{key}"',
        "Cache-Control": _CACHE,
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _bounds(wanted: re.Match[str], size: int) -> tuple[int, int]:
    """First byte and one past the last; RFC 9110 section 14.1.2."""
    first, last = wanted.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size
