"""Whatever has bytes of a stranger in it, or of nobody, a browser neither guesses at nor runs."""

import re

import pytest
from fastapi.routing import APIRoute

from app.api.pages import books, chapters, files, problems, sessions, shelf
from app.main import create_app
from tests.parsing.builders import epub, png

PAGE = "default-src 'none'; img-src 'self' data:; style-src 'self'"
# The one page with a script of ours.
DOCS = {"/docs"}


def is_safe(answer) -> bool:
    policy = answer.headers["Content-Security-Policy"]
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return (
        answer.headers["X-Content-Type-Options"] == "nosniff"
        and policy.startswith("default-src 'none'")
        and ("sandbox" in policy or (is_page and policy.startswith(PAGE)))
    )


def addresses(app, book: str) -> set[str]:
    """Every address that answers GET: of the contract, of the pages, and of what is beside them."""
    paths = {path for path, methods in app.openapi()["paths"].items() if "get" in methods}
    for noun in (sessions, shelf, books, chapters, problems, files):
        paths |= {one.path for one in noun.router.routes if "GET" in one.methods}
    paths |= {one.path for one in app.routes if isinstance(one, APIRoute)}
    known = {"ordinal": "1", "slug": "not-found", "name": "icon.svg"}
    return {
        re.sub(r"{(\w+)(?::\w+)?}", lambda found: known.get(found[1], book), path) for path in paths
    }


async def test_every_address_answers_with_headers_that_let_nothing_run(client, drain, resources):
    picture = '<item id="p" href="p.png" media-type="image/png" properties="cover-image"/>'
    data = epub(
        [("One", '<p>w</p><img src="p.png" alt=""/>')], manifest=picture, files={"p.png": png()}
    )
    uploaded = await client.post(
        "/api/v1/books/upload", files={"file": data}, data={"illustrate": "none"}
    )
    await drain()
    book = uploaded.json()["book"]["id"]

    urls = addresses(create_app(resources.settings), book)
    wrong = []
    for url in (urls | await served(client, book)) - DOCS:
        for accepted in ("*/*", "text/html"):
            answer = await client.get(url, headers={"Accept": accepted})
            if answer.is_server_error or not is_safe(answer):
                wrong.append((url, answer.status_code))

    assert len(urls) > 30
    assert wrong == []


async def served(client, book: str) -> set[str]:
    """The signed addresses of the cover, of a picture inside and of the file itself."""
    told = (await client.get(f"/api/v1/books/{book}")).json()
    chapter = (await client.get(f"/api/v1/books/{book}/chapters/1")).json()
    picture = chapter["html"].split(' src="')[1].split('"')[0].replace("&amp;", "&")
    return {told["cover"]["url"], picture, f"/api/v1/books/{book}/file"}


async def test_pictures_and_files_are_served_as_what_they_are(client, drain):
    cover = '<item id="p" href="p.png" media-type="text/html" properties="cover-image"/>'
    uploaded = await client.post(
        "/api/v1/books/upload",
        files={"file": ("x.html", epub(manifest=cover, files={"p.png": png()}), "text/html")},
        data={"illustrate": "none"},
    )
    await drain()

    book = (await client.get(f"/api/v1/books/{uploaded.json()['book']['id']}")).json()
    picture = await client.get(book["cover"]["url"])
    file = await client.get(f"/api/v1/books/{book['id']}/file")

    assert picture.headers["Content-Type"].startswith("image/")
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("accepted", ["text/html", "application/json"])
async def test_a_refusal_has_the_same_headers(client, accepted):
    answer = await client.get("/books/0199-no-book", headers={"Accept": accepted})

    assert is_safe(answer)
