"""Answers with a strong ETag: whoever has this very answer is told so, and gets no body."""

import hashlib
import re

from fastapi import Request, Response
from pydantic import BaseModel

_VERSION = re.compile(r'(?:W/)?"v(?P<version>[0-9]{1,9})(?:-[0-9a-f]*)?"')


def answered(request: Request, body: BaseModel | bytes, *, label: str = "") -> Response:
    """*label* stands first in the tag: see `versions`."""
    whole = tagged(body, label=label)
    etag = whole.headers["ETag"]
    if is_known(request, etag):
        headers = {"ETag": etag, "Cache-Control": whole.headers["Cache-Control"]}
        return Response(status_code=304, headers=headers)
    return whole


def tagged(body: BaseModel | bytes, *, label: str = "", status: int = 200) -> Response:
    data = body if isinstance(body, bytes) else body.model_dump_json(by_alias=True).encode()
    etag = f'"{label}{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    return Response(data, status, headers=headers, media_type="application/json")


def versions(request: Request) -> frozenset[int] | None:
    """
    Those that `If-Match` names, as "v3" or as a tag that begins so; None where any will do.

    What else a tag says does not matter: it tells of places read, not of edits. Nor does a proxy's W/.
    """
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    found = (_VERSION.fullmatch(each.strip()) for each in header.split(","))
    return frozenset(int(each["version"]) for each in found if each)


def is_known(request: Request, etag: str) -> bool:
    """RFC 9110 section 13.1.2; the comparison is weak, so a proxy's W/ does not matter."""
    known = [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]
    return "*" in known or etag in (each.removeprefix("W/") for each in known)
