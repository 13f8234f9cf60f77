"""The same face on every page: what a reader locks stands in every prompt, and nothing too early."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app import demo
from app.db.models import Book, Description, Illustration
from app.db.work import ReadSession
from app.domain.books import Address
from app.errors import NotFound
from app.services import figures, portraying
from tests.api.bibles import Editor, read_all
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload

BOTH = pytest.mark.parametrize("path", demo.books(), ids=["English", "Russian"])


@pytest.fixture
def shelve(client, drain):
    async def added(path):
        book_id = (await upload(client, path, illustrate="none"))["book"]["id"]
        await drain()
        await read_all(client, book_id)
        return Editor(client, book_id)

    return added


async def passages_of(client, editor, who):
    url = f"/api/v1/books/{editor.book_id}/descriptions?entity={who['id']}&limit=200"
    return (await client.get(url)).json()["items"]


async def most_described(client, editor):
    cast = [each for each in (await editor.get())["entities"] if each["kind"] == "character"]
    found = [(len(await passages_of(client, editor, each)), n) for n, each in enumerate(cast)]
    return cast[max(found)[1]]


async def prompts_of(client, drain, passages):
    for each in passages:
        asked = await client.post(f"/api/v1/descriptions/{each['id']}/illustrations", json={})
        assert asked.status_code == 202, asked.text
    await drain()
    pictures = (await client.get("/api/v1/illustrations?spoilers=all&limit=200")).json()["items"]
    drawn = {}
    for each in pictures:
        told = (await client.get(f"/api/v1/illustrations/{each['id']}/prompt")).json()
        drawn[each["description_id"]] = told["prompt"]
    return [drawn[each["id"]] for each in passages]


@BOTH
async def test_locked_traits_stand_verbatim_and_in_one_order_in_every_prompt_of_somebody(
    client, drain, shelve, path
):
    editor = await shelve(path)
    one = await most_described(client, editor)
    facts = f"/entities/{one['id']}/facts"
    for attribute, value in (("clothes", "a moss-green oilskin"), ("eyes", "one blue eye")):
        await editor.send("POST", facts, {"attribute": attribute, "value": value})
    passages = (await passages_of(client, editor, one))[:4]

    prompts = await prompts_of(client, drain, passages)

    assert len(prompts) >= 2
    for prompt in prompts:
        assert 0 < prompt.find("one blue eye") < prompt.find("a moss-green oilskin"), prompt


async def test_a_prompt_says_only_what_holds_at_its_place(client, drain, shelve):
    editor = await shelve(demo.books()[0])
    one = await most_described(client, editor)
    passages = await passages_of(client, editor, one)
    early, late = passages[0], passages[-1]
    since = late["span"]["start"]
    assert early["span"]["end"]["chapter"] < since["chapter"]
    facts = f"/entities/{one['id']}/facts"
    before = {"attribute": "hair", "value": "a copper braid", "valid_to": since}
    after = {"attribute": "hair", "value": "a shaven head", "valid_from": since}
    await editor.send("POST", facts, before)
    await editor.send("POST", facts, after)

    first, last = await prompts_of(client, drain, [early, late])

    assert "a copper braid" in first
    assert "a shaven head" not in first
    assert "a shaven head" in last
    assert "a copper braid" not in last


async def test_a_picture_is_drawn_by_the_version_it_was_ordered_with(
    client, drain, resources, shelve
):
    editor = await shelve(demo.books()[0])
    one = await most_described(client, editor)
    [passage, *_] = await passages_of(client, editor, one)
    facts = f"/entities/{one['id']}/facts"
    await editor.send("POST", facts, {"attribute": "eyes", "value": "one blue eye"})
    await client.post(f"/api/v1/descriptions/{passage['id']}/illustrations", json={})
    await editor.send("POST", facts, {"attribute": "clothes", "value": "a moss-green oilskin"})

    [prompt] = await prompts_of(client, drain, [passage])

    assert "one blue eye" in prompt
    assert "a moss-green oilskin" not in prompt
    async with resources.sessions() as session:
        row = (await session.scalars(select(Illustration))).one()
    assert (row.bible_version, row.stale) == (2, True)


async def portrayals(resources, editor):
    """Of everybody in every passage of a book."""
    async with resources.sessions() as session:
        reading = ReadSession(session)
        book = await session.get_one(Book, editor.book_id)
        version = await figures.newest(reading, book)
        rows = await session.scalars(
            select(Description)
            .where(Description.edition_id == book.edition_id)
            .order_by(Description.chapter, Description.start_block, Description.start_offset)
        )
        shown = []
        for row in rows:
            at = Address(row.chapter, row.end_block, row.end_offset)
            told = await portraying.of_passage(
                reading, book, version, row.entities, at, text=row.text
            )
            for one in told.cast:
                looks = [(each.attribute, each.words) for each in (*one.locked, *one.traits)]
                shown.append((told.era, one.key, one.name, one.gender, len(one.locked), looks))
        return shown


async def edited_alike(editor):
    cast = [e for e in (await editor.get("?spoilers=all"))["entities"] if e["kind"] == "character"]
    first, second, *_ = sorted(cast, key=lambda each: tuple(each["first"].values()))
    said = {"attribute": "eyes", "value": "one blue eye"}
    await editor.send("POST", f"/entities/{first['id']}/facts?spoilers=all", said)
    own = {"kind": "object", "name": "lamp", "aliases": ["the light"]}
    found = await editor.send("POST", "/entities?spoilers=all", own)
    [lamp] = [each for each in found["entities"] if each["name"] == "lamp"]
    said = {"attribute": "materials", "value": "tarnished brass"}
    await editor.send("POST", f"/entities/{lamp['id']}/facts?spoilers=all", said)
    body = {"from": second["id"]}
    await editor.send("POST", f"/entities/{first['id']}/merge?spoilers=all", body)


async def test_the_same_edits_portray_alike_whoever_made_them(client, resources, shelve, stranger):
    ours = await shelve(demo.books()[0])
    await edited_alike(ours)
    client.headers.update(bearer(resources, stranger))
    theirs = await shelve(demo.books()[0])
    untouched = await portrayals(resources, theirs)
    await edited_alike(theirs)

    mine = await portrayals(resources, ours)

    assert ours.book_id != theirs.book_id
    assert mine == await portrayals(resources, theirs)
    assert mine != untouched
    assert any("tarnished brass" in str(each) for each in mine)


async def test_a_sitter_is_as_far_on_as_its_picture_tells_and_never_beyond_the_bound(
    client, resources, shelve
):
    editor = await shelve(demo.books()[0])
    one = await most_described(client, editor)
    facts = f"/entities/{one['id']}/facts"
    since = {"chapter": 3, "block": 0, "offset": 0}
    await editor.send("POST", facts, {"attribute": "hair", "value": "long", "valid_to": since})
    await editor.send("POST", facts, {"attribute": "hair", "value": "short", "valid_from": since})

    async with resources.sessions() as session:
        reading = ReadSession(session)
        book = await session.get_one(Book, editor.book_id)
        looks = {}
        for bound in (Address(2, 9, 0), Address(4, 0, 0), None):
            sitter = await portraying.sitter(reading, book, 3, UUID(one["id"]), bound)
            shown = await portraying.of_entity(reading, book, 3, sitter.entity_id, sitter.at)
            assert bound is None or sitter.at <= bound
            looks[bound] = [each.words for each in shown.cast[0].locked]
        with pytest.raises(NotFound):
            await portraying.sitter(reading, book, 3, UUID(one["id"]), Address(1, 0, 0))

    assert list(looks.values()) == [["long"], ["short"], ["short"]]
    assert (sitter.name, sitter.kind) == (one["name"], one["kind"])
