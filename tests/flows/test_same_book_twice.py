"""The same file in two houses, by two readers and two processes: the same words, seeds and pictures."""

import asyncio

from sqlalchemy import select, text

from app import demo
from app.db.base import Base
from app.db.models import Illustration
from tests.conftest import bearer, make_reader
from tests.flows.test_upload_to_pictures import upload
from tests.workers.processes import workers

RUSSIAN = demo.books()[1]


async def drawn_in_an_empty_house(resources, client, log, email):
    """
    By a worker process of its own: two pictures at upload, a series of a passage and one of somebody.

    What decides what a painter does, and the digests of what came of it; ids are left out, for they
    are another house's.
    """
    tables = ", ".join(Base.metadata.tables)
    async with resources.begin() as work:
        await work.session.execute(text(f"TRUNCATE {tables} CASCADE"))
    await resources.redis.flushdb()
    client.headers.update(bearer(resources, await make_reader(resources, email)))
    with workers(resources, log, "WorkerSettings"):
        uploaded = await upload(client, RUSSIAN, illustrate="2")
        book_id = uploaded["book"]["id"]
        await until_ended(client, uploaded["job"])
        listed = f"/api/v1/books/{book_id}/descriptions?spoilers=all"
        passage = (await client.get(listed)).json()["items"][0]
        bible = (await client.get(f"/api/v1/books/{book_id}/bible?spoilers=all")).json()
        for subject in ({"description": passage["id"]}, {"entity": bible["entities"][0]["id"]}):
            asked = await client.post(
                f"/api/v1/books/{book_id}/series?spoilers=all",
                json={"subject": subject, "quality": "draft"},
            )
            await until_ended(client, asked.raise_for_status().json()["job"])
    async with resources.sessions() as session:
        rows = await session.scalars(
            select(Illustration).order_by(
                Illustration.chapter,
                Illustration.start_block,
                Illustration.start_offset,
                Illustration.view,
            )
        )
        return [told(row) for row in rows]


async def until_ended(client, job):
    async with asyncio.timeout(120):
        while job["state"] in {"queued", "running"}:
            await asyncio.sleep(0.1)
            job = (await client.get(f"/api/v1/jobs/{job['id']}")).json()


def told(row):
    return {
        "at": (row.chapter, row.start_block, row.start_offset, row.view, row.variant),
        "prompt": row.prompt,
        "seed": row.seed,
        "words": [(slot["slot"], slot["words"]) for slot in row.slots],
        "losses": row.losses,
        "style": (row.style, row.style_words),
        "request": row.request_hash,
        "state": row.state,
        "files": row.files,
        "scores": (row.scores["technical"], row.scores["coverage"]),
    }


async def test_the_same_book_is_drawn_alike_wherever_it_is_brought(
    resources, client, tmp_path, monkeypatch
):
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    one = await drawn_in_an_empty_house(resources, client, tmp_path / "one", "one@example.org")
    monkeypatch.setenv("PYTHONHASHSEED", "2")
    other = await drawn_in_an_empty_house(
        resources, client, tmp_path / "other", "other@example.org"
    )

    assert len(one) == 2 + 3 + 3
    assert {each["state"] for each in one} == {"ready"}
    assert len({each["seed"] for each in one}) == len(one)
    assert one == other
