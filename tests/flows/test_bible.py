"""From a file to the looks of its people and places: every fact with its proof."""

import pytest
from sqlalchemy import func, select, update

from app import demo
from app.db.models import Chapter, Edition, Entity, Fact, Job
from app.domain.jobs import JobKind, JobState
from app.services import assembling
from tests.flows.test_names import end, hold_back
from tests.flows.test_upload_to_pictures import upload
from tests.services.leasing import PROBLEM

ENGLISH, RUSSIAN = demo.books()


async def facts(resources):
    async with resources.sessions() as session:
        return (await session.scalars(select(Fact).order_by(Fact.id))).all()


@pytest.mark.parametrize("path", demo.books(), ids=["English", "Russian"])
async def test_every_fact_has_a_quote_that_stands_at_its_address(client, resources, drain, path):
    await upload(client, path, illustrate="none")
    await drain()

    async with resources.sessions() as session:
        rows = await session.execute(
            select(Fact, Chapter.blocks, Chapter.language)
            .join(Entity, Entity.id == Fact.entity_id)
            .join(Chapter, Chapter.ordinal == Fact.chapter)
        )
        found = list(rows)
    assert len(found) >= 3
    for fact, blocks, language in found:
        assert fact.start_block == fact.end_block
        block = blocks[fact.start_block]
        assert block[fact.start_offset : fact.end_offset] == fact.quote
        assert fact.value_en == fact.value or language.startswith("ru")
        assert not set(fact.value_en or "") & set("абвгдежзийклмнопрстуфхцчшщ")


async def test_a_second_run_finds_the_same_facts_under_the_same_ids(client, resources, drain):
    book_id = (await upload(client, RUSSIAN, illustrate="none"))["book"]["id"]
    await drain()
    before = [(each.id, each.entity_id, each.value) for each in await facts(resources)]

    await client.post(f"/api/v1/books/{book_id}/process")
    await drain()

    assert [(each.id, each.entity_id, each.value) for each in await facts(resources)] == before


async def test_a_book_whose_bible_cannot_be_assembled_is_ready_and_says_so(
    client, resources, drain
):
    uploaded = await upload(client, ENGLISH, illustrate="1")
    await hold_back(resources, JobKind.ASSEMBLE_BIBLE)
    await drain()

    await end(resources, JobKind.ASSEMBLE_BIBLE, assembling.assemble_ended)
    await drain()

    book = (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()
    bible = (await client.get(f"/api/v1/books/{uploaded['book']['id']}/bible")).json()
    assert (book["status"], book["illustration_count"]) == ("ready", 1)
    assert (bible["status"], bible["problem"]) == ("incomplete", PROBLEM)
    assert bible["entities"]
    assert "facts-missing" in [each["code"] for each in book["warnings"]]


async def test_the_bible_is_assembled_once_after_the_last_chapter(client, resources, drain):
    await upload(client, ENGLISH, illustrate="none")
    await hold_back(resources, JobKind.ASSEMBLE_BIBLE)
    await drain()

    async with resources.sessions() as session:
        left = await session.scalar(
            select(func.count(Chapter.id)).where(Chapter.extractor_version.is_(None))
        )
        state = await session.scalar(select(Edition.state))
    async with resources.begin() as work:
        await work.session.execute(
            update(Job).where(Job.kind == JobKind.ASSEMBLE_BIBLE).values(is_waiting=False)
        )
    await drain()

    async with resources.sessions() as session:
        jobs = await session.scalars(select(Job.state).where(Job.kind == JobKind.ASSEMBLE_BIBLE))
        assert list(jobs) == [JobState.SUCCEEDED]
        assert (left, state) == (0, "extracting")
        assert await session.scalar(select(Edition.state)) == "ready"
