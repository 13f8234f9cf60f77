"""Books over HTTP."""

import pytest
from sqlalchemy import text

from app import demo
from app.db.models import Edition, Job
from tests.conftest import bearer, count
from tests.flows.test_upload_to_pictures import upload

ENGLISH, RUSSIAN = demo.books()


def send(client, data, name="book.epub", **fields):
    return client.post("/api/v1/books/upload", files={"file": (name, data)}, data=fields)


async def test_an_upload_is_answered_before_the_book_is_parsed(client):
    answer = await send(client, ENGLISH.read_bytes())

    assert answer.status_code == 202
    assert answer.json()["book"]["status"] == "received"
    assert answer.json()["job"]["state"] == "queued"
    assert answer.headers["Location"] == f"/api/v1/jobs/{answer.json()['job']['id']}"


async def test_the_same_file_again_is_the_same_book_and_no_new_job(client):
    first = (await send(client, ENGLISH.read_bytes())).json()

    again = await send(client, ENGLISH.read_bytes(), name="other name.epub")

    assert again.status_code == 200
    assert again.json()["book"]["id"] == first["book"]["id"]
    assert again.json()["job"] is None


async def test_a_file_is_parsed_once_however_many_readers_bring_it(
    client, drain, resources, stranger
):
    await upload(client, ENGLISH, illustrate="none")
    await drain()

    second = await client.post(
        "/api/v1/books/upload",
        files={"file": ENGLISH.read_bytes()},
        data={"illustrate": "none"},
        headers=bearer(resources, stranger),
    )
    ready_at_once = second.json()["book"]["status"] in {"ready", "illustrating"}
    await drain()

    assert second.status_code == 202
    assert ready_at_once
    assert second.json()["book"]["word_count"] > 3000
    assert await count(resources, Edition) == 1
    async with resources.sessions() as session:
        parses = await session.scalar(text("SELECT count(*) FROM job WHERE kind = 'parse_edition'"))
    assert parses == 1


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty-file"),
        (b"%PDF-1.7 ...", 415, "unsupported-format"),
        (b"just some words", 415, "unsupported-format"),
        (b"<html><body>hi</body></html>", 415, "unsupported-format"),
        (b"PK\x03\x04 broken", 422, "corrupt-archive"),
    ],
)
async def test_what_is_no_book_is_refused_at_once_and_leaves_nothing(
    client, resources, data, status, code
):
    answer = await send(client, data)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert await count(resources, Edition) == 0
    assert await count(resources, Job) == 0


async def test_a_file_over_the_limit_is_refused_while_it_comes(client, resources):
    limit = resources.settings.limits.upload
    sent = 0

    async def endless():
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        while sent < 2 * limit:
            sent += 1 << 20
            yield b"0" * (1 << 20)

    answer = await client.post(
        "/api/v1/books/upload",
        content=endless(),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "upload-too-large")
    assert sent < 1.1 * limit


@pytest.mark.parametrize("illustrate", ["some", "-1", "101", "1.5", "²", "٣", "9" * 5000])
async def test_a_wrong_number_of_pictures_is_refused(client, illustrate):
    answer = await send(client, ENGLISH.read_bytes(), illustrate=illustrate)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/illustrate"


async def test_an_upload_without_a_file_says_what_is_missing(client):
    form = await client.post("/api/v1/books/upload", files={"wrong": b"x"})
    body = await client.post("/api/v1/books/upload", json={})

    assert [form.status_code, body.status_code] == [422, 422]
    assert form.json()["errors"][0]["pointer"] == "/file"


async def test_a_book_that_cannot_be_read_says_why_on_the_book_and_on_its_job(client, drain):
    broken = b'<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body/></FictionBook>'
    uploaded = (await send(client, broken)).json()
    await drain()

    book = (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()
    job = (await client.get(f"/api/v1/jobs/{uploaded['job']['id']}")).json()

    assert (book["status"], book["problem"]["code"]) == ("failed", "empty-book")
    assert (job["state"], job["problem"]["code"]) == ("failed", "empty-book")
    assert job["problem"]["remedy"]


async def test_a_deleted_book_is_gone_with_its_jobs_and_can_be_taken_back(client, drain):
    book_id = (await upload(client, ENGLISH))["book"]["id"]

    deleted = await client.delete(f"/api/v1/books/{book_id}")
    gone = await client.get(f"/api/v1/books/{book_id}")
    jobs = (await client.get("/api/v1/jobs")).json()["items"]
    await client.post(f"/api/v1/books/{book_id}/restore")
    await drain()
    back = (await client.get(f"/api/v1/books/{book_id}")).json()

    assert (deleted.status_code, gone.status_code) == (204, 404)
    assert {job["state"] for job in jobs} == {"cancelled"}
    assert back["status"] == "ready"


async def test_edition_work_stops_when_no_book_waits_for_it(client, resources):
    book_id = (await upload(client, ENGLISH))["book"]["id"]

    await client.delete(f"/api/v1/books/{book_id}")

    async with resources.sessions() as session:
        states = set(await session.scalars(text("SELECT state FROM job")))
    assert states == {"cancelled"}


async def test_a_book_cancelled_before_it_was_read_says_so_and_comes_back_when_asked(client, drain):
    uploaded = await upload(client, ENGLISH, illustrate="1")
    url = f"/api/v1/books/{uploaded['book']['id']}"
    await client.delete(f"/api/v1/jobs/{uploaded['job']['id']}")

    given_up = (await client.get(url)).json()
    found = (await client.get("/api/v1/books?status=failed")).json()["items"]
    again = await send(client, ENGLISH.read_bytes(), illustrate="1")
    await drain()
    back = (await client.get(url)).json()

    assert (given_up["status"], given_up["problem"]["code"]) == ("failed", "refused")
    assert [each["id"] for each in found] == [uploaded["book"]["id"]]
    assert again.status_code == 202
    assert (back["status"], back["problem"], back["illustration_count"]) == ("ready", None, 1)


async def test_the_uploaded_file_comes_back_whole_and_in_ranges(client):
    book_id = (await upload(client, ENGLISH))["book"]["id"]
    url = f"/api/v1/books/{book_id}/file"
    data = ENGLISH.read_bytes()

    whole = await client.get(url)
    part = await client.get(url, headers={"Range": "bytes=10-19"})
    tail = await client.get(url, headers={"Range": "bytes=-5"})
    beyond = await client.get(url, headers={"Range": f"bytes={len(data)}-"})
    absurd = await client.get(url, headers={"Range": f"bytes=0-{'9' * 5000}"})
    known = await client.get(url, headers={"If-None-Match": whole.headers["ETag"]})

    assert whole.content == absurd.content == data
    assert (part.status_code, part.content) == (206, data[10:20])
    assert tail.content == data[-5:]
    assert (beyond.status_code, known.status_code) == (416, 304)
    assert beyond.json()["status"] == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(data)}"


async def test_a_chapter_has_an_etag_that_new_pictures_do_not_change(client, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    url = f"/api/v1/books/{book_id}/chapters/2"

    before = await client.get(url)
    found = (await client.get(f"{url}/descriptions")).json()["items"][0]
    await client.post(f"/api/v1/descriptions/{found['id']}/illustrations", json={})
    await drain()
    after = await client.get(url, headers={"If-None-Match": before.headers["ETag"]})

    assert before.headers["ETag"] == f'"{before.json()["version"]}"'
    assert after.status_code == 304


async def test_contents_lead_to_chapters_that_are_there(client, drain):
    book_id = (await upload(client, RUSSIAN, illustrate="none"))["book"]["id"]
    await drain()

    contents = (await client.get(f"/api/v1/books/{book_id}/contents")).json()
    chapters = (await client.get(f"/api/v1/books/{book_id}/chapters")).json()["items"]

    ordinals = {line["ordinal"] for line in chapters}
    targets = {line["chapter"] for line in contents if line["chapter"]}
    assert targets
    assert targets <= ordinals


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("My book.epub", "My book"),
        ("../../etc/passwd.fb2.zip", "passwd"),
        ("C:\\books\\Отцы и дети.fb2", "Отцы и дети"),
        ("x" * 500, "x" * 200),
    ],
)
async def test_until_its_title_is_known_a_book_is_called_as_its_file(client, name, title):
    answer = await send(client, ENGLISH.read_bytes(), name=name)

    assert answer.status_code == 202
    assert answer.json()["book"]["title"] == title


async def test_a_name_longer_than_any_is_a_bad_request(client):
    answer = await send(client, ENGLISH.read_bytes(), name="x" * 5000)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


async def test_a_book_taken_back_keeps_its_pictures_and_gets_only_those_it_lacked(client, drain):
    book_id = (await upload(client, ENGLISH, illustrate="3"))["book"]["id"]
    await drain()
    url = f"/api/v1/books/{book_id}"
    before = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]

    await client.delete(url)
    await client.post(f"{url}/restore")
    await drain()

    after = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    assert {each["id"] for each in before} == {each["id"] for each in after}
    assert (await client.get(url)).json()["status"] == "ready"


async def test_pictures_under_way_end_with_their_book_and_none_is_stuck(client, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    found = (await client.get(f"/api/v1/books/{book_id}/descriptions")).json()["items"][0]
    asked = f"/api/v1/descriptions/{found['id']}/illustrations"
    first = (await client.post(asked, json={})).json()["illustration"]["id"]

    await client.delete(f"/api/v1/books/{book_id}")
    await client.post(f"/api/v1/books/{book_id}/restore")
    ended = (await client.get(f"/api/v1/illustrations/{first}")).json()["state"]
    again = (await client.post(asked, json={})).json()["illustration"]["id"]
    await drain()

    assert ended == "cancelled"
    assert again != first
    assert (await client.get(f"/api/v1/illustrations/{again}")).json()["state"] == "ready"


@pytest.mark.parametrize("path", ["/api/v1/books/{id}", "/openapi.json"])
async def test_what_did_not_change_is_not_sent_again(client, drain, path):
    url = path.format(id=(await upload(client, ENGLISH, illustrate="none"))["book"]["id"])
    await drain()

    first = await client.get(url)
    again = await client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    other = await client.get(url, headers={"If-None-Match": '"something else"'})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert other.status_code == 200
