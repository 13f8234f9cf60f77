"""A browser, before and after signing in, and a book on its shelf."""

import re

import pytest

from app import demo
from app.services import accounts


@pytest.fixture
async def visitor(anonymous):
    """A browser that has not signed in."""
    anonymous.headers.update(
        {"Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
    )
    return anonymous


@pytest.fixture
async def browser(visitor, resources, reader):
    """A browser signed in by a one-time link."""
    async with resources.begin() as work:
        secret = await accounts.sign_in_link(work, reader)
    answer = await visitor.get(f"/sign-in?token={secret}")
    assert answer.status_code == 303
    return visitor


@pytest.fixture
def put_on_shelf(browser):
    """Uploads the English demo book by the form and answers the address of its page."""
    path, _ = demo.books()

    async def upload(*, illustrate):
        files = {"file": (path.name, path.read_bytes())}
        answer = await browser.post("/books/upload", files=files, data={"illustrate": illustrate})
        assert answer.status_code == 303, answer.text
        return re.search(r'href="(/books/[0-9a-f-]+)"', (await browser.get("/")).text)[1]

    return upload
