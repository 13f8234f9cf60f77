"""A stored picture over HTTP, in the best format that its client takes."""

from collections.abc import Mapping

from fastapi import Request, Response

from app.api import accepting, files
from app.domain.compute import Compute
from app.illustration import renditions
from app.storage import Storage

WEBP = "image/webp"
AVIF = "image/avif"
JPEG = "image/jpeg"

# For the OpenAPI.
CONTENT = {each: {"schema": {"type": "string", "format": "binary"}} for each in (WEBP, JPEG, AVIF)}
# Caches keep one for each kind of client; the address says nothing of the format.
_VARY = {"Vary": "Accept"}


async def serve(
    request: Request,
    storage: Storage,
    compute: Compute,
    kept: Mapping[str, str],
    width: int | None,
) -> Response:
    """
    *kept* are the files of a row. AVIF where it is kept and asked for by name, else WebP; JPEG,
    made on the way, for whoever takes no WebP.
    """
    avif = renditions.by_width(kept, renditions.AVIF)
    offered = [*([AVIF] if avif else []), WEBP, JPEG]
    form = accepting.preferred(request.headers.get("Accept"), offered, by_name_only={AVIF})
    if form == AVIF:
        digest = files.nearest(avif, width)
        return await files.serve(request, storage, digest, AVIF, headers=_VARY)
    digest = files.nearest(renditions.by_width(kept), width)
    if form == WEBP:
        return await files.serve(request, storage, digest, WEBP, headers=_VARY)

    async def made() -> bytes:
        data, *_ = await compute.run(renditions.jpeg, await storage.get(digest))
        return data

    # A client that takes nothing we have gets a picture, too: everybody knows JPEG.
    return await files.send(request, made, f"{digest}.jpeg", JPEG, headers=_VARY)
