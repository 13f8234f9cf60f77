"""A chapter: its text unchanged, its pictures between the blocks."""

import re

import html5lib
from sqlalchemy import update

from app.db.models import Illustration
from app.domain.illustrations import IllustrationState
from app.errors import ProviderUnavailable


async def test_a_chapter_is_served_with_its_text_unchanged(browser, put_on_shelf, drain):
    book = await put_on_shelf(illustrate="4")
    await drain()
    stored = (await browser.get(f"/api/v1{book}/chapters/2")).json()["html"]

    page = (await browser.get(f"{book}/chapters/2")).text

    assert blocks(page) == blocks(stored)
    assert page.count("<mark id=") > 1
    assert "Sketch preview" in page


async def test_a_picture_stands_after_the_block_its_passage_ends_in(browser, put_on_shelf, drain):
    book = await put_on_shelf(illustrate="4")
    await drain()
    described = (await browser.get(f"/api/v1{book}/chapters/2/descriptions")).json()["items"]
    drawn = next(each for each in described if each["illustration"])

    tree = parsed((await browser.get(f"{book}/chapters/2")).text)

    block = next(e for e in tree.iter() if e.get("id") == f"b{drawn['span']['end']['block']}")
    figure = block.getnext()
    image = next(figure.iter("img"))
    assert figure.tag == "figure"
    assert drawn["illustration"]["id"] in image.get("src")
    assert image.get("alt").startswith("Illustration: " + drawn["text"][:20])
    for attribute in ("width", "height", "srcset", "sizes", "loading"):
        assert image.get(attribute)


async def test_asking_for_a_picture_leads_back_to_the_passage_until_it_is_drawn(
    browser, put_on_shelf, drain
):
    book = await put_on_shelf(illustrate="none")
    await drain()
    page = (await browser.get(f"{book}/chapters/2")).text
    path, description = re.search(r'action="(/descriptions/([0-9a-f-]+)/draw)"', page).groups()

    answer = await browser.post(path)

    where = answer.headers["Location"]
    assert answer.status_code == 303
    assert where.endswith(f"#d-{description}")
    waiting = (await browser.get(where)).text
    assert "Waiting to be drawn" in waiting
    assert 'http-equiv="refresh" content="3; url=?drawing=' in waiting
    # Whoever opens the chapter to read is not disturbed.
    assert 'http-equiv="refresh"' not in (await browser.get(f"{book}/chapters/2")).text
    await drain()
    drawn = (await browser.get(where)).text
    assert 'class="picture"' in drawn
    assert 'http-equiv="refresh"' not in drawn


async def test_a_picture_that_failed_says_so_and_can_be_asked_for_again(
    browser, put_on_shelf, drain, resources
):
    book = await put_on_shelf(illustrate="none")
    await drain()
    page = (await browser.get(f"{book}/chapters/2")).text
    path = re.search(r'action="(/descriptions/[0-9a-f-]+/draw)"', page)[1]
    where = (await browser.post(path)).headers["Location"]
    await drain()
    await fail_every_picture(resources)

    page = (await browser.get(where)).text

    assert "The image provider did not give a picture" in page
    assert "Draw again" in page


async def fail_every_picture(resources):
    async with resources.begin() as work:
        await work.session.execute(
            update(Illustration).values(
                state=IllustrationState.FAILED,
                shown=False,
                files=None,
                problem=ProviderUnavailable().problem(),
            )
        )


async def test_opening_a_chapter_moves_the_place_forwards_and_never_backwards(
    browser, put_on_shelf, drain
):
    book = await put_on_shelf(illustrate="none")
    await drain()
    place = f"/api/v1{book}/progress"

    await browser.get(f"{book}/chapters/4")
    forwards = (await browser.get(place)).json()
    await browser.get(f"{book}/chapters/2")
    backwards = (await browser.get(place)).json()

    assert forwards["at"] == {"chapter": 4, "block": 0, "offset": 0}
    assert backwards == forwards


async def test_the_last_chapter_can_be_called_read(browser, put_on_shelf, drain):
    book = await put_on_shelf(illustrate="none")
    await drain()

    page = (await browser.get(f"{book}/chapters/5")).text
    answer = await browser.post(f"{book}/chapters/5/finish")

    assert f'action="{book}/chapters/5/finish"' in page
    assert (
        f'action="{book}/chapters/4/finish"' not in (await browser.get(f"{book}/chapters/4")).text
    )
    assert answer.headers["Location"] == book
    assert "100 % read" in (await browser.get(book)).text


async def test_links_inside_the_text_lead_to_pages(browser, put_on_shelf, drain):
    book = await put_on_shelf(illustrate="none")
    await drain()

    page = (await browser.get(f"{book}/chapters/1")).text

    assert f'href="{book}/chapters/2#b0"' in page
    assert "address:" not in page
    assert "asset:" not in page


def parsed(page):
    return html5lib.parse(page, treebuilder="lxml", namespaceHTMLElements=False).getroot()


def blocks(page):
    return {
        e.get("id"): "".join(e.itertext())
        for e in parsed(page).iter()
        if re.fullmatch(r"b\d+", e.get("id") or "")
    }
