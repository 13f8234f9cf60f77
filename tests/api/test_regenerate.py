"""Drawing a picture once more over HTTP: by the same recipe but for what is named."""

import asyncio

import pytest
from sqlalchemy import select

from app import demo
from app.db.base import new_id
from app.db.models import Edition, Entity, Illustration, Series
from app.domain.books import Address
from app.domain.illustrations import Anchor, Quality
from app.domain.names import EntityKind
from app.illustration import continuity
from app.services import illustrations
from tests.api.hanging import change, hang, passages_of
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload


@pytest.fixture
async def book(client, drain):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    return book_id


@pytest.fixture
def again(client):
    async def asked(picture, **body):
        return await client.post(f"/api/v1/illustrations/{picture}/regenerate", json=body)

    return asked


@pytest.fixture
async def picture(resources, book):
    passage = (await passages_of(resources))[0]
    return await hang(
        resources,
        book,
        passage,
        shown=True,
        seed=77,
        style="engraving",
        style_words="Steel engraving as it was once",
        negative="fog",
        wanted_prompt="A red lighthouse on a cliff at dawn",
        wanted_model="tiny",
        wanted_width=512,
        wanted_height=768,
        quality=Quality.DRAFT,
    )


async def row_of(resources, picture_id):
    async with resources.sessions() as session:
        return await session.get_one(Illustration, picture_id)


async def test_what_is_not_named_is_as_in_the_original_which_stays(
    client, drain, resources, again, picture
):
    asked = await again(picture)
    new = asked.json()["illustration"]
    row = await row_of(resources, new["id"])
    original = await row_of(resources, picture)

    assert asked.status_code == 202
    assert asked.headers["Location"] == f"/api/v1/jobs/{asked.json()['job']['id']}"
    same = (
        "description_id", "view", "style", "style_words", "quality", "negative", "wanted_prompt",
        "wanted_provider", "wanted_model", "wanted_width", "wanted_height", "quote",
    )  # fmt: skip
    assert {name: getattr(row, name) for name in same} == {
        name: getattr(original, name) for name in same
    }
    assert (new["state"], new["variant"], new["shown"]) == ("queued", 1, False)
    assert new["seed"] != 77

    await drain()

    looked = (await client.get(f"/api/v1/illustrations/{new['id']}")).json()
    recipe = (await client.get(f"/api/v1/illustrations/{new['id']}/prompt")).json()
    assert looked["state"] == "ready", looked["problem"]
    assert {each["id"]: each["shown"] for each in looked["variants"]} == {
        picture: True,
        new["id"]: False,
    }
    assert recipe["requested_prompt"] == "A red lighthouse on a cliff at dawn"
    assert recipe["style_words"] == "Steel engraving as it was once"


async def test_the_reader_chooses_between_the_old_and_the_new_one(client, drain, again, picture):
    new = (await again(picture)).json()["illustration"]["id"]
    await drain()

    await client.put(f"/api/v1/illustrations/{new}/shown")

    variants = (await client.get(f"/api/v1/illustrations/{picture}")).json()["variants"]
    assert [each["shown"] for each in variants] == [False, True]


async def test_a_seed_is_that_of_the_original_that_of_the_next_variant_or_ones_own(
    client, drain, resources, again, picture
):
    seeds = []
    for seed in ("same", "new", 4711):
        seeds.append((await again(picture, seed=seed)).json()["illustration"]["seed"])
        await drain()
    row = await row_of(resources, picture)
    async with resources.sessions() as session:
        sha = await session.scalar(select(Edition.sha256))
    at = Address(row.chapter, row.start_block, row.start_offset)

    assert seeds == [77, illustrations.scene_seed(sha, at, variant=2), 4711]
    variants = (await client.get(f"/api/v1/illustrations/{picture}")).json()["variants"]
    assert [each["variant"] for each in variants] == [0, 1, 2, 3]


async def test_what_is_named_is_otherwise_and_null_takes_it_back_to_what_we_choose(
    drain, resources, book, again, picture
):
    changed = (
        await again(
            picture,
            prompt="A blue door",
            negative="rain",
            style="oil",
            size="640x512",
            quality="high",
            provider="sketch",
        )
    ).json()["illustration"]["id"]
    await drain()
    plain = (
        await again(picture, prompt=None, negative=None, style=None, size=None, model=None)
    ).json()["illustration"]["id"]

    row, bare = await row_of(resources, changed), await row_of(resources, plain)
    assert (row.wanted_prompt, row.negative, row.style) == ("A blue door", "rain", "oil")
    assert row.style_words.startswith("Classical oil painting")
    assert (row.wanted_width, row.wanted_height, row.quality) == (640, 512, Quality.HIGH)
    # The model that was named is another provider's.
    assert (row.wanted_provider, row.wanted_model) == ("sketch", None)
    assert row.consistency_group == continuity.group(
        row.book_id, row.bible_version, row.style_words, "sketch", None
    )
    assert (bare.wanted_prompt, bare.negative, bare.wanted_width) == (None, None, None)
    assert bare.style_words != "Steel engraving as it was once"
    assert str(row.book_id) == book


async def test_asking_again_while_one_is_under_way_is_the_same_one(again, picture):
    first, second = [(await again(picture)).json() for _ in range(2)]
    of_the_new_one = (await again(first["illustration"]["id"])).json()

    assert first["illustration"]["id"] == second["illustration"]["id"]
    assert first["job"]["id"] == second["job"]["id"] == of_the_new_one["job"]["id"]


async def test_of_many_who_ask_at_once_all_get_the_same_one(again, picture):
    answers = await asyncio.gather(*(again(picture) for _ in range(4)))

    assert {each.status_code for each in answers} == {202}
    assert len({each.json()["illustration"]["id"] for each in answers}) == 1


async def test_another_view_of_the_same_passage_is_no_variant_and_waits_for_none(
    resources, book, again, picture
):
    passage = (await passages_of(resources))[0]
    series = new_id()
    async with resources.begin() as work:
        work.session.add(
            Series(
                id=series,
                book_id=book,
                description_id=passage.id,
                views=["wide"],
                anchor=Anchor.NONE,
                consistency_group="g",
                style="oil",
                quality=Quality.DRAFT,
                wanted_provider="auto",
            )
        )
    view = await hang(resources, book, passage, view="wide", series_id=series)

    scene = (await again(picture)).json()["illustration"]
    wide = (await again(view)).json()["illustration"]

    assert (scene["view"], wide["view"], wide["variant"]) == ("scene", "wide", 1)
    assert wide["series_id"] == str(series)
    assert scene["series_id"] is None


async def test_a_portrait_is_drawn_once_more_by_the_seed_of_whom_it_shows(
    client, drain, resources, book, again
):
    async with resources.sessions() as session:
        someone = await session.scalar(
            select(Entity)
            .where(Entity.kind == EntityKind.CHARACTER, Entity.first_chapter <= 2)
            .order_by(Entity.importance.desc())
        )
    portrait = await hang(
        resources,
        book,
        entity_id=someone.id,
        view="portrait",
        quote=someone.name,
        shown=True,
        chapter=someone.first_chapter,
        start_block=someone.first_block,
        start_offset=someone.first_offset,
    )

    new = (await again(portrait)).json()["illustration"]
    await drain()

    looked = (await client.get(f"/api/v1/illustrations/{new['id']}")).json()
    assert (new["entity_id"], new["view"], new["variant"]) == (str(someone.id), "portrait", 1)
    assert looked["state"] == "ready", looked["problem"]
    assert [each["id"] for each in looked["variants"]] == [portrait, new["id"]]
    assert [each["shown"] for each in looked["variants"]] == [True, False]


async def test_whom_the_bible_no_longer_has_is_not_drawn_once_more(resources, book, again):
    nobody = await hang(
        resources, book, entity_id=new_id(), view="portrait", quote="somebody forgotten"
    )

    answer = await again(nobody)

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


async def test_a_provider_that_sends_words_away_needs_consent_here_too(client, again, picture):
    refused = await again(picture, provider="pollinations")
    await client.put("/api/v1/me/consent", json={"remote_providers": True})
    allowed = await again(picture, provider="pollinations")

    assert (refused.status_code, allowed.status_code) == (403, 202)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"seed": "old"}, "/seed"),
        ({"seed": 0}, "/seed"),
        ({"seed": 2**31}, "/seed"),
        ({"style": "no such"}, "/style"),
        ({"provider": "no such"}, "/provider"),
        ({"size": "10x10"}, "/size"),
        ({"size": "\uff15\uff11\uff12x\uff15\uff11\uff12"}, "/size"),
        ({"seed": None}, "/seed"),
        ({"a/b": 1}, "/a~1b"),
        ({"prompt": ""}, "/prompt"),
        ({"count": 2}, "/count"),
    ],
)
async def test_a_wrong_wish_names_the_field(again, picture, body, pointer):
    answer = await again(picture, **body)

    assert answer.status_code == 422
    assert {each["pointer"] for each in answer.json()["errors"]} == {pointer}


async def test_a_picture_is_asked_for_after_another_of_its_passage(
    client, resources, book, picture
):
    here, elsewhere = (await passages_of(resources))[:2]
    foreign = await hang(resources, book, elsewhere)
    url = f"/api/v1/descriptions/{here.id}/illustrations"

    after = (await client.post(url, json={"variant_of": picture, "style": "oil"})).json()
    wrong = await client.post(url, json={"variant_of": foreign})

    row = await row_of(resources, after["illustration"]["id"])
    assert (row.style, row.negative, row.quality) == ("oil", "fog", Quality.DRAFT)
    assert row.wanted_prompt == "A red lighthouse on a cliff at dawn"
    assert row.seed != 77
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/variant_of")


@pytest.fixture
def act(client):
    async def answered(action, *ids, **options):
        body = {"action": action, "ids": list(ids)}
        return await client.post("/api/v1/illustrations/bulk", json=body, **options)

    return answered


async def test_many_pictures_are_favoured_at_once_and_each_says_what_became_of_it(
    client, resources, book, stranger, act
):
    passages = (await passages_of(resources))[:3]
    mine = [await hang(resources, book, each) for each in passages]
    nobodys = str(new_id())

    told = (await act("favourite", *mine, nobodys, mine[0])).json()
    kept = (await client.get("/api/v1/illustrations?favourite=true&spoilers=all")).json()["items"]
    theirs = (await act("favourite", *mine, headers=bearer(resources, stranger))).json()
    await act("unfavourite", mine[0])

    assert [each["id"] for each in told["items"]] == [*mine, nobodys]
    assert [each["done"] for each in told["items"]] == [True, True, True, False]
    assert (told["done"], told["failed"]) == (3, 1)
    assert told["items"][3]["problem"]["code"] == "not-found"
    assert told["items"][0]["illustration"]["favourite"]
    assert len(kept) == 3
    assert [each["problem"]["code"] for each in theirs["items"]] == ["not-found"] * 3
    assert not (await client.get(f"/api/v1/illustrations/{mine[0]}")).json()["favourite"]


async def test_many_pictures_are_thrown_away_taken_back_and_drawn_once_more(
    client, drain, resources, book, act
):
    one, two = (await passages_of(resources))[:2]
    first = await hang(resources, book, one, shown=True)
    other = await hang(resources, book, one, variant=1)
    third = await hang(resources, book, two, shown=True)

    gone = (await act("delete", first, third)).json()
    left = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    back = (await act("restore", first, third, str(new_id()))).json()
    new = (await act("regenerate", first, other, third)).json()
    await drain()

    assert (gone["done"], [each["illustration"] for each in gone["items"]]) == (2, [None, None])
    assert [(each["id"], each["shown"]) for each in left] == [(other, True)]
    assert [each["done"] for each in back["items"]] == [True, True, False]
    assert [each["illustration"]["shown"] for each in back["items"][:2]] == [False, True]
    drawn = [each["illustration"]["id"] for each in new["items"]]
    # Two variants of one passage are one order.
    assert drawn[0] == drawn[1] != drawn[2]
    for each in set(drawn):
        assert (await client.get(f"/api/v1/illustrations/{each}")).json()["state"] == "ready"


async def test_one_that_cannot_be_drawn_stops_none_of_the_others(resources, book, act, picture):
    await change(resources, picture, wanted_provider="pollinations")
    passage = (await passages_of(resources))[1]
    other = await hang(resources, book, passage)

    told = (await act("regenerate", picture, other)).json()

    assert [each["done"] for each in told["items"]] == [False, True]
    assert told["items"][0]["problem"]["code"] == "not-allowed"


@pytest.mark.parametrize(
    "body",
    [
        {"ids": [], "action": "delete"},
        {"ids": [str(new_id()) for _ in range(201)], "action": "delete"},
        {"ids": ["x"], "action": "delete"},
        {"ids": [str(new_id())], "action": "burn"},
        {"ids": [str(new_id())], "action": "delete", "book": "x"},
    ],
    ids=["none", "too many", "no id", "no action", "another member"],
)
async def test_a_wrong_order_for_many_is_refused_whole(client, body):
    assert (await client.post("/api/v1/illustrations/bulk", json=body)).status_code == 422
