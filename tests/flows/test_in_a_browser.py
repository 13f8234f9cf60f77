"""What a real browser makes of a served chapter is what extraction read."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from app import demo
from tests import browser
from tests.flows.test_upload_to_pictures import upload

# By code points, as addresses count; JavaScript's own strings count UTF-16 units.
TEXT_AT = """
([block, start, end]) =>
  Array.from(document.getElementById('b' + block).textContent).slice(start, end).join('')
"""


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = browser.path()
    assert path is not None, "run `python -m tests.browser`"
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield launched
        await launched.close()


@pytest.mark.parametrize("path", demo.books(), ids=lambda path: path.name)
async def test_every_description_is_the_text_the_browser_has_at_its_span(
    client, drain, chromium, path
):
    book_id = (await upload(client, path, illustrate="none"))["book"]["id"]
    await drain()
    page = await chromium.new_page()

    checked = 0
    for line in (await client.get(f"/api/v1/books/{book_id}/chapters")).json()["items"]:
        at = f"/api/v1/books/{book_id}/chapters/{line['ordinal']}"
        await page.set_content((await client.get(at)).json()["html"])
        for found in (await client.get(f"{at}/descriptions")).json()["items"]:
            start, end = found["span"]["start"], found["span"]["end"]
            assert start["block"] == end["block"]
            place = [start["block"], start["offset"], end["offset"]]
            assert await page.evaluate(TEXT_AT, place) == found["text"]
            checked += 1
    await page.close()

    assert checked > 5
