"""Answers with a strong ETag: whoever has this very answer is told so, and gets no body."""

import hashlib

from fastapi import Request, Response
from pydantic import BaseModel


def answered(
    request: Request, body: BaseModel | bytes, *, label: str = "", status: int = 200
) -> Response:
    """*label* stands before the rest of the tag: what `If-Match` may be held against."""
    data = body if isinstance(body, bytes) else body.model_dump_json(by_alias=True).encode()
    etag = f'"{label}{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if is_known(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(data, status, headers=headers, media_type="application/json")


def is_known(request: Request, etag: str) -> bool:
    """RFC 9110 section 13.1.2; the comparison is weak, so a proxy's W/ does not matter."""
    known = [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]
    return "*" in known or etag in (each.removeprefix("W/") for each in known)
