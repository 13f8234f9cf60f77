"""Pictures that another was preferred to go after a while; none that anybody chose."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app import demo
from app.db.models import BibleEdit, Illustration
from app.domain.bible import EditKind
from app.domain.illustrations import IllustrationState, Quality
from app.services import cleaning
from tests.flows.test_upload_to_pictures import upload
from tests.services.test_cleaning import AN_HOUR, age

LONG = timedelta(days=181)
KEEP = timedelta(days=180)


@pytest.fixture
async def book_id(client, drain):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    return book_id


@pytest.fixture
async def variants(client, resources, book_id):
    """Three pictures of one passage, the first of which stands in the text."""
    found = (await client.get(f"/api/v1/books/{book_id}/descriptions")).json()["items"][0]
    async with resources.begin() as work:
        rows = [
            Illustration(
                book_id=UUID(book_id),
                description_id=UUID(found["id"]),
                variant=variant,
                chapter=found["chapter"],
                start_block=found["span"]["start"]["block"],
                start_offset=found["span"]["start"]["offset"],
                end_block=found["span"]["end"]["block"],
                end_offset=found["span"]["end"]["offset"],
                quote=found["text"],
                style="ink",
                quality=Quality.STANDARD,
                wanted_provider="sketch",
                seed=variant + 1,
                state=IllustrationState.READY,
                shown=variant == 0,
            )
            for variant in range(3)
        ]
        work.session.add_all(rows)
    return [{"id": str(each.id), "shown": each.shown} for each in rows]


async def retire(resources, *which):
    """As if the pictures had been drawn long ago."""
    await age(resources, Illustration.created_at, LONG, *which)
    await cleaning.clean(resources.begin, resources.storage, keep=KEEP)


async def left(resources):
    async with resources.sessions() as session:
        rows = await session.scalars(
            select(Illustration.id).where(Illustration.deleted_at.is_(None))
        )
        return {str(each) for each in rows}


async def change(resources, picture, **values):
    async with resources.begin() as work:
        for name, value in values.items():
            setattr(await work.session.get_one(Illustration, picture["id"]), name, value)


async def test_pictures_that_another_was_preferred_to_go_and_can_be_taken_back(
    resources, client, variants
):
    before = await left(resources)

    await retire(resources)

    others = {each["id"] for each in variants if not each["shown"]}
    assert before - await left(resources) == others
    assert len(others) == 2
    restored = await client.post(f"/api/v1/illustrations/{others.pop()}/restore")
    assert restored.status_code == 200


@pytest.mark.usefixtures("variants")
async def test_younger_pictures_stay(resources):
    before = await left(resources)

    await age(resources, Illustration.created_at, KEEP - AN_HOUR)
    await cleaning.clean(resources.begin, resources.storage, keep=KEEP)

    assert await left(resources) == before


@pytest.mark.usefixtures("variants")
async def test_without_a_limit_pictures_are_kept_for_ever(resources):
    before = await left(resources)

    await age(resources, Illustration.created_at, 10 * LONG)
    await cleaning.clean(resources.begin, resources.storage)

    assert await left(resources) == before


@pytest.mark.parametrize("liked", [{"favourite": True}, {"rating": 4}, {"rating": 5}])
async def test_a_picture_its_reader_likes_stays(resources, variants, liked):
    one, other = [each for each in variants if not each["shown"]]
    await change(resources, one, **liked)
    await change(resources, other, rating=3)

    await retire(resources)

    assert one["id"] in await left(resources)
    assert other["id"] not in await left(resources)


async def test_what_the_bible_or_another_picture_refers_to_stays(resources, book_id, variants):
    one, other = [each for each in variants if not each["shown"]]
    (shown,) = [each for each in variants if each["shown"]]
    await change(resources, shown, anchor_id=UUID(other["id"]))
    async with resources.begin() as work:
        work.session.add(
            BibleEdit(
                book_id=UUID(book_id),
                version=2,
                kind=EditKind.SET_REFERENCE,
                payload={"entity": "character:1:0:0", "illustration": one["id"]},
            )
        )

    await retire(resources)

    assert {one["id"], other["id"]} <= await left(resources)


async def test_the_last_picture_of_a_portrait_stays_though_it_stands_in_no_text(
    resources, variants
):
    one, other = [each for each in variants if not each["shown"]]
    somebody = uuid4()
    for each in (one, other):
        await change(resources, each, description_id=None, entity_id=somebody, view="portrait")

    await retire(resources)

    remaining = await left(resources)
    assert one["id"] not in remaining, "the older of the two"
    assert other["id"] in remaining


async def test_old_pictures_that_never_came_go(resources, variants):
    one, other = [each for each in variants if not each["shown"]]
    await change(resources, one, state=IllustrationState.FAILED, variant=90)
    await change(resources, other, state=IllustrationState.QUEUED, variant=91)

    await retire(resources)

    remaining = await left(resources)
    assert one["id"] not in remaining
    assert other["id"] in remaining


async def test_several_workers_retire_at_once(resources, variants):
    await age(resources, Illustration.created_at, LONG)

    await asyncio.gather(
        *(cleaning.clean(resources.begin, resources.storage, keep=KEEP) for _ in range(4))
    )

    assert {each["id"] for each in variants if each["shown"]} <= await left(resources)
    assert not {each["id"] for each in variants if not each["shown"]} & await left(resources)
