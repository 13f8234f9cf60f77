"""Keys of readers' own: sealed at once, shown to nobody, used for their owner alone."""

import json
import logging

import pytest
from sqlalchemy import select, text

from app.db.models import ProviderKey, Reader
from app.db.work import ReadSession
from app.errors import ProviderKeyUnreadable
from app.services import keys
from tests.conftest import SECRET, bearer

PATH = "/api/v1/me/provider-keys"
KEY = "sk_live_5Tn0CNmUZ-wq83x7Qd"


async def opened(resources, reader, secret=SECRET):
    async with resources.sessions() as session:
        return await keys.of(ReadSession(session), reader, secret)


async def test_a_key_is_taken_and_only_its_end_is_ever_shown(client, resources, reader):
    put = await client.put(f"{PATH}/pollinations", json={"key": KEY})
    listed = await client.get(PATH)

    assert put.status_code == 200
    assert listed.json()["items"] == [put.json()]
    assert put.json()["provider"] == "pollinations"
    assert put.json()["hint"] == "x7Qd"
    assert put.json()["usable"] is True
    assert KEY[:-4] not in put.text + listed.text
    assert await opened(resources, reader) == {"pollinations": KEY}


async def test_another_reader_sees_and_removes_nothing(client, resources, reader, stranger):
    await client.put(f"{PATH}/fal", json={"key": KEY})
    theirs = bearer(resources, stranger)

    seen = await client.get(PATH, headers=theirs)
    removed = await client.delete(f"{PATH}/fal", headers=theirs)

    assert seen.json()["items"] == []
    assert removed.status_code == 204
    assert await opened(resources, stranger) == {}
    assert await opened(resources, reader) == {"fal": KEY}


async def test_a_new_key_takes_the_place_of_the_old_and_one_can_be_taken_away(
    client, resources, reader
):
    for key in (KEY, KEY[::-1]):
        await client.put(f"{PATH}/fal", json={"key": key})
    replaced = await opened(resources, reader)

    gone = [(await client.delete(f"{PATH}/fal")).status_code for _ in range(2)]

    assert replaced == {"fal": KEY[::-1]}
    assert gone == [204, 204]
    assert (await client.get(PATH)).json()["items"] == []


async def test_nothing_in_the_database_or_the_log_holds_a_key(client, resources, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    await client.put(f"{PATH}/pollinations", json={"key": KEY})
    await client.put(f"{PATH}/fal", json={"key": KEY + " and more"})

    async with resources.sessions() as session:
        tables = await session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        dumped = ""
        for table in tables.all():
            rows = await session.execute(text(f'SELECT t::text FROM "{table}" t'))
            dumped += "\n".join(str(row) for row in rows.scalars())
        sealed = await session.scalar(select(ProviderKey.sealed))

    told = dumped + caplog.text + "".join(capfd.readouterr())
    assert "x7Qd" in dumped
    for form in (KEY, KEY.encode().hex(), KEY[:-4], KEY[:-4].encode().hex()):
        assert form not in told
    assert KEY.encode() not in sealed


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"key": "two words of a key"}, "/key"),
        ({"key": "sk_line_break_5Tn0\r\nX-Other: 1"}, "/key"),
        ({"key": "ключ-не-из-латиницы"}, "/key"),
        ({"key": "sk_5Tn0"}, "/key"),
        ({"key": "sk_5Tn0" * 100}, "/key"),
        ({"key": 57205720}, "/key"),
        ({"key": None}, "/key"),
        ({}, "/key"),
        ({"key": KEY, "name": "sk_5Tn0"}, "/name"),
        (["sk_5Tn0_in_a_list"], "/"),
        ("sk_5Tn0_as_a_string", "/"),
    ],
)
async def test_what_is_no_key_is_refused_by_its_place_and_never_repeated(client, body, pointer):
    answer = await client.put(f"{PATH}/pollinations", json=body)

    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert "5Tn0" not in answer.text
    assert "5720" not in json.dumps(answer.json()["errors"])


@pytest.mark.parametrize("provider", ["sketch", "comfyui", "nobody", "%00"])
async def test_a_provider_that_takes_no_key_is_refused(client, provider):
    answer = await client.put(f"{PATH}/{provider}", json={"key": KEY})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/provider"
    assert "pollinations" in answer.text
    assert KEY not in answer.text


async def test_after_the_secret_has_changed_a_key_says_that_it_must_be_entered_again(
    client, resources, reader
):
    await client.put(f"{PATH}/fal", json={"key": KEY})
    other = "another secret for tests only, also 32 bytes"

    with pytest.raises(ProviderKeyUnreadable) as told:
        await opened(resources, reader, other)
    async with resources.sessions() as session:
        found = await keys.find(ReadSession(session), reader, other)

    assert told.value.facts == {"provider": "fal"}
    assert "PUT /me/provider-keys" in told.value.remedy
    assert [is_usable for _, is_usable in found] == [False]


async def test_a_seal_copied_to_another_reader_or_provider_opens_nothing(
    client, resources, reader, stranger
):
    await client.put(f"{PATH}/fal", json={"key": KEY})
    async with resources.begin() as work:
        mine = await work.session.scalar(select(ProviderKey))
        work.session.add(
            ProviderKey(reader_id=stranger, provider="fal", sealed=mine.sealed, hint="")
        )
        work.session.add(
            ProviderKey(reader_id=reader, provider="openai", sealed=mine.sealed, hint="")
        )

    for whose in (reader, stranger):
        with pytest.raises(ProviderKeyUnreadable):
            await opened(resources, whose)


async def test_a_key_is_no_consent(client, resources, reader):
    await client.put(f"{PATH}/pollinations", json={"key": KEY})

    async with resources.sessions() as session:
        row = await session.get_one(Reader, reader)

    assert row.remote_consent_at is None


async def test_the_description_of_the_api_shows_no_key(client):
    openapi = (await client.get("/openapi.json")).json()

    shown = openapi["components"]["schemas"]["KeyIn"]["properties"]["key"]
    assert (shown["format"], shown["writeOnly"]) == ("password", True)
    assert "example" not in json.dumps(openapi["components"]["schemas"]["KeyIn"])
