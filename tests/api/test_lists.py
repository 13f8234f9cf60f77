"""Lists over HTTP: pages, filters, cursors."""

import base64

from app import demo
from tests.flows.test_upload_to_pictures import upload

ENGLISH, RUSSIAN = demo.books()


async def test_the_list_goes_by_pages_and_counts_only_when_asked(client, drain):
    for path in (ENGLISH, RUSSIAN):
        await upload(client, path, illustrate="none")
    await drain()

    first = (await client.get("/api/v1/books?limit=1")).json()
    second = (await client.get(f"/api/v1/books?limit=1&cursor={first['next']}")).json()
    counted = (await client.get("/api/v1/books?total=true")).json()

    assert [len(first["items"]), len(second["items"])] == [1, 1]
    assert first["items"][0]["id"] != second["items"][0]["id"]
    assert (first["total"], second["next"], counted["total"]) == (None, None, 2)


async def test_books_are_found_by_words_language_and_status(client, drain):
    for path in (ENGLISH, RUSSIAN):
        await upload(client, path, illustrate="none")
    await drain()

    async def titles(query):
        return [b["title"] for b in (await client.get(f"/api/v1/books?{query}")).json()["items"]]

    english = (await titles("language=en"))[0]
    assert await titles(f"q={english.split()[1]}") == [english]
    assert len(await titles("status=ready")) == 2
    assert await titles("status=failed") == []
    assert await titles("q=%25") == []
    assert len(await titles("sort=title")) == 2


async def test_a_cursor_that_is_not_ours_is_a_bad_request_and_no_crash(client):
    for cursor in ("x", "W10", "WyJhIiwgImIiLCAiYyJd", "bnVsbA", "W3sieCI6MX1d", "WyJub3BlIl0"):
        answer = await client.get(f"/api/v1/books?cursor={cursor}")
        assert answer.status_code == 422, cursor
    for keys in (b"[" * 9999, b"[1]", b"[true]", b"[1.5]", b"[NaN]", b"[1e999]", b'["\\u0000"]'):
        cursor = base64.urlsafe_b64encode(keys).decode()
        answer = await client.get("/api/v1/books", params={"cursor": cursor})
        assert answer.status_code == 422, keys[:9]


async def test_a_list_links_to_its_next_page(client, drain):
    for path in (ENGLISH, RUSSIAN):
        await upload(client, path, illustrate="none")
    await drain()

    first = await client.get("/api/v1/books?limit=1&sort=title")
    link = first.links["next"]["url"]
    second = await client.get(link)

    assert link.startswith("/api/v1/books?")
    assert second.json()["items"][0]["title"] > first.json()["items"][0]["title"]
    assert "next" not in second.links
