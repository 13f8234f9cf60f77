"""Pictures are told and measured by their headers."""

import io

import pytest
from PIL import Image

from app.domain.limits import LIMITS
from app.parsing import rasters
from tests.parsing.builders import png


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_sizes_are_read_from_headers(form):
    out = io.BytesIO()
    Image.new("RGB", (37, 21), "red").save(out, form)

    asset = rasters.asset(out.getvalue(), LIMITS)

    assert asset is not None
    assert (asset.width, asset.height, asset.media_type) == (37, 21, f"image/{form.lower()}")


def test_webp_is_measured_in_its_lossless_and_extended_forms():
    for options in ({"lossless": True}, {"exif": b"Exif\0\0"}):
        out = io.BytesIO()
        Image.new("RGBA", (37, 21), "red").save(out, "WEBP", **options)

        asset = rasters.asset(out.getvalue(), LIMITS)

        assert asset is not None
        assert (asset.width, asset.height) == (37, 21)


def test_bombs_fragments_and_other_files_are_no_pictures():
    huge = bytearray(png())
    huge[16:24] = (30_000).to_bytes(4, "big") * 2

    for data in (bytes(huge), png()[:18], b"", b"<svg/>", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP"):
        assert rasters.asset(data, LIMITS) is None
