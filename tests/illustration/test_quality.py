"""What is a picture and what only looks like one, and what is kept of a picture."""

import hashlib
import io

import numpy as np
import pytest
from PIL import Image

from app.errors import ProviderUnavailable
from app.illustration import quality
from tests.standin import pictures

WISH = {"prompt": "a castle", "model": "flux", "size": "512x384", "seed": 7}
GOOD = pictures.picture(WISH)


def saved(drawn, form="PNG", **options):
    stream = io.BytesIO()
    drawn.save(stream, form, **options)
    return stream.getvalue()


def noise():
    return saved(
        Image.fromarray(np.random.default_rng(1).integers(0, 255, (384, 512, 3), dtype=np.uint8))
    )


def with_logo():
    drawn = Image.new("RGB", (512, 384))
    drawn.paste((255, 255, 255), (450, 360, 505, 378))
    return saved(drawn)


BAD = {
    "empty": (b"", "empty"),
    "html": (b"<!DOCTYPE html><html>error code: 1033</html>", "not-a-picture"),
    "json": (b'{"error": "x"}', "not-a-picture"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-a-picture"),
    "gif": (saved(Image.new("P", (512, 384)), "GIF"), "not-a-picture"),
    "cut": (GOOD[:-500], "undecodable"),
    "cut png": (pictures.picture(WISH, "PNG")[:2000], "undecodable"),
    "bomb": (pictures.bomb(), "too-many-pixels"),
    "smaller bomb": (pictures.bomb(5000), "too-many-pixels"),
    "wrong aspect": (pictures.picture({**WISH, "size": "512x512"}), "aspect"),
    "one pixel": (saved(Image.new("RGB", (4, 3))), "tiny"),
    "black": (saved(Image.new("RGB", (512, 384))), "blank"),
    "white": (saved(Image.new("RGB", (512, 384), "white")), "blank"),
    "black with a logo": (with_logo(), "blank"),
    "gradient": (saved(Image.linear_gradient("L").resize((512, 384))), "blank"),
    "noise": (noise(), "noise"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_told_by_its_reason(name):
    data, reason = BAD[name]

    with pytest.raises(ProviderUnavailable) as told:
        quality.verify(data, width=512, height=384)

    assert told.value.facts["reason"] == reason


def test_a_known_placeholder_is_told_by_its_digest():
    with pytest.raises(ProviderUnavailable) as told:
        quality.verify(GOOD, width=512, height=384, placeholders={hashlib.sha256(GOOD).hexdigest()})

    assert told.value.facts["reason"] == "placeholder"


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("AVIF", "image/avif")],
)
def test_a_picture_is_verified_whatever_its_format(form, media_type):
    verified = quality.verify(pictures.picture(WISH, form), width=512, height=384)

    assert (verified.media_type, verified.width, verified.height) == (media_type, 512, 384)
    assert 0.7 < verified.technical <= 1


def test_the_difference_hash_survives_encoding_and_size_but_tells_pictures_apart():
    drawn = Image.open(io.BytesIO(GOOD))
    other = Image.open(io.BytesIO(pictures.picture({**WISH, "seed": 8})))

    again = Image.open(io.BytesIO(saved(drawn.resize((256, 192)), "JPEG", quality=60)))

    assert (quality.dhash(drawn) ^ quality.dhash(again)).bit_count() <= 4
    assert (quality.dhash(drawn) ^ quality.dhash(other)).bit_count() >= 9
