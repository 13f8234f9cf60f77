"""Passages of a reader's own choice, and passages that a reader hides."""

import pytest

from app import demo
from app.db.models import Book, Description, HiddenDescription, Illustration
from tests.conftest import bearer, count
from tests.flows.test_upload_to_pictures import upload
from tests.services.test_cleaning import WEEK, age, clean

ENGLISH = demo.books()[0]


@pytest.fixture
async def book_id(client, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    return book_id


async def listed(client, book_id, chapter=2):
    found = await client.get(f"/api/v1/books/{book_id}/chapters/{chapter}/descriptions")
    return found.json()["items"]


def span(start, end, chapter=2):
    return {
        "span": {
            "start": {"chapter": chapter, "block": start[0], "offset": start[1]},
            "end": {"chapter": chapter, "block": end[0], "offset": end[1]},
        }
    }


async def mark(client, book_id, start=(1, 3), end=(2, 20)):
    return await client.post(f"/api/v1/books/{book_id}/descriptions", json=span(start, end))


async def test_a_passage_of_ones_own_is_listed_and_can_be_drawn(client, drain, book_id):
    answer = await mark(client, book_id)
    marked = answer.json()

    asked = await client.post(f"/api/v1/descriptions/{marked['id']}/illustrations", json={})
    await drain()

    assert answer.status_code == 201
    assert (marked["own"], marked["hidden"], marked["span"]) == (
        True,
        False,
        span((1, 3), (2, 20))["span"],
    )
    assert sum(marked["type_probabilities"].values()) == pytest.approx(1)
    assert asked.status_code == 202
    [again] = [each for each in await listed(client, book_id) if each["own"]]
    assert again["id"] == marked["id"]
    assert again["text"] == marked["text"]
    assert again["illustration"]["state"] == "ready"


async def test_its_text_is_what_stands_between_the_two_addresses(client, book_id):
    marked = (await mark(client, book_id)).json()

    html = (await client.get(f"/api/v1/books/{book_id}/chapters/2")).json()["html"]
    first, _, second = marked["text"].partition("\n")
    assert first
    assert len(second) == 20
    assert f"{marked['prefix']}{first}"[-20:] in html
    assert second in html


async def test_the_same_passage_is_marked_once(client, book_id):
    first = (await mark(client, book_id)).json()

    again = await mark(client, book_id)

    assert (again.status_code, again.json()["id"]) == (200, first["id"])


async def test_a_passage_that_was_found_is_not_marked_a_second_time(client, book_id):
    found = (await listed(client, book_id))[0]
    url = f"/api/v1/books/{book_id}/descriptions"

    answer = await client.post(url, json={"span": found["span"]})

    assert (answer.status_code, answer.json()["id"]) == (200, found["id"])
    assert answer.json()["own"] is False


async def test_nobody_else_sees_it(client, resources, drain, book_id, stranger):
    marked = (await mark(client, book_id)).json()
    client.headers.update(bearer(resources, stranger))
    theirs = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()

    assert (await client.get(f"/api/v1/descriptions/{marked['id']}")).status_code == 404
    asked = await client.post(f"/api/v1/descriptions/{marked['id']}/illustrations", json={})
    assert asked.status_code == 404
    assert not any(each["own"] for each in await listed(client, theirs))


@pytest.mark.parametrize(
    ("start", "end", "pointer"),
    [
        ((2, 5), (2, 5), "/span/end"),
        ((2, 5), (1, 5), "/span/end"),
        ((1, 0), (100_000, 0), "/span/end/block"),
        ((1, 100_000), (2, 0), "/span/start/offset"),
    ],
)
async def test_a_span_that_is_not_in_the_book_is_refused(client, book_id, start, end, pointer):
    answer = await mark(client, book_id, start, end)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_span_over_two_chapters_or_in_none_is_refused(client, book_id):
    url = f"/api/v1/books/{book_id}/descriptions"
    two = span((1, 0), (1, 5))
    two["span"]["end"]["chapter"] = 3

    over = await client.post(url, json=two)
    beyond = await client.post(url, json=span((1, 0), (1, 5), chapter=99))

    assert over.json()["errors"][0]["pointer"] == "/span/end/chapter"
    assert beyond.json()["errors"][0]["pointer"] == "/span/start/chapter"


async def test_a_passage_of_ones_own_stays_when_the_book_is_worked_out_again(
    client, drain, book_id
):
    marked = (await mark(client, book_id)).json()

    await client.post(f"/api/v1/books/{book_id}/process")
    await drain()

    assert [each["id"] for each in await listed(client, book_id) if each["own"]] == [marked["id"]]


async def test_a_hidden_passage_leaves_the_page_until_it_is_shown_again(client, book_id):
    found = (await listed(client, book_id))[0]
    url, page = f"/api/v1/descriptions/{found['id']}", f"/books/{book_id}/chapters/2"

    hidden = await client.patch(url, json={"hidden": True})
    without = (await client.get(page)).text
    shown = await client.patch(url, json={"hidden": False})
    with_it = (await client.get(page)).text

    assert (hidden.json()["hidden"], shown.json()["hidden"]) == (True, False)
    assert found["id"] not in without
    assert found["id"] in with_it


async def test_what_one_reader_hides_another_still_sees(
    client, resources, drain, book_id, stranger
):
    found = (await listed(client, book_id))[0]
    await client.patch(f"/api/v1/descriptions/{found['id']}", json={"hidden": True})

    client.headers.update(bearer(resources, stranger))
    theirs = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()

    assert not any(each["hidden"] for each in await listed(client, theirs))


async def test_passages_of_a_readers_own_go_with_the_book_and_leave_the_editions(
    resources, client, drain, book_id, stranger
):
    marked = (await mark(client, book_id)).json()["id"]
    await client.post(f"/api/v1/descriptions/{marked}/illustrations", json={})
    await client.patch(f"/api/v1/descriptions/{marked}", json={"hidden": True})
    await drain()
    found = await count(resources, Description)
    mine = dict(client.headers)
    client.headers.update(bearer(resources, stranger))
    await upload(client, ENGLISH, illustrate="none")
    client.headers.update(mine)
    await client.delete(f"/api/v1/books/{book_id}")
    await age(resources, Book.deleted_at, WEEK)

    await clean(resources)

    assert await count(resources, Description) == found - 1
    assert await count(resources, HiddenDescription) == 0
    assert await count(resources, Illustration) == 0
