"""What belongs to one reader does not exist for another: every route with an id, both readers."""

import re

import pytest

from app import demo
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload

BODIES = {
    "save_progress": {"chapter": 1, "block": 0, "offset": 0},
    "ask_for_illustration": {},
    "mark_passage": {
        "span": {
            "start": {"chapter": 2, "block": 0, "offset": 0},
            "end": {"chapter": 2, "block": 1, "offset": 5},
        }
    },
    "hide_passage": {"hidden": True},
    "add_bible_entity": {"kind": "place", "name": "The Attic"},
    "edit_bible_entity": {"name": "Nobody"},
    "merge_bible_entities": {"from": "00000000-0000-0000-0000-000000000000"},
    "split_bible_entity": {"aliases": ["Nobody"]},
    "add_bible_fact": {"attribute": "eyes", "value": "green"},
    "edit_bible_fact": {"locked": True},
    "set_bible_reference": {"illustration": "00000000-0000-0000-0000-000000000000"},
    "set_bible_style": {"style": "oil"},
    "regenerate_illustration": {},
    "rate_illustration": {"value": 5},
    "illustrate_batch": {"count": 1},
    "ask_for_series": {
        "subject": {"description": "00000000-0000-0000-0000-000000000000"},
        "views": ["wide"],
    },
    "export_book": {},
}


@pytest.fixture
async def things(client, drain):
    """One of everything that has an id, owned by the reader who is signed in."""
    uploaded = await upload(client, demo.books()[0], illustrate="1")
    await drain()
    book = uploaded["book"]["id"]
    pictures = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    descriptions = (await client.get(f"/api/v1/books/{book}/descriptions?spoilers=all")).json()
    bible = (await client.get(f"/api/v1/books/{book}/bible?spoilers=all")).json()["entities"]
    passage = descriptions["items"][-1]["id"]

    async def ordered(what, **body):
        answer = await client.post(f"/api/v1/books/{book}/{what}", json=body)
        assert answer.status_code == 202, answer.text
        return answer.json()

    batch = await ordered("illustrations/batch", descriptions=[passage], quality="draft")
    series = await ordered(
        "series", subject={"description": passage}, views=["wide"], quality="draft"
    )
    export = await ordered("export", ids=[pictures[0]["id"]])
    await drain()
    return {
        "book_id": book,
        "batch_id": batch["batch"]["id"],
        "series_id": series["series"]["id"],
        "export_id": export["export"]["id"],
        "entity_id": bible[0]["id"],
        "fact_id": next(fact["id"] for each in bible for fact in each["facts"]),
        "job_id": uploaded["job"]["id"],
        "illustration_id": pictures[0]["id"],
        "description_id": descriptions["items"][0]["id"],
        "ordinal": "2",
        "digest": "0" * 64,
    }


# What stands under /me is the asker's own, whoever asks; what stands under /admin is no reader's.
_NOBODYS = ("/api/v1/me/", "/api/v1/admin/")


def operations(openapi, *, but=_NOBODYS):
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            is_shared = path.startswith("/api/") and not path.startswith(but)
            if "{" in path and is_shared:
                yield path, method, operation["operationId"]


async def test_nobody_sees_or_changes_what_belongs_to_another(client, things, resources, stranger):
    openapi = (await client.get("/openapi.json")).json()
    theirs = bearer(resources, stranger)
    before = (await client.get(f"/api/v1/books/{things['book_id']}")).json()

    tried = 0
    for path, method, name in operations(openapi):
        url = re.sub(r"{(\w+)}", lambda m: things[m[1]], path)
        answer = await client.request(method, url, headers=theirs, json=BODIES.get(name))
        assert answer.status_code == 404, (method, path, answer.text)
        assert answer.json()["code"] == "not-found"
        tried += 1

    assert tried >= 20
    assert (await client.get(f"/api/v1/books/{things['book_id']}")).json() == before


async def test_the_owner_reaches_each_of_them(client, things):
    openapi = (await client.get("/openapi.json")).json()
    for path, method, _ in operations(openapi):
        if method != "get" or "assets" in path:
            continue
        url = re.sub(r"{(\w+)}", lambda m: things[m[1]], path)
        assert (await client.get(url)).status_code == 200, url


async def test_what_is_for_admins_is_refused_to_every_reader(client):
    openapi = (await client.get("/openapi.json")).json()
    some = "00000000-0000-0000-0000-000000000000"
    paths = [path for path in openapi["paths"] if path.startswith("/api/v1/admin/")]
    for path in paths:
        for method in openapi["paths"][path]:
            answer = await client.request(method, re.sub(r"{\w+}", some, path))
            assert answer.status_code == 403, (method, path, answer.text)
            assert answer.json()["code"] == "not-allowed"

    assert len(paths) >= 4


async def test_every_route_with_an_id_asks_who_you_are(anonymous):
    openapi = (await anonymous.get("/openapi.json")).json()
    some = "00000000-0000-0000-0000-000000000000"
    for path, method, name in operations(openapi, but="/api/v1/me/"):
        url = re.sub(r"{(\w+)}", lambda m: "1" if m[1] == "ordinal" else some, path)
        answer = await anonymous.request(method, url, json=BODIES.get(name))
        assert answer.status_code == 401, (method, path, answer.text)


@pytest.mark.usefixtures("things")
async def test_lists_hold_only_ones_own(client, resources, stranger):
    theirs = bearer(resources, stranger)

    counted = await client.get("/api/v1/illustrations/statistics", headers=theirs)
    assert counted.json()["total"] == 0
    for path in ("books", "illustrations", "jobs"):
        mine = (await client.get(f"/api/v1/{path}?spoilers=all")).json()["items"]
        others = (await client.get(f"/api/v1/{path}?spoilers=all", headers=theirs)).json()["items"]
        assert (bool(mine), others) == (True, [])


async def test_a_signed_address_opens_one_file_for_a_while_and_nothing_else(
    anonymous, client, things
):
    book = (await client.get(f"/api/v1/books/{things['book_id']}")).json()
    url = book["cover"]["url"]
    del client.headers["Authorization"]

    opened = await anonymous.get(url)
    other_file = await anonymous.get(url.replace("/cover", "/file"))
    later = await anonymous.get(re.sub(r"expires=\d+", "expires=1", url))
    bare = await anonymous.get(url.split("?")[0])

    assert (opened.status_code, opened.headers["content-type"]) == (200, "image/webp")
    assert {each.status_code for each in (other_file, later, bare)} == {401}
