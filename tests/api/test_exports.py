"""Pictures to take away, over HTTP."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import update

from app import demo
from app.db.models import Export
from app.services import filenames
from tests.conftest import bearer, count
from tests.flows.test_upload_to_pictures import upload


@pytest.fixture
async def book(client, drain):
    """The address of a Russian book with two pictures."""
    (path,) = (each for each in demo.books() if each.suffix == ".fb2")
    book_id = (await upload(client, path, illustrate="2"))["book"]["id"]
    await drain()
    return f"/api/v1/books/{book_id}"


async def pictures(client):
    found = await client.get("/api/v1/illustrations?spoilers=all&sort=place")
    return found.json()["items"]


async def passages(client, book):
    return (await client.get(f"{book}/descriptions?spoilers=all&limit=200")).json()["items"]


async def export(client, drain, book, **body):
    asked = await client.post(f"{book}/export", json=body)
    assert asked.status_code == 202, asked.text
    await drain()
    return (await client.get(f"/api/v1/exports/{asked.json()['export']['id']}")).json()


async def archive(client, found):
    answer = await client.get(found["url"])
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content))


async def test_the_pictures_of_a_book_come_as_a_zip_with_what_they_show(client, drain, book):
    asked = (await client.post(f"{book}/export", json={"format": "zip"})).json()
    assert (asked["job"]["kind"], asked["export"]["url"]) == ("export", None)
    assert asked["job"]["subject"] == {"kind": "export", "id": asked["export"]["id"]}

    await drain()

    found = (await client.get(f"/api/v1/exports/{asked['export']['id']}")).json()
    assert found["job"]["state"] == "succeeded"
    packed = await archive(client, found)
    assert packed.testzip() is None
    index = json.loads(packed.read("index.json"))
    shown = await pictures(client)
    assert [each["quote"] for each in index["pictures"]] == [each["quote"] for each in shown]
    for number, (said, row) in enumerate(zip(index["pictures"], shown, strict=True), start=1):
        assert said["file"].startswith(f"{number:03}-ch{row['chapter']:02}-")
        image = Image.open(io.BytesIO(packed.read(said["file"])))
        assert (image.format, image.width) == ("WEBP", row["image"]["width"])
        assert said["width"] == image.width
        assert (said["seed"], said["provider"]) == (row["seed"], "sketch")
        assert said["prompt"]
        assert said["alt"]
        assert said["quote"] in packed.read("captions.txt").decode()
    assert sorted(packed.namelist()) == sorted(
        [each["file"] for each in index["pictures"]] + ["index.json", "captions.txt"]
    )


async def test_the_file_has_a_name_works_in_a_link_and_comes_in_ranges(client, drain, book):
    found = await export(client, drain, book)
    del client.headers["Authorization"]

    whole = await client.get(found["url"])
    part = await client.get(found["url"], headers={"Range": "bytes=0-3"})

    assert len(whole.content) == found["size_bytes"]
    assert (part.status_code, part.content) == (206, b"PK\x03\x04")
    named = whole.headers["Content-Disposition"]
    assert named.startswith('attachment; filename="')
    assert "filename*=UTF-8''%D0" in named
    assert whole.headers["Content-Type"] == "application/zip"


async def test_the_same_pictures_are_the_same_bytes(client, drain, book):
    first = await export(client, drain, book)
    second = await export(client, drain, book)

    digests = [
        hashlib.sha256((await client.get(each["url"])).content).hexdigest()
        for each in (first, second)
    ]
    assert digests[0] == digests[1]


async def test_a_width_is_the_smallest_we_have_that_is_no_narrower(client, drain, book):
    small = await archive(client, await export(client, drain, book, size=320))
    between = await archive(client, await export(client, drain, book, size=400))

    for packed, width in ((small, 320), (between, 512)):
        for each in json.loads(packed.read("index.json"))["pictures"]:
            assert Image.open(io.BytesIO(packed.read(each["file"]))).width == width


async def test_favourites_or_listed_pictures_only(client, drain, book):
    one, other = await pictures(client)
    await client.put(f"/api/v1/illustrations/{one['id']}/favourite")

    favourites = await archive(client, await export(client, drain, book, only_favourites=True))
    listed = await archive(client, await export(client, drain, book, ids=[other["id"]]))

    for packed, wanted in ((favourites, one), (listed, other)):
        (said,) = json.loads(packed.read("index.json"))["pictures"]
        assert said["quote"] == wanted["quote"]


async def test_all_of_the_book_is_exported_however_far_it_is_read(client, drain, book):
    everything = await passages(client, book)
    last = everything[-1]
    await client.post(f"/api/v1/descriptions/{last['id']}/illustrations", json={})
    await drain()
    visible = (await client.get("/api/v1/illustrations")).json()["items"]

    packed = await archive(client, await export(client, drain, book))

    said = json.loads(packed.read("index.json"))["pictures"]
    assert said[-1]["quote"] == last["text"]
    assert last["text"] not in [each["quote"] for each in visible]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"format": "tar"}, "/format"),
        ({"size": 0}, "/size"),
        ({"size": "huge"}, "/size"),
        ({"ids": []}, "/ids"),
        ({"ids": ["01a1fbf8-bd4e-7648-8575-9b9ff16b4369"]}, "/ids/0"),
        ({"only": True}, "/only"),
    ],
)
async def test_a_wrong_wish_names_the_field(client, book, body, pointer):
    answer = await client.post(f"{book}/export", json=body)

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)


async def test_a_book_without_pictures_has_nothing_to_export(client, drain):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()

    answer = await client.post(f"/api/v1/books/{book_id}/export", json={})

    assert answer.status_code == 409


async def test_after_a_week_an_export_is_over(client, resources, drain, book):
    found = await export(client, drain, book)
    async with resources.begin() as work:
        await work.session.execute(
            update(Export).values(expires_at=Export.expires_at - timedelta(days=7, seconds=1))
        )

    after = (await client.get(f"/api/v1/exports/{found['id']}")).json()

    assert after["url"] is None
    assert (await client.get(f"/api/v1/exports/{found['id']}/file")).status_code == 404


async def test_an_export_whose_pictures_went_meanwhile_fails_and_can_be_retried(
    client, drain, book
):
    asked = (await client.post(f"{book}/export", json={})).json()
    gone = [f"/api/v1/illustrations/{each['id']}" for each in await pictures(client)]
    for each in gone:
        await client.delete(each)
    await drain()
    failed = (await client.get(f"/api/v1/jobs/{asked['job']['id']}")).json()
    for each in gone:
        await client.post(f"{each}/restore")

    await client.post(f"/api/v1/jobs/{asked['job']['id']}/retry")
    await drain()

    assert (failed["state"], failed["problem"]["code"]) == ("failed", "conflict")
    assert (await client.get(f"/api/v1/exports/{asked['export']['id']}")).json()["url"]


async def test_a_cancelled_export_is_never_made(client, resources, drain, book):
    asked = (await client.post(f"{book}/export", json={})).json()

    await client.delete(f"/api/v1/jobs/{asked['job']['id']}")
    await drain()

    found = (await client.get(f"/api/v1/exports/{asked['export']['id']}")).json()
    assert (found["job"]["state"], found["url"]) == ("cancelled", None)
    assert await count(resources, Export) == 1


async def test_nobody_exports_or_fetches_what_is_anothers(client, resources, drain, book, stranger):
    found = await export(client, drain, book)
    client.headers.update(bearer(resources, stranger))

    answers = [
        await client.post(f"{book}/export", json={}),
        await client.get(f"/api/v1/exports/{found['id']}"),
        await client.get(f"/api/v1/exports/{found['id']}/file"),
    ]

    assert [each.status_code for each in answers] == [404] * 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bazarov on the steps, at dusk.", "Bazarov on the steps at dusk"),
        ("../../etc/passwd\x00\r\n", "etc passwd"),
        ("Базаров — на крыльце", "Базаров на крыльце"),
        ("CON.txt:stream|*?<>", "CON txt stream"),
        ("…—«»", ""),
        ("é", "é"),
    ],
)
def test_a_file_name_holds_letters_and_digits_only(text, name):
    assert filenames.safe(text) == name


def test_a_file_name_is_short_in_bytes():
    assert len(filenames.safe("крыльцо " * 100).encode()) <= 120
