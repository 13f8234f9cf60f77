"""The bible of a book over HTTP: who is in it, and nothing that is still to be read."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from app import demo
from app.db.models import Edition, Entity, Fact, Mention
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload

ENGLISH = demo.books()[0]


@pytest.fixture(params=demo.books(), ids=["English", "Russian"])
async def book_id(request, client, drain):
    book_id = (await upload(client, request.param, illustrate="none"))["book"]["id"]
    await drain()
    return book_id


async def bible(client, book_id, query=""):
    answer = await client.get(f"/api/v1/books/{book_id}/bible{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def read_until(client, book_id, at):
    """Only forwards: the furthest place counts."""
    chapter, block, offset = at
    place = {"chapter": chapter, "block": block, "offset": offset}
    saved = await client.post(f"/api/v1/books/{book_id}/progress", json=place)
    assert saved.status_code == 200, saved.text


def at(address):
    return (address["chapter"], address["block"], address["offset"])


def ends(found):
    """Every place a bible tells of: nothing in it may lie beyond what is read."""
    for entity in found["entities"]:
        yield at(entity["first"])
        for fact in entity["facts"]:
            yield at(fact["span"]["end"])
            yield at(fact["valid_from"])
            if fact["valid_to"] is not None:
                yield at(fact["valid_to"])
    if found["setting"] is not None:
        for evidence in found["setting"]["evidence"]:
            yield at(evidence["span"]["end"])


async def places(client, book_id):
    """Every few blocks of the book, in reading order."""
    for chapter in range(2, 6):
        answer = await client.get(f"/api/v1/books/{book_id}/chapters/{chapter}")
        if answer.status_code == 200:
            blocks = answer.json()["html"].count(' id="b') or answer.json()["html"].count('id="b')
            for block in range(0, blocks, 9):
                yield (chapter, block, 0)


async def aliases(resources):
    """Where each entity is first called by each of its names."""
    async with resources.sessions() as session:
        rows = await session.scalars(select(Entity))
        return {
            str(entity.id): {
                each["name"]: (each["chapter"], each["block"], each["offset"])
                for each in entity.aliases
            }
            for entity in rows
        }


async def test_the_bible_has_the_shape_of_the_contract(client, book_id):
    found = await bible(client, book_id, "?spoilers=all")

    assert (found["version"], found["status"], found["problem"]) == (1, "ready", None)
    entities = found["entities"]
    assert "character" in {each["kind"] for each in entities}
    assert [each["importance"] for each in entities] == sorted(
        (each["importance"] for each in entities), reverse=True
    )
    assert all(each["name"] in each["aliases"] for each in entities)
    facts = [fact for each in entities for fact in each["facts"]]
    assert facts
    assert all(fact["quote"] and fact["value"] for fact in facts)
    for each in entities:
        is_pictured = any(fact["lasting"] for fact in each["facts"])
        assert each["look"] == ("ready" if is_pictured else "draft")


async def test_nothing_in_it_lies_beyond_what_is_read(client, resources, book_id):
    whole = await bible(client, book_id, "?spoilers=all")
    names = await aliases(resources)
    seen = []
    async for place in places(client, book_id):
        await read_until(client, book_id, place)
        found = await bible(client, book_id)

        assert all(each <= place for each in ends(found)), place
        for entity in found["entities"]:
            assert entity["name"] in entity["aliases"]
            for alias in entity["aliases"]:
                assert names[entity["id"]][alias] < place
        seen.append(found)

    assert len(seen) > 8
    counts = [len(each["entities"]) for each in seen]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] <= len(whole["entities"])


async def test_importance_and_counts_tell_only_of_what_is_read(client, book_id):
    whole = {
        each["id"]: each for each in (await bible(client, book_id, "?spoilers=all"))["entities"]
    }

    begun = (await bible(client, book_id))["entities"]

    assert begun
    assert len(begun) < len(whole)
    for each in begun:
        assert 0 < each["mentions"] <= whole[each["id"]]["mentions"]
    for kind in {each["kind"] for each in begun}:
        alike = [each for each in begun if each["kind"] == kind]
        most = max(each["mentions"] for each in alike)
        assert all(
            each["importance"] == pytest.approx(each["mentions"] / most, abs=0.001)
            for each in alike
        )


async def test_a_name_that_is_revealed_later_is_not_shown_before(client, resources, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    opened_url = f"/api/v1/books/{book_id}/chapters/2/descriptions"
    opened = (await client.get(opened_url)).json()["items"]
    found = next(each for passage in opened for each in passage["entities"])
    early = {"name": "the stranger", "chapter": 2, "block": 0, "offset": 0, "mentions": 1}
    late = {"name": "Lord Vane", "chapter": 5, "block": 0, "offset": 0, "mentions": 9}
    async with resources.begin() as work:
        await work.session.execute(
            update(Entity)
            .where(Entity.id == found["id"])
            .values(name="Lord Vane", gender="male", aliases=[early, late])
        )

    before = (await bible(client, book_id))["entities"]
    after = (await bible(client, book_id, "?spoilers=all"))["entities"]
    url = f"/api/v1/books/{book_id}/descriptions?entity={found['id']}"
    passages = (await client.get(url)).json()["items"]
    opened = (await client.get(opened_url)).json()["items"]

    [known] = [each for each in before if each["id"] == found["id"]]
    assert (known["name"], known["aliases"]) == ("the stranger", ["the stranger"])
    assert known["gender"] == "unknown"
    assert ("Lord Vane", "male") in [(each["name"], each["gender"]) for each in after]
    named = [who for each in passages + opened for who in each["entities"]]
    assert {who["name"] for who in named if who["id"] == found["id"]} == {"the stranger"}


async def test_who_a_stranger_is_stays_unsaid_until_the_chapter_names_them(
    client, resources, drain
):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    async with resources.begin() as work:
        fact = (await work.session.scalars(select(Fact).where(Fact.is_lasting).limit(1))).one()
        fact.chapter, fact.start_block, fact.end_block = 3, 2, 2
        fact.from_chapter, fact.from_block = 2, 0
        known = {"entity_id": fact.entity_id, "end_offset": 9}
        await work.session.execute(delete(Mention).where(Mention.entity_id == fact.entity_id))
        work.session.add(Mention(chapter=2, block=1, start_offset=0, **known))
        work.session.add(Mention(chapter=3, block=6, start_offset=0, **known))
        await work.session.execute(
            update(Entity)
            .where(Entity.id == fact.entity_id)
            .values(aliases=[{"name": "Ida", "chapter": 2, "block": 1, "offset": 0, "mentions": 2}])
        )

    async def told():
        found = (await bible(client, book_id))["entities"]
        [known] = [each for each in found if each["id"] == str(fact.entity_id)]
        return str(fact.id) in [each["id"] for each in known["facts"]]

    await read_until(client, book_id, (3, 4, 0))
    before = await told()
    await read_until(client, book_id, (3, 7, 0))

    assert (before, await told()) == (False, True)


async def test_an_end_that_is_still_to_come_is_not_told(client, resources, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    async with resources.begin() as work:
        await work.session.execute(
            update(Fact).values(until_chapter=5, until_block=0, until_offset=0)
        )

    def until(found):
        return [fact["valid_to"] for each in found["entities"] for fact in each["facts"]]

    await read_until(client, book_id, (4, 5, 0))
    assert set(until(await bible(client, book_id))) == {None}
    assert None not in until(await bible(client, book_id, "?spoilers=all"))


async def test_an_era_is_told_once_there_is_evidence_for_it(client, resources, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    place = {"start_block": 0, "start_offset": 0, "end_block": 0, "end_offset": 9}
    evidence = [
        {"quote": "a gas lamp", "chapter": 3, **place},
        {"quote": "in 1887", "chapter": 4, **place},
    ]
    setting = {"era": "1880s", "label": "England, 1880s", "confidence": 0.9, "evidence": evidence}
    async with resources.begin() as work:
        await work.session.execute(update(Edition).values(setting=setting))

    first = await bible(client, book_id)
    await read_until(client, book_id, (3, 1, 0))
    then = await bible(client, book_id)

    assert (first["era"], first["setting"]) == (None, None)
    assert then["era"] == "England, 1880s"
    assert [each["quote"] for each in then["setting"]["evidence"]] == ["a gas lamp"]


async def test_it_is_sent_once_as_long_as_it_stays_the_same(client, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    url = f"/api/v1/books/{book_id}/bible"
    etag = (await client.get(url)).headers["ETag"]

    same = await client.get(url, headers={"If-None-Match": etag})
    await read_until(client, book_id, (4, 0, 0))
    other = await client.get(url, headers={"If-None-Match": etag})

    assert (same.status_code, other.status_code) == (304, 200)


async def test_only_versions_that_were_made_can_be_asked_for(client, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()

    first = await bible(client, book_id, "?version=1")
    second = await client.get(f"/api/v1/books/{book_id}/bible?version=2")

    assert first == await bible(client, book_id)
    assert (second.status_code, second.json()["code"]) == (404, "not-found")


async def test_before_the_book_is_extracted_it_is_pending_and_empty(client):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]

    found = await bible(client, book_id)

    assert (found["status"], found["entities"], found["era"]) == ("pending", [], None)


async def test_nobody_sees_the_bible_of_another_reader(client, resources, drain, stranger):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    client.headers.update(bearer(resources, stranger))

    for wanted in (book_id, uuid4()):
        answer = await client.get(f"/api/v1/books/{wanted}/bible?spoilers=all")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
