"""The embedded Postgres on a full disk: told plainly, nothing lost, and no restart needed."""

import asyncio

import pytest
from sqlalchemy import text

from app import demo, embedded
from app.db import migrations
from app.errors import DatabaseUnavailable
from app.resources import open_resources
from tests.flows.disks import mounted
from tests.flows.test_upload_to_pictures import upload
from tests.parsing.builders import epub

# Postgres makes its log in files of this size, and cannot go on without the next one.
SEGMENT = 16 << 20


@pytest.fixture
def disk(tmp_path):
    with mounted(tmp_path / "disk", size=128 << 20) as disk:
        yield disk


@pytest.fixture
async def resources(resources, disk):
    """The whole house with its database on a disk of its own."""
    async with embedded.postgres(disk.folder / "database") as url:
        await migrations.upgrade(url)
        database = resources.settings.database.model_copy(update={"url": url})
        settings = resources.settings.model_copy(update={"database": database})
        async with open_resources(settings) as with_own_database:
            yield with_own_database


async def send(client, path):
    data = path.read_bytes()
    return await client.post("/api/v1/books/upload", files={"file": (path.name, data)})


async def status(client, uploaded):
    return (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()["status"]


async def test_tables_that_cannot_grow_refuse_writes_and_let_readers_read(client, disk, drain):
    first = await upload(client, demo.books()[0], illustrate="none")
    await drain()
    disk.fill()

    accepted, refused = await _send_until_refused(client)

    assert (refused.status_code, refused.json()["code"]) == (507, "disk-full")
    assert await status(client, first) == "ready"
    book = f"/api/v1/books/{first['book']['id']}"
    assert (await client.get(f"{book}/chapters/1")).status_code == 200
    disk.free()
    accepted.append(await upload(client, demo.books()[1], illustrate="1"))
    await drain()
    assert {await status(client, each) for each in accepted} == {"ready"}
    assert (await client.get("/api/v1/books?total=true")).json()["total"] == len(accepted) + 1


async def test_a_log_that_cannot_grow_stops_postgres_until_there_is_room(
    client, disk, drain, resources
):
    english, russian = demo.books()
    accepted = await upload(client, english, illustrate="1")
    disk.fill(spare=SEGMENT // 2)

    await _use_up_the_log(resources)
    answer = await send(client, russian)

    assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable")
    assert "/" not in answer.json()["detail"]
    disk.free()
    await _until_answered(client)
    await drain()
    assert await status(client, accepted) == "ready"
    assert (await send(client, russian)).status_code == 202


async def _send_until_refused(client):
    """What was accepted first: rows that fit into pages that are there already."""
    accepted = []
    for number in range(100):
        data = epub((("One", f"<p>The {number}th house stood on a hill.</p>"),))
        answer = await client.post("/api/v1/books/upload", files={"file": ("a.epub", data)})
        if not answer.is_success:
            return accepted, answer
        accepted.append(answer.json())
    raise AssertionError("everything fits")


async def _use_up_the_log(resources):
    with pytest.raises(DatabaseUnavailable):  # noqa: PT012  # any of them is the one that fails
        for _ in range(20):
            await _begin_the_next_segment(resources)


async def _begin_the_next_segment(resources):
    async with resources.begin() as work:
        # Something to write, or there is nothing to switch from.
        await work.session.execute(text("CREATE TEMP TABLE nothing () ON COMMIT DROP"))
        await work.session.execute(text("SELECT pg_switch_wal()"))


async def _until_answered(client):
    async with asyncio.timeout(30):
        while (await client.get("/api/v1/books")).status_code != 200:  # noqa: ASYNC110  # Postgres tells nobody
            await asyncio.sleep(0.2)
