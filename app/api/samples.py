"""What each style looks like: small pictures that are part of the program, for anybody to see."""

import hashlib
from pathlib import Path

from fastapi import APIRouter, Request, Response

from app.api.conditional import is_known
from app.errors import NotFound
from app.illustration.styles import STYLES

router = APIRouter(include_in_schema=False)

# All of one size; `python -m bench.style_samples` paints them.
WIDTH, HEIGHT = 512, 384
_FOLDER = Path(__file__).parent / "static" / "styles"
_BYTES = {style.id: (_FOLDER / f"{style.id}.webp").read_bytes() for style in STYLES}
_DIGESTS = {name: hashlib.sha256(data).hexdigest()[:16] for name, data in _BYTES.items()}


def address(style_id: str) -> str:
    """Named by its content, so that browsers keep it for good."""
    return f"/static/styles/{style_id}.webp?v={_DIGESTS[style_id]}"


@router.get("/static/styles/{style_id}.webp")
async def sample(style_id: str, request: Request) -> Response:
    if style_id not in _BYTES:
        raise NotFound("There is no such style")
    headers = {
        "ETag": f'"{_DIGESTS[style_id]}"',
        "Cache-Control": "public, max-age=31536000, immutable",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(_BYTES[style_id], headers=headers, media_type="image/webp")
