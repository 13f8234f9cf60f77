"""The picture that shows how somebody looks: chosen, or brought by the reader."""

import io

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select

from app import demo
from app.db.models import Illustration
from tests.api.bibles import Editor, by_id, draw
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload


@pytest.fixture
async def book_id(client, drain):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    return book_id


@pytest.fixture
def editor(client, book_id):
    return Editor(client, book_id)


def painting(size=(320, 256), form="PNG", **options):
    """A picture with slopes and colours, as a photograph has them."""
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width]
    red = 128 + 100 * np.sin(columns / 23)
    green = 128 + 100 * np.cos(rows / 17)
    blue = (rows * 7 + columns * 3) % 200
    pixels = np.dstack([red, green, blue]).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, form, **options)
    return stream.getvalue()


def animation():
    frames = [Image.new("RGB", (128, 128), colour) for colour in ("red", "blue")]
    stream = io.BytesIO()
    frames[0].save(stream, "WEBP", save_all=True, append_images=frames[1:])
    return stream.getvalue()


def bomb():
    """Unpacks to 144 megapixels, and is smaller than this file."""
    stream = io.BytesIO()
    Image.new("1", (12000, 12000)).save(stream, "PNG")
    return stream.getvalue()


def blank():
    stream = io.BytesIO()
    Image.new("RGB", (256, 256), "white").save(stream, "PNG")
    return stream.getvalue()


async def bring(editor, who, data, **more):
    path = f"{editor.url}/entities/{who['id']}/reference"
    files = {"file": ("me.jpg", data, "image/jpeg")}
    return await editor.client.put(path, files=files, **more)


async def test_a_drawn_picture_is_chosen_and_taken_back(client, editor, drain, book_id):
    await draw(client, drain, book_id)
    one = await editor.somebody()
    [picture] = (await client.get(f"/api/v1/illustrations?book={book_id}")).json()["items"]
    path = f"/entities/{one['id']}/reference"

    chosen = await editor.send("PUT", path, {"illustration": picture["id"]})
    forgotten = await editor.send("DELETE", path)

    now = by_id(chosen, one["id"])
    assert (now["reference"]["id"], now["look"]) == (picture["id"], "approved")
    assert now["reference"]["image"]["url"]
    assert by_id(forgotten, one["id"])["reference"] is None
    assert by_id(await editor.get("?version=2"), one["id"])["reference"]["id"] == picture["id"]


async def test_a_picture_that_was_thrown_away_shows_nobody(client, editor, drain, book_id):
    await draw(client, drain, book_id)
    one = await editor.somebody()
    [picture] = (await client.get(f"/api/v1/illustrations?book={book_id}")).json()["items"]
    path = f"/entities/{one['id']}/reference"
    await editor.send("PUT", path, {"illustration": picture["id"]})

    await client.delete(f"/api/v1/illustrations/{picture['id']}")

    assert by_id(await editor.get(), one["id"])["reference"] is None
    assert await editor.refused("PUT", path, {"illustration": picture["id"]}) == (404, "not-found")


async def test_only_a_picture_that_is_drawn_can_be_chosen(client, editor, book_id):
    found = (await client.get(f"/api/v1/books/{book_id}/descriptions")).json()["items"]
    asked = await client.post(f"/api/v1/descriptions/{found[0]['id']}/illustrations", json={})
    one = await editor.somebody()
    path = f"/entities/{one['id']}/reference"

    waiting = await editor.refused(
        "PUT", path, {"illustration": asked.json()["illustration"]["id"]}
    )

    assert waiting == (409, "conflict")
    for body in ({}, {"illustration": "mine"}, {"illustration": None}, []):
        assert await editor.refused("PUT", path, body) == (422, "invalid-input")


async def test_a_picture_of_the_readers_own_is_kept_without_what_it_hides(
    client, editor, resources
):
    one = await editor.somebody()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    data = painting((700, 500), "JPEG", exif=exif, quality=95)

    answer = await bring(editor, one, data)

    assert answer.status_code == 200, answer.text
    shown = by_id(answer.json(), one["id"])["reference"]
    assert (shown["provider"], shown["view"], shown["state"]) == ("reader", "reference", "ready")
    assert (shown["size"], shown["entity_id"], shown["description_id"]) == (
        "700x500",
        one["id"],
        None,
    )
    assert (shown["alt"], shown["stale"]) == (one["name"], False)
    kept = await client.get(f"/api/v1/illustrations/{shown['id']}/image")
    assert kept.headers["Content-Type"] == "image/webp"
    assert b"taken at home" not in kept.content
    assert not Image.open(io.BytesIO(kept.content)).getexif()

    again = await bring(editor, one, painting((640, 480)), headers={"If-Match": '"v2"'})
    assert again.status_code == 200
    async with resources.sessions() as session:
        rows = (await session.scalars(select(Illustration).order_by(Illustration.variant))).all()
    assert [(each.variant, each.stale) for each in rows] == [(0, False), (1, False)]
    gallery = await client.get(f"/api/v1/illustrations?entity={one['id']}")
    assert len(gallery.json()["items"]) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not-a-picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-a-picture"),
        (b"GIF89a" + bytes(64), "not-a-picture"),
        (painting()[:-400], "undecodable"),
        (painting((40, 300)), "tiny"),
        (animation(), "animated"),
        (bomb(), "too-many-pixels"),
        (blank(), "blank"),
    ],
    ids=["empty", "svg", "gif", "cut short", "tiny", "animated", "bomb", "blank"],
)
async def test_what_is_no_picture_is_refused_and_nothing_is_kept(editor, resources, data, reason):
    one = await editor.somebody()

    answer = await bring(editor, one, data)

    assert answer.status_code == 422, answer.text
    assert (answer.json()["code"], answer.json()["reason"]) == ("invalid-input", reason)
    assert answer.json()["errors"][0]["pointer"] == "/file"
    assert (await editor.get())["version"] == 1
    async with resources.sessions() as session:
        assert (await session.scalars(select(Illustration))).all() == []


async def test_a_file_that_is_too_large_is_refused_while_it_comes(editor):
    one = await editor.somebody()

    answer = await bring(editor, one, bytes(20_200_000))

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


async def test_a_form_without_a_file_says_so(client, editor):
    one = await editor.somebody()
    path = f"{editor.url}/entities/{one['id']}/reference"

    answer = await client.put(path, files={"picture": ("a.png", painting(), "image/png")})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/file")


async def test_a_form_is_one_in_whatever_case_its_type_is_written(client, editor):
    one = await editor.somebody()
    path = f"{editor.url}/entities/{one['id']}/reference"
    head = b'--z\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'

    answer = await client.put(
        path,
        content=head + painting() + b"\r\n--z--\r\n",
        headers={"Content-Type": "Multipart/Form-Data; boundary=z"},
    )

    assert answer.status_code == 200, answer.text


async def test_nobody_brings_a_picture_to_another_readers_book(client, editor, resources, stranger):
    one = await editor.somebody()
    client.headers.update(bearer(resources, stranger))

    answer = await bring(editor, one, painting())

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_the_picture_of_a_place_still_to_come_is_not_shown(client, editor, drain, book_id):
    one = await editor.somebody()
    url = f"/api/v1/books/{book_id}/descriptions?spoilers=all&limit=200"
    last = (await client.get(url)).json()["items"][-1]
    await client.post(f"/api/v1/descriptions/{last['id']}/illustrations", json={})
    await drain()
    [picture] = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    path = f"/entities/{one['id']}/reference"
    body = {"illustration": picture["id"]}

    assert await editor.refused("PUT", path, body) == (404, "not-found")
    chosen = await editor.send("PUT", f"{path}?spoilers=all", body)

    assert by_id(chosen, one["id"])["reference"]["id"] == picture["id"]
    assert by_id(await editor.get(), one["id"])["reference"] is None


async def test_what_nobody_drew_cannot_be_drawn_again(client, editor):
    one = await editor.somebody()
    brought = by_id((await bring(editor, one, painting())).json(), one["id"])["reference"]

    again = await client.post(f"/api/v1/illustrations/{brought['id']}/regenerate", json={})

    assert again.status_code in {409, 422}, again.text
