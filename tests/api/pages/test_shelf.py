"""The shelf: books come, are prepared, and go."""

import os

from sqlalchemy import text

from app import demo
from app.db.work import ReadSession
from app.services import accounts
from tests.parsing.builders import epub


async def test_an_uploaded_book_stands_on_the_shelf_and_the_page_renews_itself_until_it_is_ready(
    browser, put_on_shelf, drain
):
    await put_on_shelf(illustrate="none")

    waiting = (await browser.get("/")).text
    still = (await browser.get("/?still=1")).text
    await drain()
    ready = (await browser.get("/")).text

    assert 'http-equiv="refresh"' in waiting
    assert "Waiting" in waiting
    # A page that renews itself would lose the file somebody has chosen.
    assert 'type="file"' not in waiting
    assert 'http-equiv="refresh"' not in still
    assert 'type="file"' in still
    assert 'http-equiv="refresh"' not in ready
    assert "The Orchard on the Viaduct" in ready
    assert "Not begun" in ready


async def test_a_book_in_work_says_what_is_being_done_to_it(browser, put_on_shelf, resources):
    await put_on_shelf(illustrate="none")
    async with resources.begin() as work:
        await work.session.execute(text("UPDATE edition SET state = 'extracting'"))

    english = (await browser.get("/")).text
    russian = (await browser.get("/", headers={"Accept-Language": "ru"})).text

    assert "Looking who is in it" in english
    assert "Узнаём, кто в ней есть" in russian


async def test_a_file_that_is_no_book_is_refused_in_words(browser):
    answer = await browser.post("/books/upload", files={"file": ("a.epub", b"not a book")})

    assert answer.status_code == 415
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "This is not an EPUB or FB2 file" in answer.text


async def test_a_deleted_book_can_be_put_back(browser, put_on_shelf, drain):
    book = await put_on_shelf(illustrate="none")
    await drain()

    deleted = await browser.post(f"{book}/delete")
    empty = (await browser.get(deleted.headers["Location"])).text
    await browser.post(f"{book}/restore")

    assert f'action="{book}/restore"' in empty
    assert "It is empty" in empty
    assert "The Orchard on the Viaduct" in (await browser.get("/")).text


async def test_a_book_that_is_here_already_is_opened(browser, put_on_shelf, drain):
    book = await put_on_shelf(illustrate="none")
    await drain()
    path, _ = demo.books()

    answer = await browser.post("/books/upload", files={"file": (path.name, path.read_bytes())})

    assert answer.headers["Location"] == book


async def test_consent_is_asked_for_only_where_somebody_else_could_draw(browser):
    assert "Who draws" not in (await browser.get("/")).text


async def test_consent_is_given_and_taken_back_on_the_shelf(browser, resources, reader):
    for word, is_given in (("true", True), ("false", False)):
        await browser.post("/consent", data={"remote_providers": word})

        async with resources.sessions() as session:
            found = await accounts.get(ReadSession(session), reader)
        assert (found.remote_consent_at is not None) is is_given


async def test_a_book_of_many_megabytes_can_be_put_on_the_shelf(browser):
    """Other forms of the page stop at one; this one has the limit of books."""
    picture = os.urandom(3_000_000)
    data = epub([("One", "<p>Text.</p>")], files={"big.bin": picture})

    answer = await browser.post("/books/upload", files={"file": ("a.epub", data)})

    assert len(data) > 3_000_000
    assert answer.status_code == 303
