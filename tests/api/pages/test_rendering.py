"""What every page has in common."""

import re
from pathlib import Path
from uuid import uuid4

import pytest

import app.api
from app.api import wording
from app.api.pages.rendering import POLICY


async def test_who_accepts_no_html_gets_problem_json(visitor):
    answer = await visitor.get(f"/books/{uuid4()}", headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_pages_may_load_nothing_foreign_and_no_script(browser, put_on_shelf, drain):
    book = await put_on_shelf(illustrate="none")
    await drain()

    for path in ("/", book, f"{book}/chapters/2", "/problems", "/problems/not-found"):
        answer = await browser.get(path)
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "<script" not in answer.text
        assert " style=" not in answer.text
        assert "http://" not in answer.text


async def test_the_style_sheet_is_kept_for_good_under_the_name_of_its_content(visitor):
    address = re.search(r'"(/static/page\.css\?v=\w+)"', (await visitor.get("/")).text)[1]

    sheet = await visitor.get(address)

    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "immutable" in sheet.headers["Cache-Control"]
    same = await visitor.get(address, headers={"If-None-Match": sheet.headers["ETag"]})
    assert same.status_code == 304
    assert (await visitor.get("/static/pages.py")).status_code == 404


async def test_the_page_speaks_the_readers_language_and_the_book_its_own(
    browser, put_on_shelf, drain
):
    book = await put_on_shelf(illustrate="none")
    await drain()

    page = (await browser.get(f"{book}/chapters/2", headers={"Accept-Language": "ru"})).text

    assert '<html lang="ru">' in page
    assert "Содержание" in page
    assert re.search(r'<article class="text" lang="en[^"]*" dir="ltr">', page)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("en;q=0.5, ru", "ru"),
        ("de, ru;q=0, en;q=0.1", "en"),
        ("fr;q=x, *", "en"),
    ],
)
def test_the_language_is_the_best_of_ours_that_the_browser_accepts(accepted, language):
    assert wording.language_of(accepted) == language


SHEET = (Path(app.api.__file__).parent / "static" / "page.css").read_text()


@pytest.mark.parametrize(
    "palette", re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL), ids=["day", "night"]
)
def test_every_text_stands_out_from_its_ground(palette):
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", palette))
    texts = ("ink", "soft", "accent", "problem")

    for ground in ("ground", "raised"):
        for text in texts:
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5


def contrast(one, other):
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
