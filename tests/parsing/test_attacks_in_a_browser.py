"""Our own attacks in a real browser, which must run nothing and ask nobody for anything."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright

from app.parsing import parse
from tests import browser
from tests.parsing.hostile import attacks

ORIGIN = "http://book.example"
# Says when a handler runs, whatever it calls; a script in the markup would do as well.
WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "open"])
    window[name] = (...words) => window.ran.push([name, ...words].join(" "));
"""
# Whoever reads touches things: every handler there is gets its event.
TOUCH = """
for (const each of document.querySelectorAll("main *")) {
    for (const name of ["click", "mouseover", "focus", "load", "error", "toggle", "begin", "start"])
        each.dispatchEvent(new Event(name, {bubbles: false, cancelable: true}));
}
"""


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    path = browser.path()
    assert path is not None, "run `python -m tests.browser`"
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        opened = await chromium.new_page()
        await opened.add_init_script(WATCH)
        yield opened
        await chromium.close()


async def test_no_attack_runs_or_loads_anything_even_without_our_headers(page):
    asked: list[str] = []
    served = ""

    async def answer(route):
        if route.request.url == f"{ORIGIN}/":
            await route.fulfill(content_type="text/html", body=served)
        else:
            asked.append(route.request.url)
            await route.abort()

    await page.route("**/*", answer)
    for case in attacks.CASES:
        chapters = parse(case.make()).chapters
        # The book's own pictures are served by us.
        markup = "".join(each.html for each in chapters).replace(' src="asset:', ' alt="')
        served = f"<!doctype html><meta charset=utf-8><main>{markup}</main>"

        await page.goto(f"{ORIGIN}/")
        await page.evaluate(TOUCH)

        assert await page.evaluate("window.ran") == [], case.name
        assert await page.evaluate("location.href") == f"{ORIGIN}/", case.name
        assert await page.evaluate("document.body.textContent.trim()"), case.name
    assert not [url for url in asked if not url.endswith("/favicon.ico")]


async def test_the_watch_sees_what_does_run(page):
    body = "<main><p onclick=alert(1)>text"
    await page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=body))

    await page.goto(f"{ORIGIN}/")
    await page.evaluate(TOUCH)

    assert await page.evaluate("window.ran") == ["alert 1"]
