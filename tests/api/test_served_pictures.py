"""What a picture is served as: by the client's Accept, by content, for ever."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from sqlalchemy import select

from app import demo
from app.broker import Broker
from app.db.models import Illustration
from app.domain.jobs import QUEUE
from app.illustration import provenance
from app.workers.running import Runner
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload

CHROME = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
NO_WEBP = "image/png,image/jpeg,*/*;q=0"


@pytest.fixture
async def picture(client, drain):
    return await drawn(client, drain)


@pytest.fixture
async def picture_with_avif(client, resources):
    knobs = resources.settings.illustration.model_copy(update={"avif": True})
    settings = resources.settings.model_copy(update={"illustration": knobs})
    runner = Runner(replace(resources, settings=settings), Broker(resources.redis), queue=QUEUE)

    async def drain():
        for _ in range(30):
            await runner.work()

    return await drawn(client, drain)


async def drawn(client, drain):
    await upload(client, demo.books()[0], illustrate="1")
    await drain()
    items = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    assert items[0]["state"] == "ready"
    return items[0]


def get(client, url, accept, **headers):
    return client.get(url, headers={"Accept": accept, **headers})


def opened(answer):
    return Image.open(io.BytesIO(answer.content))


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "image/webp"),
        (CHROME, "image/webp"),
        ("image/jpeg", "image/jpeg"),
        (NO_WEBP, "image/jpeg"),
        ("image/webp;q=0", "image/jpeg"),
        ("text/html", "image/jpeg"),
    ],
)
async def test_a_picture_comes_as_its_client_takes_it(client, picture, accept, media_type):
    del client.headers["Authorization"]

    answer = await get(client, picture["image"]["url"], accept)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert "Accept" in answer.headers["Vary"].split(", ")
    assert "immutable" in answer.headers["Cache-Control"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    image = opened(answer)
    assert image.get_format_mimetype() == media_type
    assert image.size == (picture["image"]["width"], picture["image"]["height"])
    assert provenance.ALGORITHM.encode() in image.info["xmp"]


async def test_each_format_and_width_has_its_own_etag_and_is_not_sent_twice(client, picture):
    url = picture["image"]["url"]
    seen = set()
    for accept in (CHROME, NO_WEBP):
        for width in (320, 512, 4096):
            first = await get(client, f"{url}&width={width}", accept)
            tag = first.headers["ETag"]

            again = await get(client, f"{url}&width={width}", accept, **{"If-None-Match": tag})
            other = await get(
                client, f"{url}&width={width}", accept, **{"If-None-Match": '"another"'}
            )

            assert opened(first).width == min(width, picture["image"]["width"])
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["ETag"] == tag
            assert "Accept" in again.headers["Vary"].split(", ")
            assert other.content == first.content
            seen.add(tag)
    assert len(seen) == 6


async def test_a_webp_comes_in_ranges_and_head_tells_the_length_of_either(client, picture):
    url = picture["image"]["url"]

    part = await get(client, url, CHROME, Range="bytes=0-3")
    heads = [await client.head(url, headers={"Accept": each}) for each in (CHROME, NO_WEBP)]
    whole = [await get(client, url, each) for each in (CHROME, NO_WEBP)]

    assert (part.status_code, part.content) == (206, b"RIFF")
    assert [each.headers["Content-Length"] for each in heads] == [
        str(len(each.content)) for each in whole
    ]


async def test_a_cover_comes_as_its_client_takes_it(client, picture):
    book = (await client.get(f"/api/v1/books/{picture['book_id']}")).json()

    answers = [await get(client, book["cover"]["url"], each) for each in (CHROME, NO_WEBP)]

    assert [each.headers["Content-Type"] for each in answers] == ["image/webp", "image/jpeg"]
    assert {opened(each).width for each in answers} == {book["cover"]["width"]}


async def test_nobody_elses_picture_in_any_format(client, resources, picture, stranger):
    theirs = bearer(resources, stranger)

    for accept in (CHROME, NO_WEBP):
        url = f"/api/v1/illustrations/{picture['id']}/image"
        answer = await client.get(url, headers={**theirs, "Accept": accept})
        assert answer.status_code == 404


async def test_avif_is_kept_beside_webp_where_the_operator_wants_it(
    client, resources, picture_with_avif
):
    image = picture_with_avif["image"]
    async with resources.sessions() as session:
        files = (await session.scalars(select(Illustration.files))).one()

    new = await get(client, image["url"], CHROME)
    small = await get(client, f"{image['url']}&width=300", CHROME)
    old = await get(client, image["url"], "image/webp,*/*")
    oldest = await get(client, image["url"], NO_WEBP)
    anything = await get(client, image["url"], "*/*")

    widths = [320, 512, image["width"]]
    assert set(files) == {f"{width}{form}" for width in widths for form in ("", ".avif")}
    assert [each.headers["Content-Type"] for each in (new, small, old, oldest, anything)] == [
        "image/avif",
        "image/avif",
        "image/webp",
        "image/jpeg",
        "image/webp",
    ]
    assert (opened(new).format, opened(new).width) == ("AVIF", image["width"])
    assert opened(small).width == 320
    assert provenance.ALGORITHM.encode() in opened(new).info["xmp"]
    assert [part.split()[1] for part in image["srcset"].split(", ")] == [f"{w}w" for w in widths]
