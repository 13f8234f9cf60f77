"""Stored bytes over HTTP: by content, so they never change, and in ranges."""

import re
from collections.abc import Mapping

from fastapi import HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from app.api.conditional import is_known
from app.storage import Storage

# By content: whoever has these bytes has them for good. Private: they belong to one reader.
_CACHE = "private, max-age=31536000, immutable"
# No file has more bytes than 18 digits tell.
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def nearest(files: Mapping[str, str], width: int | None) -> str:
    """The digest of the smallest picture at least *width* pixels wide, or of the largest."""
    by_width = sorted((int(each), digest) for each, digest in files.items())
    if width is not None:
        for each, digest in by_width:
            if each >= width:
                return digest
    return by_width[-1][1]


async def serve(
    request: Request,
    storage: Storage,
    digest: str,
    media_type: str,
    *,
    filename: str | None = None,
) -> Response:
    etag = f'"{digest}"'
    headers = {"ETag": etag, "Cache-Control": _CACHE, "Accept-Ranges": "bytes"}
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if filename is not None:
        headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    if is_known(request, etag):
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


def _bounds(wanted: re.Match[str], size: int) -> tuple[int, int]:
    """First byte and one past the last; RFC 9110 section 14.1.2."""
    first, last = wanted.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size
