"""Suspected pictures over HTTP: an admin looks at them and decides."""

import hashlib

import pytest
from sqlalchemy import update

from app import demo
from app.db.models import Reader, Role
from app.domain.suspects import Suspect
from app.services.quarantine import StoredQuarantine
from tests.api.hanging import hang, passages_of
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload
from tests.standin import pictures

NOTICE = pictures.picture({"size": "256x192"})
DIGEST = hashlib.sha256(NOTICE).hexdigest()
URL = "/api/v1/admin/suspects"


@pytest.fixture
async def admin(resources, stranger):
    """Headers of another reader, who is an admin."""
    async with resources.begin() as work:
        await work.session.execute(
            update(Reader).where(Reader.id == stranger).values(role=Role.ADMIN)
        )
    return bearer(resources, stranger)


async def hold(resources, data=NOTICE, **changes):
    told = {
        "provider": "pollinations",
        "model": "flux",
        "reason": "duplicate",
        "digest": hashlib.sha256(data).hexdigest(),
        "dhash": 7,
        "data": data,
        "media_type": "image/jpeg",
        "prompt": "a castle",
    }
    quarantine = StoredQuarantine(resources.begin, resources.storage)
    await quarantine.hold(Suspect(**{**told, **changes}))


async def test_suspects_are_for_admins_only_and_roles_are_taken_away_at_once(
    client, resources, admin, stranger
):
    await hold(resources)
    suspect = (await client.get(URL, headers=admin)).json()["items"][0]
    addresses = [
        ("get", URL),
        ("get", f"{URL}/{suspect['id']}/image"),
        ("post", f"{URL}/{suspect['id']}/confirm"),
        ("post", f"{URL}/{suspect['id']}/clear"),
    ]

    mine = [await client.request(*each) for each in addresses]
    async with resources.begin() as work:
        await work.session.execute(
            update(Reader).where(Reader.id == stranger).values(role=Role.USER)
        )
    theirs = [await client.request(*each, headers=admin) for each in addresses]
    by_address = await client.get(suspect["image_url"], headers=admin)

    assert {(each.status_code, each.json()["code"]) for each in (*mine, *theirs, by_address)} == {
        (403, "not-allowed")
    }


async def test_suspects_are_listed_with_what_they_are_and_how_often_they_came(
    client, resources, admin
):
    await hold(resources)
    await hold(resources)
    await hold(resources, b"<html>", provider="fal", media_type="text/html", dhash=None)

    told = (await client.get(f"{URL}?total=true", headers=admin)).json()
    by_provider = (await client.get(f"{URL}?provider=fal", headers=admin)).json()["items"]
    cleared = (await client.get(f"{URL}?verdict=cleared", headers=admin)).json()["items"]
    html, notice = told["items"]

    assert told["total"] == 2
    assert (notice["times"], notice["reason"], notice["verdict"]) == (2, "duplicate", "suspected")
    assert (notice["digest"], notice["dhash"]) == (DIGEST, "0000000000000007")
    assert [each["id"] for each in by_provider] == [html["id"]]
    assert cleared == []


async def test_the_bytes_are_shown_as_they_came_and_no_page_is_run(client, resources, admin):
    await hold(resources)
    await hold(resources, b"<script>", provider="fal", media_type="text/html", dhash=None)
    page, notice = (await client.get(URL, headers=admin)).json()["items"]
    del client.headers["Authorization"]

    shown = await client.get(notice["image_url"])
    saved = await client.get(page["image_url"])
    bare = await client.get(notice["image_url"].split("?")[0])

    assert (shown.content, shown.headers["content-type"]) == (NOTICE, "image/jpeg")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment")
    assert bare.status_code == 401


async def test_what_is_confirmed_fails_where_readers_have_it_and_clearing_takes_that_back(
    client, drain, resources, admin
):
    book = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    here, there = (await passages_of(resources))[:2]
    notice = {"provider": "pollinations", "digest": DIGEST, "shown": True}
    first = await hang(resources, book, here, **notice)
    instead = await hang(resources, book, here, variant=1)
    only = await hang(resources, book, there, **notice)
    await hold(resources)
    suspect = (await client.get(URL, headers=admin)).json()["items"][0]

    async def states():
        found = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
        return {each["id"]: (each["state"], each["shown"]) for each in found}

    confirmed = [
        (await client.post(f"{URL}/{suspect['id']}/confirm", headers=admin)).json()
        for _ in range(2)
    ]
    after = await states()
    problem = (await client.get(f"/api/v1/illustrations/{only}")).json()["problem"]
    refused = await client.put(f"/api/v1/illustrations/{only}/shown")
    known = await StoredQuarantine(resources.begin, resources.storage).known()
    cleared = (await client.post(f"{URL}/{suspect['id']}/clear", headers=admin)).json()

    assert [each["verdict"] for each in confirmed] == ["confirmed", "confirmed"]
    assert (confirmed[0]["illustrations"], confirmed[0]["illustration_id"]) == (2, first)
    assert after == {first: ("failed", False), instead: ("ready", True), only: ("failed", False)}
    assert (problem["code"], problem["reason"]) == ("provider-unavailable", "notice")
    assert refused.status_code == 409
    assert known == {DIGEST}
    assert cleared["verdict"] == "cleared"
    assert await states() == {
        first: ("ready", False),
        instead: ("ready", True),
        only: ("ready", True),
    }
    assert await StoredQuarantine(resources.begin, resources.storage).known() == frozenset()
