"""A reader puts a bible right: every change is a version, and nobody else's."""

import asyncio
import re
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from app import demo
from app.db.models import BibleEdit, Description, Entity, Fact, Illustration
from app.domain.bible import Attribute, EditKind
from app.services import editing
from tests.api.bibles import Editor, by_id, by_name, draw, read_all
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload

ENGLISH, RUSSIAN = demo.books()


@pytest.fixture
async def book_id(client, drain):
    book_id = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    return book_id


@pytest.fixture
def editor(client, book_id):
    return Editor(client, book_id)


async def test_every_change_makes_a_version_and_old_ones_stay(editor):
    one = await editor.somebody()
    path = f"/entities/{one['id']}"

    renamed = await editor.send("PATCH", path, {"name": "The Keeper", "look": "approved"})
    styled = await editor.send("PUT", "/style", {"style": "oil"})

    assert (renamed["version"], styled["version"]) == (2, 3)
    now = by_id(renamed, one["id"])
    assert (now["name"], now["look"]) == ("The Keeper", "approved")
    assert "The Keeper" in now["aliases"]
    first, second = await editor.get("?version=1"), await editor.get("?version=2")
    assert by_id(first, one["id"])["name"] == one["name"]
    assert by_id(second, one["id"])["name"] == "The Keeper"
    assert (first["style"] == "oil", second["style"] == "oil", styled["style"]) == (
        False,
        False,
        "oil",
    )
    assert await editor.refused("GET", "?version=4") == (404, "not-found")


async def test_who_is_renamed_merged_or_removed_is_so_wherever_they_are_named(
    client, editor, book_id
):
    await read_all(client, book_id)
    one, other = [e for e in (await editor.get())["entities"] if e["kind"] == "character"][:2]
    url = f"/api/v1/books/{book_id}/descriptions?limit=200"

    async def named(query=""):
        items = (await client.get(url + query)).json()["items"]
        return {(who["id"], who["name"]) for each in items for who in each["entities"]}, {
            each["id"] for each in items
        }

    _, of_one = await named(f"&entity={one['id']}")
    _, of_other = await named(f"&entity={other['id']}")
    await editor.send("PATCH", f"/entities/{one['id']}", {"name": "The Keeper"})
    merged = await editor.send("POST", f"/entities/{one['id']}/merge", {"from": other["id"]})

    who, _ = await named()
    assert (one["id"], "The Keeper") in who
    assert other["id"] not in {each[0] for each in who}
    assert (await named(f"&entity={one['id']}"))[1] == of_one | of_other
    assert (await named(f"&entity={other['id']}"))[1] == set()
    both = by_id(merged, one["id"])
    assert both["mentions"] == one["mentions"] + other["mentions"]
    assert set(other["aliases"]) <= set(both["aliases"])
    assert by_id(merged, other["id"]) is None

    gone = await editor.send("DELETE", f"/entities/{one['id']}")
    assert by_id(gone, one["id"]) is None
    assert one["id"] not in {each[0] for each in (await named())[0]}
    assert await editor.refused("DELETE", f"/entities/{one['id']}") == (404, "not-found")


async def test_one_is_merged_into_another(editor):
    one, other = (await editor.get())["entities"][:2]
    if one["kind"] != other["kind"]:
        assert await editor.refused(
            "POST", f"/entities/{one['id']}/merge", {"into": other["id"]}
        ) == (422, "invalid-input")
    alike = [e for e in (await editor.get())["entities"] if e["kind"] == "character"][:2]

    found = await editor.send("POST", f"/entities/{alike[0]['id']}/merge", {"into": alike[1]["id"]})

    assert by_id(found, alike[0]["id"]) is None
    assert by_id(found, alike[1]["id"])["mentions"] == sum(e["mentions"] for e in alike)
    for body in ({}, {"from": alike[1]["id"], "into": alike[1]["id"]}, {"from": alike[1]["id"]}):
        refused = await editor.refused("POST", f"/entities/{alike[1]['id']}/merge", body)
        assert refused == (422, "invalid-input")


async def test_names_that_are_split_off_are_somebody_of_their_own(client, editor, book_id):
    await read_all(client, book_id)
    cast = (await editor.get())["entities"]
    one = next(each for each in cast if len(each["aliases"]) > 1)
    alias = next(each for each in one["aliases"] if each != one["name"])

    found = await editor.send("POST", f"/entities/{one['id']}/split", {"aliases": [alias]})

    left, own = by_id(found, one["id"]), by_name(found, alias)
    assert alias not in left["aliases"]
    assert (own["kind"], own["aliases"]) == (one["kind"], [alias])
    assert left["mentions"] + own["mentions"] == one["mentions"]
    assert own["mentions"] > 0
    for aliases in ([], ["Nobody"], left["aliases"]):
        refused = await editor.refused("POST", f"/entities/{one['id']}/split", {"aliases": aliases})
        assert refused == (422, "invalid-input")


async def test_whom_the_book_was_not_asked_about_is_found_by_name(
    client, editor, resources, book_id
):
    async with resources.sessions() as session:
        text = await session.scalar(select(Description.text).order_by(Description.chapter).limit(1))
    word = max(re.findall(r"[a-z]{5,}", text), key=len)

    found = await editor.send(
        "POST", "/entities", {"kind": "object", "name": "The Thing", "aliases": [word]}
    )

    own = by_name(found, "The Thing")
    assert (own["aliases"], own["mentions"], own["look"]) == (["The Thing", word], 0, "draft")
    passages = await client.get(f"/api/v1/books/{book_id}/descriptions?entity={own['id']}")
    texts = [each["text"] for each in passages.json()["items"]]
    assert texts
    assert all(word in each for each in texts)
    described = passages.json()["items"][0]["entities"]
    assert {"id": own["id"], "name": "The Thing"} in described


async def test_facts_of_the_readers_own_are_kept_and_locked_ones_say_so(editor):
    one = await editor.somebody()
    path = f"/entities/{one['id']}/facts"
    said = {
        "attribute": "eyes",
        "value": "one blue, one brown",
        "valid_from": {"chapter": 2, "block": 0, "offset": 0},
        "valid_to": {"chapter": 2, "block": 3, "offset": 0},
    }

    found = await editor.send("POST", path, said)

    [fact] = [f for f in by_id(found, one["id"])["facts"] if f["origin"] == "user"]
    assert (fact["value"], fact["value_en"]) == ("one blue, one brown", "one blue, one brown")
    assert (fact["quote"], fact["span"], fact["locked"], fact["lasting"]) == (
        None,
        None,
        True,
        False,
    )
    assert (fact["valid_from"], fact["valid_to"]) == (said["valid_from"], said["valid_to"])
    changed = await editor.send("PATCH", f"/facts/{fact['id']}", {"valid_to": None})
    [fact] = [f for f in by_id(changed, one["id"])["facts"] if f["origin"] == "user"]
    assert (fact["valid_to"], fact["lasting"]) == (None, True)
    left = await editor.send("DELETE", f"/facts/{fact['id']}")
    assert by_id(left, one["id"])["facts"] == one["facts"]
    assert await editor.refused("DELETE", f"/facts/{fact['id']}") == (404, "not-found")


async def test_what_is_said_in_russian_is_put_into_english_where_we_have_the_words(editor):
    one = await editor.somebody()
    path = f"/entities/{one['id']}/facts"

    await editor.send("POST", path, {"attribute": "eyes", "value": "серые глаза"})
    found = await editor.send("POST", path, {"attribute": "clothes", "value": "заковыристый"})

    said = {f["value"]: f for f in by_id(found, one["id"])["facts"] if f["origin"] == "user"}
    assert said["серые глаза"]["value_en"] == "grey eyes"
    assert said["заковыристый"]["value_en"] is None
    eyes = said["серые глаза"]["id"]
    changed = await editor.send("PATCH", f"/facts/{eyes}", {"value": "чёрные глаза"})
    [now] = [f for f in by_id(changed, one["id"])["facts"] if f["id"] == eyes]
    assert now["value_en"] == "black eyes"


async def test_a_fact_of_the_book_keeps_its_proof_whatever_is_made_of_it(editor):
    one = await editor.described()
    fact = one["facts"][0]
    path = f"/facts/{fact['id']}"

    locked = await editor.send("PATCH", path, {"locked": True})
    changed = await editor.send("PATCH", path, {"value": "quite otherwise"})

    [mine] = [f for f in by_id(locked, one["id"])["facts"] if f["id"] == fact["id"]]
    assert mine == {**fact, "locked": True}
    [mine] = [f for f in by_id(changed, one["id"])["facts"] if f["id"] == fact["id"]]
    assert (mine["origin"], mine["value"], mine["value_en"], mine["locked"]) == (
        "user",
        "quite otherwise",
        "quite otherwise",
        True,
    )
    assert (mine["quote"], mine["span"]) == (fact["quote"], fact["span"])


async def test_edits_outlive_another_extraction(client, editor, drain, resources, book_id):
    one = await editor.described()
    changed = await editor.send(
        "PATCH", f"/facts/{one['facts'][0]['id']}", {"value": "quite otherwise"}
    )
    renamed = await editor.send("PATCH", f"/entities/{one['id']}", {"name": "The Keeper"})
    async with resources.begin() as work:
        await work.session.execute(update(Entity).values(name="Somebody Else"))

    await client.post(f"/api/v1/books/{book_id}/process")
    await drain()

    assert by_id(await editor.get(), one["id"]) == by_id(renamed, one["id"])
    assert by_id(changed, one["id"])["facts"][0]["value"] == "quite otherwise"


async def test_a_style_in_own_words_goes_into_pictures_verbatim(client, editor, drain, book_id):
    words = "ink and wash on rice paper, wide empty skies"

    found = await editor.send("PUT", "/style", {"words": f"  {words} "})
    named = await draw(client, drain, book_id)

    assert (found["style"], found["style_words"]) == ("own", words)
    url = f"/api/v1/illustrations?spoilers=all&book={book_id}"
    [picture] = (await client.get(url)).json()["items"]
    assert picture["style"] == "own"
    told = (await client.get(f"/api/v1/illustrations/{picture['id']}/prompt")).json()
    assert words in told["prompt"] or words.capitalize() in told["prompt"]
    assert named[0]["id"] == picture["description_id"]


@pytest.mark.parametrize(
    ("method", "path", "body", "pointer"),
    [
        ("PUT", "/style", {"style": "as Rembrandt would"}, "/style"),
        ("PUT", "/style", {}, "/"),
        ("PUT", "/style", {"words": "ab"}, "/words"),
        ("PUT", "/style", {"words": "тушь и вода"}, "/words"),
        ("PUT", "/style", {"style": "oil", "words": "thick paint"}, "/style"),
        ("POST", "/entities", {"kind": "ghost", "name": "Boo"}, "/kind"),
        ("POST", "/entities", {"kind": "place", "name": " "}, "/name"),
        ("POST", "/entities", {"kind": "place", "name": "a\u0000b"}, "/name"),
        ("POST", "/entities", {"kind": "place", "name": "a\u202eb"}, "/name"),
        ("POST", "/entities", {"kind": "place", "name": "\u3164\u115f"}, "/name"),
        ("POST", "/entities", {"kind": "place", "name": "x" * 101}, "/name"),
        ("POST", "/entities", {"kind": "place", "name": "x", "aliases": ["y"] * 51}, "/aliases"),
        ("PATCH", "/entities/{id}", {}, "/"),
        ("PATCH", "/entities/{id}", {"name": None}, "/name"),
        ("PATCH", "/entities/{id}", {"importance": 2}, "/importance"),
        ("POST", "/entities/{id}/facts", {"attribute": "eyes", "value": "x" * 201}, "/value"),
        (
            "POST",
            "/entities/{id}/facts",
            {"attribute": "eyes", "value": "серые", "value_en": "серые"},
            "/value_en",
        ),
        (
            "POST",
            "/entities/{id}/facts",
            {
                "attribute": "eyes",
                "value": "grey",
                "valid_from": {"chapter": 99, "block": 0, "offset": 0},
            },
            "/valid_from/chapter",
        ),
        (
            "POST",
            "/entities/{id}/facts",
            {
                "attribute": "eyes",
                "value": "grey",
                "valid_from": {"chapter": 2, "block": 2, "offset": 0},
                "valid_to": {"chapter": 2, "block": 1, "offset": 0},
            },
            "/valid_to",
        ),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_place(editor, method, path, body, pointer):
    one = await editor.somebody()

    answer = await editor.client.request(method, editor.url + path.format(id=one["id"]), json=body)

    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid-input"
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert (await editor.get())["version"] == 1


async def test_an_edit_of_what_has_changed_meanwhile_is_refused(client, editor):
    one = await editor.somebody()
    path = f"/entities/{one['id']}"
    seen = (await client.get(editor.url)).headers["ETag"]

    done = await client.patch(editor.url + path, json={"name": "First"}, headers={"If-Match": seen})
    late = await editor.refused("PATCH", path, {"name": "Second"}, headers={"If-Match": seen})

    assert done.status_code == 200
    assert late == (412, "precondition-failed")
    for version, tag in enumerate(('"v2"', 'W/"v3"', "*", '"v1", "v5"', '"v6-0123abc"'), start=3):
        again = await client.patch(
            editor.url + path, json={"name": "First"}, headers={"If-Match": tag}
        )
        assert (again.status_code, again.json()["version"]) == (200, version), tag
    for unknown in ('"v1"', '"v99"', '"nonsense"', ""):
        headers = {"If-Match": unknown}
        assert await editor.refused("PATCH", path, {"name": "x"}, headers=headers) == (
            412,
            "precondition-failed",
        )


async def test_two_edits_at_once_make_two_versions(client, editor):
    one = await editor.somebody()
    path = f"{editor.url}/entities/{one['id']}/facts"

    answers = await asyncio.gather(
        *(
            client.post(path, json={"attribute": "marks", "value": f"scar {number}"})
            for number in range(6)
        )
    )

    assert {each.status_code for each in answers} == {201}
    assert sorted(each.json()["version"] for each in answers) == [2, 3, 4, 5, 6, 7]
    marks = [
        f["value"]
        for f in by_id(await editor.get(), one["id"])["facts"]
        if f["attribute"] == "marks"
    ]
    assert len([each for each in marks if each.startswith("scar")]) == 6


async def test_of_two_who_have_seen_the_same_version_one_is_told(client, editor):
    path = f"{editor.url}/style"
    answers = await asyncio.gather(
        *(
            client.put(path, json={"style": style}, headers={"If-Match": '"v1"'})
            for style in ("oil", "noir")
        )
    )

    assert sorted(each.status_code for each in answers) == [200, 412]
    assert (await editor.get())["version"] == 2


async def test_what_is_still_to_be_read_cannot_be_edited_unless_asked_for(client, editor, book_id):
    whole = (await editor.get("?spoilers=all"))["entities"]
    known = {each["id"] for each in (await editor.get())["entities"]}
    later = next(each for each in whole if each["id"] not in known)
    facts = {f["id"] for each in (await editor.get())["entities"] for f in each["facts"]}
    secret = next(f for each in whole for f in each["facts"] if f["id"] not in facts)
    path = f"/entities/{later['id']}"

    assert await editor.refused("PATCH", path, {"name": "x"}) == (404, "not-found")
    assert await editor.refused("PATCH", f"/facts/{secret['id']}", {"locked": True}) == (
        404,
        "not-found",
    )
    done = await editor.send("PATCH", f"{path}?spoilers=all", {"name": "The Late One"})

    assert by_id(done, later["id"])["name"] == "The Late One"
    assert by_id(await editor.get(), later["id"]) is None
    passages = f"/api/v1/books/{book_id}/descriptions?entity={later['id']}"
    assert (await client.get(passages)).json()["items"] == []


async def test_names_that_are_not_told_yet_survive_a_list_without_them(editor, resources):
    one = await editor.somebody()
    early = {"name": "the stranger", "chapter": 2, "block": 0, "offset": 0, "mentions": 1}
    late = {"name": "Lord Vane", "chapter": 5, "block": 0, "offset": 0, "mentions": 9}
    async with resources.begin() as work:
        await work.session.execute(
            update(Entity)
            .where(Entity.id == one["id"])
            .values(name="Lord Vane", aliases=[early, late])
        )

    found = await editor.send("PATCH", f"/entities/{one['id']}", {"aliases": ["the guest"]})

    assert by_id(found, one["id"])["aliases"][-1] == "the guest"
    whole = by_id(await editor.get("?spoilers=all"), one["id"])
    assert (whole["name"], whole["aliases"]) == ("Lord Vane", ["Lord Vane", "the guest"])


async def test_pictures_of_those_who_change_are_stale_and_others_are_not(
    client, editor, drain, resources, book_id
):
    await read_all(client, book_id)
    await draw(client, drain, book_id, count=4)
    url = f"/api/v1/illustrations?book={book_id}&limit=200"

    async def pictures(who):
        found = await client.get(f"{url}&entity={who['id']}")
        return {each["id"] for each in found.json()["items"]}

    cast = [(each, await pictures(each)) for each in (await editor.get())["entities"]]
    one, hers = next((who, drawn) for who, drawn in cast if 0 < len(drawn) < 4)

    before = await editor.get()
    judged = await editor.send("PATCH", f"/entities/{one['id']}", {"look": "approved"})
    found = await editor.send(
        "POST", f"/entities/{one['id']}/facts", {"attribute": "eyes", "value": "green"}
    )

    async def stale():
        async with resources.sessions() as session:
            rows = await session.scalars(select(Illustration.id).where(Illustration.stale))
            return {str(each) for each in rows}

    async def left(wanted="true"):
        found = await client.get(f"{url}&stale={wanted}")
        return {each["id"] for each in found.json()["items"]}

    assert (before["stale"]["pictures"], judged["stale"]["pictures"]) == (0, 0)
    assert await stale() == hers
    assert found["stale"]["pictures"] == len(hers)
    assert found["stale"]["seconds"] > 0
    assert await left() == hers

    for picture in hers:
        async with resources.sessions() as session:
            row = await session.get(Illustration, picture)
        path = f"/api/v1/descriptions/{row.description_id}/illustrations"
        assert (await client.post(path, json={})).status_code == 202
    await drain()
    assert (await editor.get())["stale"]["pictures"] == 0
    assert await stale() == hers
    assert (await left(), len(await left("false"))) == (set(), 4 + len(hers))

    styled = await editor.send("PUT", "/style", {"style": "noir"})
    assert styled["stale"]["pictures"] == 4
    assert len(await left()) == 4
    assert not await left() & hers
    again = await editor.send("PUT", "/style", {"style": "noir"})
    assert again["version"] == styled["version"]


async def test_a_bible_takes_so_many_edits(client, editor, monkeypatch):
    monkeypatch.setattr(editing, "MOST_EDITS", 2)
    await editor.send("PUT", "/style", {"style": "oil"})
    await editor.send("PUT", "/style", {"style": "noir"})

    answer = await client.put(f"{editor.url}/style", json={"style": "oil"})

    assert (answer.status_code, answer.json()["code"]) == (422, "refused")
    assert (answer.json()["reason"], answer.json()["limit"]) == ("too-many-edits", 2)


async def test_a_bible_takes_so_many_names_of_the_readers_own(client, editor, monkeypatch):
    monkeypatch.setattr(editing, "MOST_NAMES", 3)
    one = await editor.somebody()
    thing = {"kind": "object", "name": "The Thing", "aliases": ["gadget"]}
    await editor.send("POST", "/entities", thing)

    answer = await client.post(f"{editor.url}/entities", json=thing)

    assert (answer.status_code, answer.json()["reason"]) == (422, "too-many-names")
    await editor.send(
        "PATCH", f"/entities/{one['id']}", {"aliases": [*one["aliases"], "the guest"]}
    )
    await editor.send("PATCH", f"/entities/{one['id']}", {"aliases": [*one["aliases"], "a guest"]})
    body = {"aliases": [*one["aliases"], "a guest", "the visitor"]}
    assert await editor.refused("PATCH", f"/entities/{one['id']}", body) == (422, "refused")


async def test_the_edits_of_one_reader_are_nothing_to_another(
    client, editor, drain, resources, stranger
):
    one = await editor.somebody()
    await editor.send("PATCH", f"/entities/{one['id']}", {"name": "The Keeper"})
    own = by_name(
        await editor.send("POST", "/entities", {"kind": "place", "name": "The Attic"}), "The Attic"
    )
    client.headers.update(bearer(resources, stranger))
    theirs = Editor(client, (await upload(client, ENGLISH, illustrate="none"))["book"]["id"])
    await drain()

    for path in (f"/entities/{one['id']}", f"/facts/{uuid4()}", f"/entities/{own['id']}"):
        assert await editor.refused("DELETE", path) == (404, "not-found")
    found = await theirs.get()
    assert (found["version"], by_id(found, one["id"])["name"]) == (1, one["name"])
    assert by_id(found, own["id"]) is None
    gallery = await client.get(f"/api/v1/illustrations?spoilers=all&entity={own['id']}")
    assert gallery.json()["items"] == []


async def test_what_is_kept_names_nobody_by_an_id_of_one_extraction(editor, resources):
    one = await editor.described()
    await editor.send("PATCH", f"/facts/{one['facts'][0]['id']}", {"locked": True})

    async with resources.sessions() as session:
        [edit] = (await session.scalars(select(BibleEdit))).all()
        entity = await session.get(Entity, one["id"])
        fact = await session.get(Fact, one["facts"][0]["id"])
        assert await session.scalar(select(func.count()).select_from(BibleEdit)) == 1
    assert (edit.version, edit.kind) == (2, EditKind.EDIT_FACT)
    assert edit.payload["entity"] == entity.key
    assert edit.payload["fact"].startswith(f"{entity.key} {Attribute(fact.attribute)} ")
