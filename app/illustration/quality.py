"""Is this really a picture; pure functions of bytes."""

import hashlib
import io
import math
import warnings
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.errors import ProviderUnavailable

MAX_BYTES = 20_000_000
# 16 megapixels is far above any size we ask for, and a 12000 x 12000 PNG fits in 18 kB.
MAX_PIXELS = 16_000_000
_MIN_SIDE = 64
# Natural logarithm of the ratio of ratios: about 3 %, what rounding to multiples of 64 can do to
# 1024 x 768.
_ASPECT_TOLERANCE = 0.03
# Measured on black, white, a logo on black, gradients and white noise against eight sketches and two
# paintings: real pictures have at most 0.38 of flat tiles, a slope above 2.6, a roughness below 0.45.
_LEAST_CONTRAST = 4
_FLAT_TILE = 2
_FLAT_SHARE = 0.985
_LEAST_SLOPE = 0.3
_MOST_ROUGHNESS = 3
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/avif": "AVIF"}

Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Verified:
    """
    What a picture is by its bytes; *technical* is 0-1, 1 when nothing is odd; *dhash* has 64
    bits.
    """

    media_type: str
    width: int
    height: int
    dhash: int
    digest: str
    technical: float


def sniff(data: bytes) -> str:
    """
    The media type by the first bytes, whatever a header says; "application/octet-stream" if
    unknown.
    """
    head = data[:512].lstrip().lower()
    signs = {
        "image/jpeg": data.startswith(b"\xff\xd8\xff"),
        "image/png": data.startswith(b"\x89PNG\r\n\x1a\n"),
        "image/webp": data[:4] == b"RIFF" and data[8:12] == b"WEBP",
        "image/avif": data[4:12] in {b"ftypavif", b"ftypavis"},
        "text/html": head.startswith((b"<!doctype html", b"<html")),
        "image/svg+xml": head.startswith((b"<svg", b"<?xml")),
        "application/json": head[:1] in {b"{", b"["},
    }
    return next((kind for kind, fits in signs.items() if fits), "application/octet-stream")


def verify(data: bytes, *, width: int, height: int, placeholders: Collection[str] = ()) -> Verified:
    """
    Raises `ProviderUnavailable` with a `reason` unless *data* is a picture of about *width* to
    *height*.

    *placeholders* are SHA-256 digests of pictures a service sends in place of an error.
    """
    if not data:
        raise _bad("empty", "The provider sent nothing.")
    if len(data) > MAX_BYTES:
        raise _bad("too-many-bytes", "The provider sent more bytes than any picture has.")
    digest = hashlib.sha256(data).hexdigest()
    if digest in placeholders:
        raise _bad("placeholder", "The provider sent its notice instead of a picture.")
    picture = decode(data)
    _check_shape(picture, width, height)
    rough = picture.convert("RGB").resize((256, 256), Image.Resampling.BOX)
    grey = np.asarray(rough.convert("L"), np.float32)
    contrast = _check_content(grey)
    is_exact = picture.size == (width, height)
    technical = round((0.7 + 0.2 * min(1.0, contrast / 24)) + (0.1 if is_exact else 0.0), 3)
    return Verified(sniff(data), picture.width, picture.height, dhash(picture), digest, technical)


def dhash(picture: Image.Image) -> int:
    """
    64 bits that stay within 2 of each other under re-encoding and resizing, and 9 or more apart
    otherwise.
    """
    small = np.asarray(picture.convert("L").resize((9, 8), Image.Resampling.BOX), np.int16)
    bits = (small[:, 1:] > small[:, :-1]).ravel()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def look_of(data: bytes) -> int | None:
    """The `dhash` of what can be decoded, None of anything else."""
    try:
        return dhash(decode(data))
    except ProviderUnavailable:
        return None


def decode(data: bytes) -> Image.Image:
    """All its pixels; raises `ProviderUnavailable` for what is no single still picture we take."""
    media_type = sniff(data)
    if media_type not in _FORMATS:
        raise _bad("not-a-picture", f"The provider sent {media_type}, not a picture.")
    try:
        with warnings.catch_warnings():
            # What stands beside the pixels (EXIF ...) may be broken: it is thrown away.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=[_FORMATS[media_type]])
            # Before any pixel is decoded: the header alone tells how much memory it would take.
            if picture.width * picture.height > MAX_PIXELS:
                raise _bad("too-many-pixels", "The picture unpacks to more pixels than we take.")
            if getattr(picture, "n_frames", 1) > 1:
                raise _bad("animated", "The provider sent an animation.")
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _bad("too-many-pixels", "The picture unpacks to more pixels than we take.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise _bad("undecodable", "The picture is damaged or cut short.") from error
    return picture


def _check_shape(picture: Image.Image, width: int, height: int) -> None:
    if min(picture.size) < min(_MIN_SIDE, width, height):
        raise _bad("tiny", "The picture is a few pixels only.")
    stretch = math.log((picture.width / picture.height) / (width / height))
    if abs(stretch) > _ASPECT_TOLERANCE:
        raise _bad("aspect", f"Asked for {width}x{height}, got {picture.width}x{picture.height}.")


def _check_content(grey: Grey) -> float:
    """
    Contrast of a 256 x 256 luminance picture; raises for blank ones and noise.

    The limits were measured on black, white, black with a logo, gradients and white noise against
    sketches and paintings.
    """
    contrast = float(grey.std())
    tiles = grey.reshape(16, 16, 16, 16).transpose(0, 2, 1, 3).reshape(256, -1)
    is_flat = float((tiles.std(axis=1) < _FLAT_TILE).mean()) > _FLAT_SHARE
    if contrast < _LEAST_CONTRAST or _entropy(grey) < 1.0 or is_flat:
        raise _bad("blank", "The picture is blank.")
    if float(np.abs(np.diff(grey, axis=1)).mean()) < _LEAST_SLOPE:
        raise _bad("blank", "The picture is a plain gradient.")
    inner = grey[1:-1, 1:-1]
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    if float(np.abs(4 * inner - around).mean()) / contrast > _MOST_ROUGHNESS:
        raise _bad("noise", "The picture is noise.")
    return contrast


def _entropy(grey: Grey) -> float:
    share = np.bincount(grey.astype(np.uint8).ravel(), minlength=256) / grey.size
    share = share[share > 0]
    return float(-(share * np.log2(share)).sum())


def _bad(reason: str, detail: str) -> ProviderUnavailable:
    return ProviderUnavailable(detail, reason=reason)
