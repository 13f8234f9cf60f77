"""The list of styles, with a picture of each that anybody may see."""

import io

import pytest
from PIL import Image

from app.illustration import provenance, quality
from app.illustration.styles import STYLES
from bench import style_samples

FIRST_SIX = {"watercolour-ink", "engraving", "gouache", "oil", "pencil", "flat"}


async def styles(client):
    return {each["id"]: each for each in (await client.get("/api/v1/styles")).json()["items"]}


async def test_every_style_is_listed_with_its_words_and_a_sample(anonymous):
    listed = await styles(anonymous)

    assert set(listed) == {style.id for style in STYLES} >= FIRST_SIX
    for style in STYLES:
        assert listed[style.id]["name"] == style.name
        assert listed[style.id]["words"] == style.words
    assert "fairy*" in listed["storybook"]["genres"]
    assert listed["flat"]["genres"] == []


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.id)
async def test_a_sample_is_shown_to_anybody_and_kept_for_good(anonymous, style):
    sample = (await styles(anonymous))[style.id]["sample"]

    answer = await anonymous.get(sample["url"])
    again = await anonymous.get(sample["url"], headers={"If-None-Match": answer.headers["ETag"]})

    picture = Image.open(io.BytesIO(answer.content))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert picture.format == "WEBP"
    assert picture.size == (sample["width"], sample["height"]) == (512, 384)
    assert len(answer.content) <= 60_000
    assert provenance.ALGORITHM.encode() in picture.info["xmp"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")


async def test_the_samples_of_all_styles_are_different_pictures(anonymous):
    tags = {
        (await anonymous.get(each["sample"]["url"])).headers["ETag"]
        for each in (await styles(anonymous)).values()
    }

    assert len(tags) == len(STYLES)


@pytest.mark.parametrize("name", ["nobody.webp", "own.webp", "%2e%2e.webp", "engraving.jpg"])
async def test_there_is_nothing_else_beside_them(anonymous, name):
    answer = await anonymous.get(f"/static/styles/{name}")

    assert answer.status_code == 404


async def test_the_samples_are_what_the_painter_paints_today(anonymous):
    url = (await styles(anonymous))["flat"]["sample"]["url"]
    shown = Image.open(io.BytesIO((await anonymous.get(url)).content))

    painted = Image.open(io.BytesIO(style_samples.sample("flat")))

    # Not byte for byte: another version of numpy or Pillow may round otherwise.
    assert (quality.dhash(shown) ^ quality.dhash(painted)).bit_count() <= 2
