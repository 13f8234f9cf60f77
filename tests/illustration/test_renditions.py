"""What is kept and served of a picture."""

import io

import blurhash
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

    kept = renditions.make(wide)

    assert b"a castle" in wide
    assert [width for width, _ in kept.files] == [320, 512, 1024]
    for width, data in kept.files:
        opened = Image.open(io.BytesIO(data))
        assert (opened.format, opened.width) == ("WEBP", width)
        assert b"a castle" not in data
        assert not opened.getexif()


def test_a_small_picture_is_never_enlarged():
    assert [width for width, _ in renditions.make(GOOD).files] == [320, 512]


def test_renditions_know_their_average_colour_and_blurhash():
    red = saved(Image.new("RGB", (64, 48), (200, 20, 10)))

    kept = renditions.make(red)

    assert kept.colour == "#c8140a"
    assert blurhash.components(kept.blurhash) == (4, 3)


def test_book_files_get_a_jpeg_of_limited_width():
    data, width, height = renditions.jpeg(
        pictures.picture({**WISH, "size": "1024x768"}, "WEBP"), 800
    )

    opened = Image.open(io.BytesIO(data))
    assert (opened.format, opened.size) == ("JPEG", (800, 600))
    assert (width, height) == (800, 600)
