"""From a file to everybody in it: who is found, and what the passages know of them."""

import pytest
from sqlalchemy import func, select, update

from app import demo
from app.db.models import Chapter, Description, Edition, Entity, Job, Mention
from app.domain.jobs import JobKind, JobState
from app.services import naming
from tests.conftest import count
from tests.flows.test_upload_to_pictures import upload
from tests.services.leasing import PROBLEM

ENGLISH, RUSSIAN = demo.books()


async def cast(resources):
    async with resources.sessions() as session:
        return (await session.scalars(select(Entity).where(Entity.retired_at.is_(None)))).all()


async def described(client, book_id, query=""):
    found = await client.get(f"/api/v1/books/{book_id}/descriptions?spoilers=all{query}")
    return found.json()["items"]


async def end(resources, kind, ended):
    """As if the job of this kind had failed for good."""
    async with resources.begin() as work:
        edition_id = await work.session.scalar(select(Edition.id))
        await work.session.execute(
            update(Job)
            .where(Job.kind == kind, Job.state == JobState.QUEUED)
            .values(state=JobState.FAILED, finished_at=func.now())
        )
        await ended(work, edition_id, JobState.FAILED, PROBLEM)


async def hold_back(resources, kind):
    """The edition's job of *kind* waits, whoever submits it."""
    async with resources.begin() as work:
        edition_id = await work.session.scalar(select(Edition.id))
        await work.submit(kind, edition_id, is_waiting=True)


@pytest.mark.parametrize(
    ("path", "name", "alias"),
    [(ENGLISH, "Toby", "Toby Wren"), (RUSSIAN, "Варя", "Варвара")],
    ids=["English", "Russian"],
)
async def test_a_book_knows_its_people_by_all_their_names(  # noqa: PLR0917  # three are of the case
    client, resources, drain, path, name, alias
):
    await upload(client, path, illustrate="none")
    await drain()

    found = {entity.name: entity for entity in await cast(resources)}
    assert alias in [each["name"] for each in found[name].aliases]
    assert await count(resources, Mention) == sum(each.mention_count for each in found.values())


async def test_every_mention_stands_where_a_name_is(client, resources, drain):
    await upload(client, ENGLISH, illustrate="none")
    await drain()

    async with resources.sessions() as session:
        rows = await session.execute(
            select(Mention, Entity.aliases, Chapter.blocks)
            .join(Entity, Entity.id == Mention.entity_id)
            .join(Chapter, Chapter.ordinal == Mention.chapter)
        )
        found = list(rows)
    assert len(found) > 50
    for mention, aliases, blocks in found:
        surface = blocks[mention.block][mention.start_offset : mention.end_offset]
        assert surface in [each["name"] for each in aliases]


async def test_passages_say_who_is_in_them_and_are_found_by_it(client, drain):
    book_id = (await upload(client, ENGLISH, illustrate="4"))["book"]["id"]
    await drain()

    every = await described(client, book_id)
    named = [each for each in every if each["entities"]]
    who = named[0]["entities"][0]
    with_them = await described(client, book_id, f"&entity={who['id']}")
    pictures = await client.get(f"/api/v1/illustrations?spoilers=all&entity={who['id']}")

    assert 0 < len(with_them) < len(every)
    assert [each["id"] for each in with_them] == [
        each["id"] for each in every if who in each["entities"]
    ]
    drawn = {each["illustration"]["id"] for each in with_them if each["illustration"]}
    assert {each["id"] for each in pictures.json()["items"]} == drawn


async def test_a_second_run_changes_no_id_and_leaves_every_mention_once(client, resources, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    before = {(each.id, each.key, each.name) for each in await cast(resources)}
    mentions = await count(resources, Mention)

    await client.post(f"/api/v1/books/{book_id}/process")
    await drain()

    assert {(each.id, each.key, each.name) for each in await cast(resources)} == before
    assert await count(resources, Mention) == mentions


async def test_who_is_not_found_any_more_is_retired_and_comes_back_as_the_same(
    client, resources, drain
):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    before = {each.key: each.id for each in await cast(resources)}
    async with resources.begin() as work:
        await naming.forget(work, await work.session.scalar(select(Edition.id)))
        await work.session.execute(
            update(Entity).where(Entity.name == "Toby").values(key="character:9/9/9")
        )

    gone = await cast(resources)
    await client.post(f"/api/v1/books/{book_id}/process")
    await drain()

    after = {each.key: each.id for each in await cast(resources)}
    assert gone == []
    assert after.keys() == before.keys()
    assert len(after.items() - before.items()) == 1, "the one whose key was lost is new"
    assert await count(resources, Entity) == len(before) + 1


async def test_a_book_whose_names_cannot_be_found_is_illustrated_without(client, resources, drain):
    uploaded = await upload(client, ENGLISH, illustrate="1")
    await hold_back(resources, JobKind.FIND_NAMES)
    await drain()

    await end(resources, JobKind.FIND_NAMES, naming.find_ended)
    await drain()

    book = (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()
    assert (book["status"], book["illustration_count"]) == ("ready", 1)
    assert "names-missing" in [each["code"] for each in book["warnings"]]
    assert await cast(resources) == []
    async with resources.sessions() as session:
        assert await session.scalar(select(Edition.names_problem)) == PROBLEM
        assert await session.scalar(select(func.count(Description.id))) > 5


async def test_finding_names_again_takes_the_problem_back(client, resources, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await hold_back(resources, JobKind.FIND_NAMES)
    await drain()
    await end(resources, JobKind.FIND_NAMES, naming.find_ended)
    await drain()

    await client.post(f"/api/v1/books/{book_id}/process")
    await drain()

    async with resources.sessions() as session:
        assert await session.scalar(select(Edition.names_problem)) is None
    book = (await client.get(f"/api/v1/books/{book_id}")).json()
    assert "names-missing" not in [each["code"] for each in book["warnings"]]
    assert await cast(resources)


async def test_the_work_goes_on_after_the_names_when_a_cancelled_book_is_wanted_again(
    client, resources, drain
):
    """The names are found, the chapters are not: only those are done."""
    uploaded = await upload(client, ENGLISH, illustrate="none")
    await hold_back(resources, JobKind.FIND_NAMES)
    await drain()
    async with resources.begin() as work:
        await work.session.execute(update(Edition).values(names_version=1, names_problem=PROBLEM))
    await client.delete(f"/api/v1/jobs/{uploaded['job']['id']}")

    await client.post(f"/api/v1/jobs/{uploaded['job']['id']}/retry")
    await drain()

    async with resources.sessions() as session:
        states = await session.scalars(select(Job.state).where(Job.kind == JobKind.FIND_NAMES))
        assert set(states) == {JobState.CANCELLED}
    book = (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()
    assert book["status"] == "ready"
