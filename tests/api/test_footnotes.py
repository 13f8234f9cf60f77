"""What a page shows when a note mark is clicked."""

import pytest
from sqlalchemy import update

from app.db.models import Chapter
from tests.parsing.builders import fb2

LINK = '<a l:href="#n1" type="note">[1]</a>'


async def chapters_of(client, drain, data):
    sent = await client.post("/api/v1/books/upload", files={"file": ("a.fb2", data)})
    await drain()
    return f"/api/v1/books/{sent.json()['book']['id']}/chapters"


@pytest.fixture
async def url(client, drain):
    return await chapters_of(
        client,
        drain,
        fb2([f"<p>Слово{LINK} и дело.</p>"], notes={"n1": "<emphasis>То</emphasis> самое."}),
    )


async def test_a_chapter_comes_with_the_notes_its_marks_lead_to(client, url):
    answer = await client.get(f"{url}/1")

    assert answer.json()["footnotes"] == [
        {
            "mark": {"block": 0, "start": 5, "end": 8},
            "note": {"chapter": 2, "block": 1},
            "text": "То самое.",
            "html": "<p><em>То</em> самое.</p>",
        }
    ]
    assert f'<a href="{url}/2#b0">[1]</a>' in answer.json()["html"]


async def test_a_mark_whose_note_the_book_does_not_hold_is_told_without_one(client, drain):
    url = await chapters_of(client, drain, fb2([f"<p>Слово{LINK} и дело.</p>"]))

    (footnote,) = (await client.get(f"{url}/1")).json()["footnotes"]

    assert footnote == {
        "mark": {"block": 0, "start": 5, "end": 8}, "note": None, "text": "", "html": "",
    }  # fmt: skip


async def test_marks_that_an_older_parser_found_are_told_without_their_notes(
    client, resources, url
):
    former = [{"block": 0, "start": 5, "end": 8}]
    async with resources.begin() as work:
        await work.session.execute(
            update(Chapter).where(Chapter.ordinal == 1).values(note_marks=former)
        )

    (footnote,) = (await client.get(f"{url}/1")).json()["footnotes"]

    assert (footnote["mark"], footnote["note"]) == (former[0], None)


async def test_a_note_too_long_to_stand_beside_a_text_is_told_by_its_place_alone(client, drain):
    data = fb2([f"<p>Слово{LINK} и дело.</p>"], notes={"n1": "Слово и дело. " * 5000})
    url = await chapters_of(client, drain, data)

    (footnote,) = (await client.get(f"{url}/1")).json()["footnotes"]

    assert (footnote["note"], footnote["text"]) == ({"chapter": 2, "block": 1}, "")


async def test_a_chapter_whose_notes_are_unchanged_is_not_sent_again(client, url):
    first = await client.get(f"{url}/1")

    again = await client.get(f"{url}/1", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
