"""What is kept and served of a picture."""

import io

import blurhash
import pytest
from PIL import Image

from app.illustration import renditions
from tests.standin import pictures

WISH = {"prompt": "a castle", "model": "flux", "size": "512x384", "seed": 7}
GOOD = pictures.picture(WISH)


def saved(drawn, form="PNG", **options):
    stream = io.BytesIO()
    drawn.save(stream, form, **options)
    return stream.getvalue()


def test_renditions_are_webp_at_three_widths_without_the_prompt_in_their_metadata():
    wide = pictures.picture({**WISH, "size": "1024x768"})

    kept = renditions.make(wide, source=None)

    assert b"a castle" in wide
    assert [width for width, _ in kept.files] == [320, 512, 1024]
    for width, data in kept.files:
        opened = Image.open(io.BytesIO(data))
        assert (opened.format, opened.width) == ("WEBP", width)
        assert b"a castle" not in data
        assert not opened.getexif()


def test_a_small_picture_is_never_enlarged():
    assert [width for width, _ in renditions.make(GOOD, source=None).files] == [320, 512]


def test_renditions_know_their_average_colour_and_blurhash():
    red = saved(Image.new("RGB", (64, 48), (200, 20, 10)))

    kept = renditions.make(red, source=None)

    assert kept.colour == "#c8140a"
    assert blurhash.components(kept.blurhash) == (4, 3)


def test_book_files_get_a_jpeg_of_limited_width():
    data, width, height = renditions.jpeg(
        pictures.picture({**WISH, "size": "1024x768"}, "WEBP"), 800
    )

    opened = Image.open(io.BytesIO(data))
    assert (opened.format, opened.size) == ("JPEG", (800, 600))
    assert (width, height) == (800, 600)


def test_a_row_names_webp_by_width_and_avif_by_width_and_format():
    kept = renditions.make(GOOD, source=None, with_avif=True)

    assert [(key, Image.open(io.BytesIO(data)).format) for key, data in kept.by_key()] == [
        ("320", "WEBP"),
        ("512", "WEBP"),
        ("320.avif", "AVIF"),
        ("512.avif", "AVIF"),
    ]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_stands_upright_as_its_camera_said(form):
    lying = Image.new("RGB", (200, 100), "white")
    lying.paste("black", (0, 0, 100, 100))
    told = Image.Exif()
    told[0x0112] = 6

    kept = renditions.make(saved(lying, form, exif=told), source=None)

    upright = Image.open(io.BytesIO(kept.files[-1][1])).convert("L")
    assert (kept.width, kept.height) == upright.size == (100, 200)
    assert upright.getpixel((50, 20)) < 40
    assert upright.getpixel((50, 180)) > 215


def test_what_is_transparent_lies_on_white_paper():
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))

    kept = renditions.make(saved(clear), source=None)

    assert kept.colour == "#ffffff"
    assert Image.open(io.BytesIO(kept.files[-1][1])).mode == "RGB"


def test_what_is_broken_beside_the_pixels_costs_no_picture():
    broken = b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x01"

    kept = renditions.make(saved(Image.open(io.BytesIO(GOOD)), "JPEG", exif=broken), source=None)

    assert (kept.width, kept.height) == (512, 384)
