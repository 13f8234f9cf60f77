"""The main job, end to end: upload, parse, extract, draw, read."""

import pytest

from app import demo


async def upload(client, path, **fields):
    answer = await client.post(
        "/api/v1/books/upload", files={"file": (path.name, path.read_bytes())}, data=fields
    )
    assert answer.status_code == 202, answer.text
    return answer.json()


@pytest.mark.parametrize("path", demo.books(), ids=lambda path: path.name)
async def test_an_uploaded_book_becomes_readable_and_illustrated(client, drain, path):
    uploaded = await upload(client, path, illustrate="2")
    assert uploaded["job"]["kind"] == "prepare_book"
    book_id = uploaded["book"]["id"]

    await drain()

    book = (await client.get(f"/api/v1/books/{book_id}")).json()
    assert book["status"] == "ready", book
    assert book["illustration_count"] == 2
    assert book["description_count"] > 5
    assert book["cover"]["url"].startswith("/api/v1/")
    job = (await client.get(f"/api/v1/jobs/{uploaded['job']['id']}")).json()
    assert job["state"] == "succeeded"
    assert job["progress"] == {"done": 2, "total": 2}
