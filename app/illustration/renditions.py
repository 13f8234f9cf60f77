"""The forms in which a picture is kept and served; pure functions of bytes."""

import io
import sys
import warnings
from collections.abc import Mapping, Sequence

import blurhash
import numpy as np
from PIL import Image
from PIL.ExifTags import Base as Exif

from app.domain.illustrations import Renditions
from app.illustration import provenance, quality, webp

# What follows the width in the name of a file that is no WebP; see `Renditions.by_key`.
AVIF = ".avif"
_WIDTHS = (320, 512)
_WEBP_QUALITY = 85
_THUMBNAIL_QUALITY = 75
# The nearest to those of WebP, and the fastest effort that is still smaller: 67 ms for 1024 x 1024.
_AVIF_QUALITY = 65
_AVIF_THUMBNAIL_QUALITY = 55
_AVIF_SPEED = 8
_JPEG_QUALITY = 88
_PAPER = (255, 255, 255)
# What has to be done to a picture whose camera was held so; the Exif standard, table of tag 0x0112.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def make(
    data: bytes,
    *,
    source: str | None,
    widths: Sequence[int] = _WIDTHS,
    with_avif: bool = False,
) -> Renditions:
    """
    WebP at *widths* and at full size, labelled with *source*, one of `provenance`.

    Whatever else stood beside the pixels is gone: others hide prompts, places and profiles there.
    With None, for pictures nobody drew for us, there is no label but one of our own they came with.
    """
    decoded = quality.decode(data)
    label = _label(decoded, source)
    picture = _upright(decoded)
    full = _full(data, decoded, picture, label)
    return Renditions(
        files=(
            *(
                (width, _webp(_narrowed(picture, width), _THUMBNAIL_QUALITY, label))
                for width in _below(picture, widths)
            ),
            (picture.width, full),
        ),
        width=picture.width,
        height=picture.height,
        colour=_average_colour(picture),
        blurhash=_blurhash(picture),
        avif=_avif(picture, widths, label) if with_avif else (),
    )


def by_width(files: Mapping[str, str], suffix: str = "") -> dict[int, str]:
    """The files of a row in one format, WebP by default; a width in pixels is their key."""
    named = {
        name.removesuffix(suffix): digest for name, digest in files.items() if name.endswith(suffix)
    }
    return {int(width): digest for width, digest in named.items() if width.isdecimal()}


def largest(files: Mapping[str, str]) -> str:
    """The digest of the WebP of full size."""
    webps = by_width(files)
    return webps[max(webps)]


def jpeg(
    data: bytes, max_width: int = sys.maxsize, *, source: str | None = None
) -> tuple[bytes, int, int]:
    """
    A JPEG for programs that know no WebP, with its width and height in pixels.

    Labelled and cleaned like the others.
    """
    decoded = quality.decode(data)
    picture = _narrowed(_upright(decoded), max_width)
    encoded = _encode(
        picture,
        "JPEG",
        quality=_JPEG_QUALITY,
        optimize=True,
        progressive=True,
        xmp=_label(decoded, source),
    )
    return encoded, picture.width, picture.height


def _full(data: bytes, decoded: Image.Image, picture: Image.Image, label: bytes) -> bytes:
    # Pixels that come as a WebP are kept as they are: encoding them again would only lose detail.
    if decoded.format == "WEBP" and decoded.mode == "RGB" and _turn(decoded) is None:
        return webp.relabelled(data, width=picture.width, height=picture.height, packet=label)
    return _webp(picture, _WEBP_QUALITY, label)


def _avif(
    picture: Image.Image, widths: Sequence[int], label: bytes
) -> tuple[tuple[int, bytes], ...]:
    def encoded(form: Image.Image, quality_: int) -> bytes:
        return _encode(form, "AVIF", quality=quality_, speed=_AVIF_SPEED, xmp=label)

    return (
        *(
            (width, encoded(_narrowed(picture, width), _AVIF_THUMBNAIL_QUALITY))
            for width in _below(picture, widths)
        ),
        (picture.width, encoded(picture, _AVIF_QUALITY)),
    )


def _below(picture: Image.Image, widths: Sequence[int]) -> list[int]:
    return [width for width in sorted(widths) if width < picture.width]


def _upright(decoded: Image.Image) -> Image.Image:
    """Its pixels as RGB, turned as a camera said, on white paper where it is transparent."""
    turn = _turn(decoded)
    turned = decoded if turn is None else decoded.transpose(turn)
    if turned.has_transparency_data:
        sheet = Image.new("RGB", turned.size, _PAPER)
        clear = turned.convert("RGBA")
        sheet.paste(clear, mask=clear)
        return sheet
    picture = turned.convert("RGB")
    # Some encoders write what a picture was loaded with, such as a JPEG's comment, unasked.
    picture.info = {}
    return picture


def _turn(decoded: Image.Image) -> Image.Transpose | None:
    # What stands beside the pixels may be broken; they are whole.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _TURNS.get(decoded.getexif().get(Exif.Orientation, 1))
        except (OSError, SyntaxError, ValueError):
            return None


def _narrowed(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _label(decoded: Image.Image, source: str | None) -> bytes:
    packet = decoded.info.get("xmp", b"")
    came_with = provenance.own(packet) if isinstance(packet, bytes) else b""
    if source is None or provenance.tells(came_with, source):
        return came_with
    return provenance.label(provenance.STUDIO, source)


def _average_colour(picture: Image.Image) -> str:
    red, green, blue = np.asarray(picture.resize((1, 1), Image.Resampling.BOX)).ravel()[:3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _blurhash(picture: Image.Image) -> str:
    # Pure Python and quadratic: on a 32 px copy it takes 5 ms and the result looks the same.
    tiny = picture.copy()
    tiny.thumbnail((32, 32))
    return str(blurhash.encode(np.asarray(tiny).tolist(), components_x=4, components_y=3))


def _webp(picture: Image.Image, quality_: int, label: bytes) -> bytes:
    return _encode(picture, "WEBP", quality=quality_, method=4, xmp=label)


def _encode(picture: Image.Image, form: str, **options: int | bool | bytes) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()
