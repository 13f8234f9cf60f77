"""Progress, spoilers and statistics over HTTP."""

import pytest

from app import demo
from tests.flows.test_upload_to_pictures import upload


@pytest.fixture
async def book(client, drain):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    return f"/api/v1/books/{book_id}"


async def chapters_of(client, book):
    return (await client.get(f"{book}/chapters")).json()["items"]


async def save(client, book, chapter, block=0, offset=0, **more):
    at = {"chapter": chapter, "block": block, "offset": offset}
    return await client.post(f"{book}/progress", json=at | more)


async def test_before_the_first_page_a_book_opens_at_its_first_body_chapter(client, book):
    body = [c["ordinal"] for c in await chapters_of(client, book) if c["kind"] == "body"]

    progress = (await client.get(f"{book}/progress")).json()

    assert progress["at"] == {"chapter": body[0], "block": 0, "offset": 0}
    assert progress["version"] == 0


async def test_going_back_keeps_the_furthest_place(client, book):
    await save(client, book, 4, 3, 10)
    back = (await save(client, book, 2)).json()

    assert back["at"]["chapter"] == 2
    assert back["furthest"] == {"chapter": 4, "block": 3, "offset": 10}


async def test_progress_grows_from_nothing_to_all(client, book):
    lines = await chapters_of(client, book)
    fractions = [(await save(client, book, c["ordinal"])).json()["fraction"] for c in lines]

    assert fractions == sorted(fractions)
    assert all(0 <= fraction <= 1 for fraction in fractions)


@pytest.mark.parametrize(
    "at",
    [
        {"chapter": 99, "block": 0, "offset": 0},
        {"chapter": 2, "block": 9999, "offset": 0},
        {"chapter": 2, "block": 1, "offset": 999999},
        {"chapter": 0, "block": 0, "offset": 0},
        {"chapter": 1, "block": -1, "offset": 0},
        {"chapter": 2**70, "block": 0, "offset": 0},
        {"chapter": "x", "block": 0},
        {},
    ],
)
async def test_an_address_outside_the_book_is_refused(client, book, at):
    answer = await client.post(f"{book}/progress", json=at)

    assert answer.status_code == 422
    assert answer.json()["errors"]


async def test_a_device_that_was_overtaken_is_told(client, book):
    first = (await save(client, book, 2)).json()
    await save(client, book, 3, version=first["version"])

    late = await save(client, book, 2, version=first["version"])

    assert late.status_code == 409


async def test_lists_stop_where_the_reader_is(client, book):
    everything = (await client.get(f"{book}/descriptions?spoilers=all&limit=200")).json()["items"]
    first = min(c["ordinal"] for c in await chapters_of(client, book) if c["kind"] == "body")

    unread = (await client.get(f"{book}/descriptions?limit=200")).json()["items"]
    middle = everything[len(everything) // 2]["span"]["start"]
    await save(client, book, **middle)
    read = (await client.get(f"{book}/descriptions?limit=200")).json()["items"]

    assert {each["chapter"] for each in unread} == {first}
    assert len(read) == len(everything) // 2 + 1
    assert len(everything) > len(read)


async def test_an_opened_chapter_comes_with_all_its_own_descriptions(client, book):
    last = [c for c in await chapters_of(client, book) if c["description_count"]][-1]

    found = (await client.get(f"{book}/chapters/{last['ordinal']}/descriptions")).json()["items"]

    assert len(found) == last["description_count"]


async def test_the_gallery_stops_where_the_reader_is(client, book, drain):
    everything = (await client.get(f"{book}/descriptions?spoilers=all")).json()["items"]
    for each in (everything[0], everything[-1]):
        await client.post(f"/api/v1/descriptions/{each['id']}/illustrations", json={})
    await drain()

    bounded = (await client.get("/api/v1/illustrations")).json()["items"]
    lifted = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    await save(client, book, **everything[-1]["span"]["start"])
    finished = (await client.get("/api/v1/illustrations")).json()["items"]

    assert [len(bounded), len(lifted), len(finished)] == [1, 2, 2]


async def test_descriptions_are_filtered_and_sorted(client, book):
    async def items(query):
        url = f"{book}/descriptions?spoilers=all&limit=200&{query}"
        return (await client.get(url)).json()["items"]

    by_priority = [each["priority"] for each in await items("sort=priority")]
    assert by_priority == sorted(by_priority, reverse=True)
    assert {each["type"] for each in await items("type=location")} == {"location"}
    assert {each["chapter"] for each in await items("chapter=3")} == {3}
    assert all(each["priority"] >= 30 for each in await items("min_priority=30"))
    assert await items("illustrated=true") == []


async def test_pages_of_descriptions_join_without_gap_or_repeat(client, book):
    for sort in ("place", "priority"):
        whole = (
            await client.get(f"{book}/descriptions?spoilers=all&limit=200&sort={sort}")
        ).json()["items"]
        joined, cursor = [], ""
        while cursor is not None:
            url = f"{book}/descriptions?spoilers=all&limit=3&sort={sort}"
            page = (await client.get(url + (f"&cursor={cursor}" if cursor else ""))).json()
            joined += page["items"]
            cursor = page["next"]
        assert [each["id"] for each in joined] == [each["id"] for each in whole]


async def test_statistics_of_a_new_reader_are_all_zero_and_divide_by_nothing(client):
    found = (await client.get("/api/v1/books/statistics")).json()

    assert (found["books"], found["words_read"], found["streak_days"]) == (0, 0, 0)
    assert found["words_per_minute"] is None
    assert len(found["by_day"]) == 7


async def test_statistics_count_what_was_read(client, book):
    lines = await chapters_of(client, book)
    await save(client, book, 2)
    await save(client, book, lines[-1]["ordinal"])

    found = (await client.get("/api/v1/books/statistics")).json()

    assert (found["books"], found["streak_days"]) == (1, 1)
    assert found["words_read"] >= lines[1]["word_count"]
    assert found["chapters_read"] >= 2
    assert found["by_day"][-1]["words"] == found["words_read"]
