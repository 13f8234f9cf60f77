"""Whatever happens to workers or Redis, an accepted book becomes ready, and everything in it is there once."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select

from app import demo
from app.db.models import Chapter, Description, Entity, Fact, Illustration, Job, Mention
from app.domain.jobs import JobKind, JobState
from tests.flows.test_upload_to_pictures import upload
from tests.workers.processes import LEASE_S, workers

WANTED = 4


async def status(client, book_id) -> str:
    return (await client.get(f"/api/v1/books/{book_id}")).json()["status"]


async def until_status(client, book_id, *wanted, seconds=60):
    async with asyncio.timeout(seconds):
        while (found := await status(client, book_id)) not in wanted:
            assert found != "failed"
            await asyncio.sleep(0.02)


async def assert_whole(resources, client, book_id):
    """Every row is there, and only once."""
    assert await status(client, book_id) == "ready"
    book = (await client.get(f"/api/v1/books/{book_id}")).json()
    assert book["illustration_count"] == WANTED
    async with resources.sessions() as session:
        chapters = (await session.scalars(select(Chapter.ordinal))).all()
        spans = (
            await session.execute(
                select(Description.chapter, Description.start_block, Description.start_offset)
            )
        ).all()
        pictures = (await session.scalars(select(Illustration.description_id))).all()
        mentions = (
            await session.execute(select(Mention.chapter, Mention.block, Mention.start_offset))
        ).all()
        mentioned = await session.scalar(select(func.sum(Entity.mention_count)))
        place = (Fact.chapter, Fact.start_block, Fact.start_offset)
        facts = (
            await session.execute(select(Fact.entity_id, Fact.attribute, Fact.value, *place))
        ).all()
        live = await session.scalar(
            select(func.count()).where(Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
        )
    assert Counter(chapters).most_common(1)[0][1] == 1
    assert Counter(map(tuple, spans)).most_common(1)[0][1] == 1
    assert Counter(pictures).most_common(1)[0][1] == 1
    assert Counter(map(tuple, mentions)).most_common(1)[0][1] == 1
    assert len(mentions) == mentioned
    assert Counter(map(tuple, facts)).most_common(1)[0][1] == 1
    assert len(spans) == book["description_count"]
    assert live == 0


@pytest.mark.parametrize("moment", ["parsing", "extracting", "illustrating"])
async def test_a_book_survives_the_death_of_its_worker(resources, client, tmp_path, moment):
    log = tmp_path / "worker.log"
    with workers(resources, log, "WorkerSettings", "SoloSettings") as (worker, _):
        book_id = (await upload(client, demo.books()[0], illustrate=str(WANTED)))["book"]["id"]
        await until_status(client, book_id, moment, "illustrating", "ready")
        worker.kill()

        with workers(resources, log, "WorkerSettings"):
            await until_status(client, book_id, "ready")

    await assert_whole(resources, client, book_id)


@pytest.mark.parametrize("kind", [JobKind.FIND_NAMES, JobKind.ASSEMBLE_BIBLE])
async def test_a_book_survives_the_death_of_its_worker_in_the_steps_of_its_edition(
    resources, client, tmp_path, kind
):
    log = tmp_path / "worker.log"
    with workers(resources, log, "WorkerSettings", "SoloSettings") as (worker, _):
        book_id = (await upload(client, demo.books()[0], illustrate=str(WANTED)))["book"]["id"]
        await until_begun(resources, kind)
        worker.kill()

        with workers(resources, log, "WorkerSettings"):
            await until_status(client, book_id, "ready")

    await assert_whole(resources, client, book_id)


async def until_begun(resources, kind, seconds=60):
    async with asyncio.timeout(seconds):
        while True:
            async with resources.sessions() as session:
                states = select(Job.state).where(Job.kind == kind)
                if await session.scalar(states) not in (None, JobState.QUEUED):
                    return
            await asyncio.sleep(0.005)


async def test_a_book_survives_an_emptied_redis(resources, client, tmp_path):
    with workers(resources, tmp_path / "worker.log", "WorkerSettings"):
        book_id = (await upload(client, demo.books()[1], illustrate=str(WANTED)))["book"]["id"]
        for _ in range(4):
            await resources.redis.flushall()
            await asyncio.sleep(0.3)
        await until_status(client, book_id, "ready")

    await assert_whole(resources, client, book_id)


async def test_a_worker_that_stops_gives_its_jobs_to_another_at_once(resources, client, tmp_path):
    log = tmp_path / "worker.log"
    with workers(resources, log, "WorkerSettings") as (worker,):
        book_id = (await upload(client, demo.books()[0], illustrate=str(WANTED)))["book"]["id"]
        await until_status(client, book_id, "illustrating", "ready")
        code = worker.stop()

        async with resources.sessions() as session:
            jobs = (await session.scalars(select(Job).where(Job.state == JobState.RUNNING))).all()
        with workers(resources, log, "WorkerSettings"):
            await until_status(client, book_id, "ready")

    assert code == 0
    assert jobs == []
    await assert_whole(resources, client, book_id)
    async with resources.sessions() as session:
        assert set(await session.scalars(select(Job.crashes))) == {0}


async def test_a_frozen_worker_that_wakes_changes_nothing(resources, client, tmp_path):
    log = tmp_path / "worker.log"
    with workers(resources, log, "WorkerSettings") as (frozen,):
        book_id = (await upload(client, demo.books()[0], illustrate=str(WANTED)))["book"]["id"]
        await until_status(client, book_id, "illustrating", "ready")
        frozen.freeze()
        with workers(resources, log, "WorkerSettings", "SoloSettings"):
            await until_status(client, book_id, "ready")
            frozen.thaw()
            await asyncio.sleep(LEASE_S)
            await assert_whole(resources, client, book_id)
