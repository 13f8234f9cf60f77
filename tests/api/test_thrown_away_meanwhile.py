"""Whoever waits while a picture is thrown away finds it gone, and changes nothing of it."""

import asyncio

import pytest
from sqlalchemy import select, text

from app import demo
from app.db.base import utc_now
from app.db.models import Book, Illustration
from tests.api.hanging import hang, passages_of
from tests.flows.test_upload_to_pictures import upload

_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.mark.parametrize("path", ["shown", "regenerate", "favourite"])
async def test_what_is_thrown_away_while_one_waits_is_gone_and_comes_back_whole(
    client, resources, drain, path
):
    book = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    passage = (await passages_of(resources))[0]
    shown = await hang(resources, book, passage, shown=True, variant=1)
    other = await hang(resources, book, passage, shown=False, variant=2)
    url = f"/api/v1/illustrations/{other}"
    method = "POST" if path == "regenerate" else "PUT"
    body = {"json": {}} if path == "regenerate" else {}

    async with resources.begin() as work:
        await work.session.execute(select(Book.id).with_for_update())
        asked = asyncio.create_task(client.request(method, f"{url}/{path}", **body))
        async with asyncio.timeout(10):
            while not await work.session.scalar(_WAITING):  # noqa: ASYNC110  # the database rings no bell
                await asyncio.sleep(0.01)
        (await work.session.get_one(Illustration, other)).deleted_at = utc_now()
    answer = await asked

    assert answer.status_code == 404, answer.text
    assert (await client.post(f"{url}/restore")).status_code == 200
    async with resources.sessions() as session:
        rows = await session.scalars(select(Illustration).where(Illustration.shown))
        assert [str(row.id) for row in rows] == [shown]
