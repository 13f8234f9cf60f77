"""What kind of picture some bytes are and how large, from the header alone: nothing is decoded."""

import hashlib
import re
import struct
from itertools import pairwise

from app.domain.books import Asset
from app.domain.limits import Limits

_PNG = b"\x89PNG\r\n\x1a\n"
_AVIF = re.compile(rb"avi[fs]")
_EXTENT = b"ispe"
_AVIF_HEADER = 64 * 1024  # bytes in which the properties must stand; theirs are hundreds
_JPEG = b"\xff\xd8\xff"
_GIF = (b"GIF87a", b"GIF89a")
# Start-of-frame markers; C4, C8 and CC in between mean other things (ITU T.81, table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def asset(data: bytes, limits: Limits) -> Asset | None:
    """*data* as an asset, or None if it is no JPEG, PNG, GIF, WebP or AVIF within the limits."""
    media_type = _media_type(data)
    if media_type is None or len(data) > limits.image:
        return None
    size = _size(data, media_type)
    if size is None or not 0 < size[0] * size[1] <= limits.pixels:
        return None
    digest = hashlib.sha256(data).hexdigest()
    return Asset(digest, data, media_type, *size)


def is_raster(start: bytes) -> bool:
    """Whether bytes that begin so may be a picture we show."""
    return _media_type(start) is not None


def _media_type(data: bytes) -> str | None:
    if data.startswith(_PNG):
        return "image/png"
    if data.startswith(_JPEG):
        return "image/jpeg"
    if data.startswith(_GIF):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and _AVIF.search(data, 8, 64):
        return "image/avif"
    return None


def _size(data: bytes, media_type: str) -> tuple[int, int] | None:
    try:
        return _READERS[media_type](data)
    except (struct.error, IndexError):
        return None


def _png(data: bytes) -> tuple[int, int] | None:
    return struct.unpack_from(">II", data, 16) if data[12:16] == b"IHDR" else None


def _gif(data: bytes) -> tuple[int, int]:
    return struct.unpack_from("<HH", data, 6)


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at < len(data):
        marker = data[at + 1]
        if data[at] != 0xFF:  # noqa: PLR2004 - every marker starts so
            return None
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - fill bytes
        if marker not in _STANDALONE and marker != 0xFF:  # noqa: PLR2004
            at += max(2, struct.unpack_from(">H", data, at)[0])
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    if data[12:16] == b"VP8X":
        width, height = (int.from_bytes(data[i:j], "little") + 1 for i, j in pairwise((24, 27, 30)))
        return width, height
    if data[12:16] == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _avif(data: bytes) -> tuple[int, int] | None:
    """The largest of the sizes in its item properties (ISO 23008-12, 6.5.3): others are of parts."""
    sizes: list[tuple[int, int]] = []
    at = data.find(_EXTENT, 0, _AVIF_HEADER)
    while at >= 0:
        sizes.append(struct.unpack_from(">II", data, at + 8))
        at = data.find(_EXTENT, at + 8, _AVIF_HEADER)
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


_READERS = {
    "image/png": _png, "image/gif": _gif, "image/jpeg": _jpeg, "image/webp": _webp,
    "image/avif": _avif,
}  # fmt: skip
MEDIA_TYPES = frozenset(_READERS)
