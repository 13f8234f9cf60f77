"""The style sheet and the icon: read once, named by their content, kept by browsers for good."""

import hashlib
from pathlib import Path

from fastapi import APIRouter, Request, Response

from app.errors import NotFound

router = APIRouter()

_FOLDER = Path(__file__).parent.parent / "static"
_TYPES = {"page.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
_BYTES = {name: (_FOLDER / name).read_bytes() for name in _TYPES}
_DIGESTS = {name: hashlib.sha256(data).hexdigest()[:16] for name, data in _BYTES.items()}


def address(name: str) -> str:
    return f"/static/{name}?v={_DIGESTS[name]}"


@router.get("/static/{name}")
async def static(name: str, request: Request) -> Response:
    if name not in _BYTES:
        raise NotFound("No such file")
    etag = f'"{_DIGESTS[name]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=31536000, immutable"}
    if request.headers.get("If-None-Match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(_BYTES[name], headers=headers, media_type=_TYPES[name])
