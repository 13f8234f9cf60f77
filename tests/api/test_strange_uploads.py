"""Uploads that are not as a browser sends them: each has its answer, and none leaves anything behind."""

import asyncio

import pytest

from app import demo
from app.db.models import Edition, Job
from tests.conftest import count
from tests.parsing.builders import epub, fb2
from tests.parsing.hostile.locks import LOCKED, locked

URL = "/api/v1/books/upload"
ENGLISH = demo.books()[0].read_bytes()
BOUNDARY = {"Content-Type": "multipart/form-data; boundary=x"}


def part(data: bytes, disposition: bytes = b'name="file"; filename="a.epub"') -> bytes:
    return (
        b"--x\r\nContent-Disposition: form-data; "
        + disposition
        + b"\r\n\r\n"
        + data
        + b"\r\n--x--\r\n"
    )


@pytest.mark.parametrize(
    "name",
    [
        b"../../../etc/cron.d/book.epub",
        b"..\\\\..\\\\autoexec.epub",
        b"/etc/passwd",
        b"C:\\\\book.epub",
        b"a\\0b.epub",
        b"a\0b.epub",
        "книга \u202excod.epub".encode(),
        b"\xff\xfe\xfd.epub",
        b"<script>alert(1)</script>.epub",
        b"'; DROP TABLE book; --.epub",
        b"%0d%0aSet-Cookie: a=b.epub",
        b".epub",
        b"n" * 3_000,
    ],
)
async def test_a_name_is_never_a_path_and_never_breaks_an_answer(client, name):
    body = part(ENGLISH, b'name="file"; filename="' + name + b'"')

    answer = await client.post(URL, content=body, headers=BOUNDARY)

    assert answer.status_code == 202
    book = (await client.get(f"/api/v1/books/{answer.json()['book']['id']}")).json()
    assert not {"/", "\\", "\0", "\r", "\n"} & set(book["title"])
    page = await client.get(f"/books/{book['id']}", headers={"Accept": "text/html"})
    assert page.status_code in {200, 401}
    assert "<script" not in page.text


@pytest.mark.parametrize(
    "name", [b"n" * 20_000, b'a"\r\nX-Evil: 1\r\nContent-Type: text/html', b"a\r\n\r\nb"]
)
async def test_a_name_that_breaks_the_request_is_a_problem_of_the_sender(client, resources, name):
    body = part(ENGLISH, b'name="file"; filename="' + name + b'"')

    answer = await client.post(URL, content=body, headers=BOUNDARY)

    assert answer.status_code in {202, 400, 415, 422}
    assert "X-Evil" not in answer.headers
    assert await count(resources, Edition) == (answer.status_code == 202)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
async def test_another_method_is_told_as_such(client, method):
    answer = await client.request(method, URL)

    # GET finds an address of a book, whose name `upload` is none.
    assert answer.status_code in {404, 405, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x--\r\n",
        b"--x\r\n",
        b"no boundary at all",
        b"--x\r\n\r\n\r\n--x--",
    ],
)
async def test_a_body_that_is_no_form_is_a_problem_of_the_sender(client, resources, body):
    answer = await client.post(URL, content=body, headers=BOUNDARY)

    assert answer.status_code in {400, 422}
    assert answer.json()["remedy"]
    assert await count(resources, Edition) == 0


async def test_two_files_and_a_file_that_is_a_word_are_refused(client):
    two = await client.post(URL, files=[("file", ENGLISH), ("file", ENGLISH)])
    word = await client.post(URL, files={"other": (None, b"x"), "file": (None, b"words")})

    assert [two.status_code, word.status_code] == [400, 422]


# The framework forgets a file whose end never comes; it is closed when it is collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_an_upload_that_breaks_off_leaves_nothing(client, resources):
    async def gone():
        return {"type": "http.disconnect"}

    before = stored(resources)
    cut = await client.post(URL, content=part(ENGLISH)[:5_000], headers=BOUNDARY)
    broken_off = await _sent(client, part(ENGLISH)[:2_000], then=gone)

    assert cut.status_code == 422
    assert broken_off == [422]
    assert await count(resources, Edition) == 0
    assert await count(resources, Job) == 0
    assert stored(resources) == before


def stored(resources):
    return {each for each in resources.settings.data.rglob("*") if each.is_file()}


async def _sent(client, start, *, then):
    """Statuses of the answers to a request whose body is *start* and what *then* says."""
    received, answers = iter([{"type": "http.request", "body": start, "more_body": True}]), []

    async def receive():
        return next(received, None) or await then()

    async def send(message):
        answers.extend([message["status"]] if "status" in message else [])

    names = {**client.headers, **BOUNDARY}
    headers = [(name.lower().encode(), value.encode()) for name, value in names.items()]
    scope = {"type": "http", "method": "POST", "path": URL, "raw_path": URL.encode()}
    scope |= {"query_string": b"", "headers": headers, "scheme": "http", "server": ("test", 80)}
    scope |= {
        "client": ("127.0.0.1", 1),
        "http_version": "1.1",
        "root_path": "",
        "asgi": {"version": "3.0"},
    }
    await client._transport.app(scope, receive, send)
    return answers


async def test_a_slow_upload_holds_nobody_up(client):
    async def slow():
        for start in range(0, len(body), 4_000):
            yield body[start : start + 4_000]
            await asyncio.sleep(0.01)

    body = part(epub())
    uploading = asyncio.create_task(client.post(URL, content=slow(), headers=BOUNDARY))
    others = [await client.get("/api/v1/books") for _ in range(5)]

    assert {each.status_code for each in others} == {200}
    assert (await uploading).status_code == 202


async def test_content_decides_and_not_the_name(client, drain):
    answer = await client.post(
        URL, files={"file": ("book.fb2", epub())}, data={"illustrate": "none"}
    )
    await drain()

    book = (await client.get(f"/api/v1/books/{answer.json()['book']['id']}")).json()
    assert (book["format"], book["status"]) == ("epub", "ready")


async def test_a_locked_book_is_refused_at_once_with_its_scheme(client, resources):
    answer = await client.post(URL, files={"file": locked(LOCKED, license_lcpl="{}")})

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "drm-protected")
    assert problem["scheme"] == "Readium LCP"
    assert "Thorium" in problem["detail"]
    assert await count(resources, Edition) == 0


async def test_what_only_the_worker_finds_is_the_same_problem_on_the_book(client, drain):
    bomb = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><FictionBook"
    laughing = fb2(["<p>&b;</p>"]).replace(b"<FictionBook", bomb, 1)

    uploaded = (await client.post(URL, files={"file": laughing})).json()
    await drain()

    book = (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()
    assert book["status"] == "failed"
    problem = book["problem"]
    assert (problem["type"], problem["status"]) == ("/problems/unsafe-xml", 422)
    assert problem["title"]
    assert problem["remedy"]


async def test_oddities_are_told_with_the_book(client, drain):
    odd = epub([("One", '<p>text</p><img src="gone.png" alt=""/>')])

    uploaded = await client.post(URL, files={"file": odd}, data={"illustrate": "none"})
    await drain()

    book = (await client.get(f"/api/v1/books/{uploaded.json()['book']['id']}")).json()
    (warning,) = book["warnings"]
    assert warning["code"] == "missing-resource"
    assert warning["detail"]
