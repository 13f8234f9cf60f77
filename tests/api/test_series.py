"""Several views of one subject, over HTTP."""

import asyncio

import pytest
from sqlalchemy import select

from app import demo
from app.db.models import Edition, Illustration, Series
from app.illustration import seeds
from tests.conftest import bearer, count
from tests.flows.test_upload_to_pictures import upload


@pytest.fixture
async def book(client, drain):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    return book_id


@pytest.fixture
async def passage(client, book):
    """A place."""
    url = f"/api/v1/books/{book}/descriptions?type=location&spoilers=all"
    return (await client.get(url)).json()["items"][0]


async def person(client, book):
    """Somebody of the bible, by the whole book."""
    bible = (await client.get(f"/api/v1/books/{book}/bible?spoilers=all")).json()
    return next(each for each in bible["entities"] if each["kind"] == "character")


def ask(client, book, subject, **body):
    return client.post(f"/api/v1/books/{book}/series", json={"subject": subject, **body})


async def asked(client, book, subject, **body):
    answer = await ask(client, book, subject, **body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def look(client, series):
    return (await client.get(f"/api/v1/series/{series['id']}")).json()


async def job_of(client, job):
    return (await client.get(f"/api/v1/jobs/{job['id']}")).json()


async def test_the_answer_names_every_view_and_its_seed_before_anything_is_drawn(
    client, resources, book, passage
):
    answer = await ask(client, book, {"description": passage["id"]}, views=["wide", "Detail"])

    told, job = answer.json()["series"], answer.json()["job"]
    async with resources.sessions() as session:
        sha = await session.scalar(select(Edition.sha256))
    start = passage["span"]["start"]
    place = f"{start['chapter']}:{start['block']}:{start['offset']}"
    assert answer.status_code == 202
    assert answer.headers["Location"].endswith(job["id"])
    assert (job["kind"], job["subject"]["id"]) == ("draw_series", told["id"])
    assert [each["view"] for each in told["views"]] == ["wide", "detail"]
    assert [each["seed"] for each in told["views"]] == [
        seeds.seed(edition_sha=sha, family="scene", entity=place, view=view)
        for view in ("wide", "detail")
    ]
    assert {each["state"] for each in told["views"]} == {"queued"}
    assert (told["main"], told["ready"], told["failed"], told["elapsed_ms"]) == (None, 0, 0, None)


async def test_all_views_are_drawn_in_one_group_and_none_stands_in_the_text(
    client, drain, book, passage
):
    body = await asked(client, book, {"description": passage["id"]}, quality="draft")
    await drain()

    told = await look(client, body["series"])
    pictures = told["illustrations"]
    recipes = [
        (await client.get(f"/api/v1/illustrations/{each['id']}/prompt")).json() for each in pictures
    ]
    job = await job_of(client, body["job"])
    assert [each["view"] for each in told["views"]] == ["wide", "medium", "detail"]
    assert {each["state"] for each in pictures} == {"ready"}
    assert len({each["seed"] for each in pictures}) == 3
    assert len({each["prompt"] for each in recipes}) == 3
    assert {each["consistency_group"] for each in recipes} == {told["consistency_group"]}
    assert (told["ready"], told["failed"], told["main"]) == (3, 0, pictures[0]["id"])
    assert told["elapsed_ms"] > 0
    assert told["consistency"] == 100
    assert (job["state"], job["progress"]) == ("succeeded", {"done": 3, "total": 3})
    assert not any(each["shown"] for each in pictures)
    assert (await client.get(f"/api/v1/descriptions/{passage['id']}")).json()[
        "illustration"
    ] is None


async def test_somebody_of_the_bible_is_drawn_for_their_own_sake(client, drain, resources, book):
    who = await person(client, book)
    body = await asked(client, book, {"entity": who["id"]}, views=["portrait", "back"])
    other = await client.post(
        f"/api/v1/books/{book}/series?spoilers=all", json={"subject": {"entity": who["id"]}}
    )
    await drain()

    told = await look(client, body["series"])
    async with resources.sessions() as session:
        sha = await session.scalar(select(Edition.sha256))
    first = who["first"]
    key = f"character:{first['chapter']}/{first['block']}/{first['offset']}"
    assert [each["seed"] for each in told["views"]] == [
        seeds.seed(edition_sha=sha, family="character", entity=key, view=view)
        for view in ("portrait", "back")
    ]
    assert {each["entity_id"] for each in told["illustrations"]} == {who["id"]}
    assert told["subject"] == {"entity": who["id"], "description": None}
    assert told["ready"] == 2
    assert told["consistency"] == 100
    # Another wish is another series; a view that is drawn again is the next variant.
    again = other.json()["series"]
    assert [each["view"] for each in again["views"]] == ["portrait", "profile", "full_body"]
    assert [each["illustration"]["variant"] for each in again["views"]] == [1, 0, 0]


async def test_words_of_the_readers_own_are_a_view(client, drain, book, passage):
    words = "  from  the roof,\u200b at dawn "
    body = await asked(
        client, book, {"description": passage["id"]}, views=[words, "wide"], quality="draft"
    )
    await drain()

    told = await look(client, body["series"])
    recipe = await client.get(f"/api/v1/illustrations/{told['main']}/prompt")
    assert told["views"][0]["view"] == "from the roof, at dawn"
    assert "From the roof, at dawn" in recipe.json()["prompt"]


async def test_the_same_wish_while_one_is_under_way_is_the_same_series(
    client, drain, resources, book, passage
):
    subject = {"description": passage["id"]}
    wish = {"views": ["wide", "detail"], "quality": "draft"}

    twice = await asyncio.gather(*(asked(client, book, subject, **wish) for _ in range(4)))
    another = await asked(client, book, subject, views=["detail", "wide"], quality="draft")
    await drain()
    later = await asked(client, book, subject, **wish)

    assert len({each["series"]["id"] for each in twice}) == 1
    assert len({each["job"]["id"] for each in twice}) == 1
    assert another["series"]["id"] != twice[0]["series"]["id"]
    assert later["series"]["id"] != twice[0]["series"]["id"]
    assert await count(resources, Series) == 3
    assert await count(resources, Illustration) == 6
    listed = (await client.get(f"/api/v1/books/{book}/series?spoilers=all")).json()["items"]
    assert [each["id"] for each in listed] == [
        later["series"]["id"],
        another["series"]["id"],
        twice[0]["series"]["id"],
    ]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"views": []}, "/views"),
        ({"views": ["wide"] * 9}, "/views"),
        ({"views": ["wide", "Wide"]}, "/views/1"),
        ({"views": ["wide", " \u200b"]}, "/views/1"),
        ({"views": ["wide", "\u3164"]}, "/views/1"),
        ({"model": "a\x00"}, "/model"),
        ({"negative": "\x00"}, "/negative"),
        ({"views": ["x" * 81]}, "/views/0"),
        ({"views": ["scene"]}, "/views/0"),
        ({"views": ["detail", "full body"]}, "/views/1"),
        ({"anchor": "last"}, "/anchor"),
        ({"anchor": "reference"}, "/anchor"),
        ({"style": "no such"}, "/style"),
        ({"provider": "no such"}, "/provider"),
        ({"subject": {}}, "/subject"),
        ({"subject": {"description": "00000000-0000-0000-0000-000000000000"}}, "/subject/description"),
        ({"subject": {"entity": "00000000-0000-0000-0000-000000000000"}}, "/subject/entity"),
    ],
)  # fmt: skip
async def test_a_wrong_wish_names_the_field(client, resources, *, book, passage, body, pointer):
    wish = {"subject": {"description": passage["id"]}} | body
    answer = await client.post(f"/api/v1/books/{book}/series", json=wish)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert await count(resources, Series) == 0


async def test_a_reference_that_nobody_has_chosen_is_a_conflict(client, book):
    who = await person(client, book)

    answer = await client.post(
        f"/api/v1/books/{book}/series?spoilers=all",
        json={"subject": {"entity": who["id"]}, "anchor": "reference"},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


async def test_another_readers_book_passage_and_series_are_not_there(
    client, anonymous, *, resources, stranger, book, passage
):
    body = await asked(client, book, {"description": passage["id"]})

    anonymous.headers.update(bearer(resources, stranger))
    answers = [
        await ask(anonymous, book, {"description": passage["id"]}),
        await anonymous.get(f"/api/v1/series/{body['series']['id']}"),
        await anonymous.get(f"/api/v1/books/{book}/series"),
    ]

    assert [each.status_code for each in answers] == [404, 404, 404]


async def test_a_remote_provider_by_name_needs_consent_at_once(client, resources, book, passage):
    answer = await ask(client, book, {"description": passage["id"]}, provider="pollinations")

    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert await count(resources, Series) == 0


async def test_a_series_lies_beyond_what_is_read_and_is_not_listed(client, book):
    url = f"/api/v1/books/{book}/descriptions?type=location&spoilers=all&limit=200"
    last = (await client.get(url)).json()["items"][-1]
    body = await asked(client, book, {"description": last["id"]}, views=["wide"])

    bounded = (await client.get(f"/api/v1/books/{book}/series")).json()["items"]
    whole = (await client.get(f"/api/v1/books/{book}/series?spoilers=all")).json()["items"]

    assert bounded == []
    assert [each["id"] for each in whole] == [body["series"]["id"]]


async def test_a_cancelled_series_ends_and_can_be_asked_for_again(client, drain, book, passage):
    body = await asked(client, book, {"description": passage["id"]}, quality="draft")
    await client.delete(f"/api/v1/jobs/{body['job']['id']}")
    cancelled = await look(client, body["series"])

    retried = await client.post(f"/api/v1/jobs/{body['job']['id']}/retry")
    await drain()

    told = await look(client, body["series"])
    assert {each["state"] for each in cancelled["illustrations"]} == {"cancelled"}
    assert (cancelled["failed"], retried.status_code) == (3, 202)
    assert (told["ready"], told["failed"]) == (3, 0)
    assert [each["seed"] for each in told["views"]] == [
        each["seed"] for each in body["series"]["views"]
    ]
    nothing_left = await client.post(f"/api/v1/jobs/{retried.json()['id']}/retry")
    assert nothing_left.status_code == 409


async def test_a_view_that_is_drawn_again_or_thrown_away_is_told(client, drain, book, passage):
    body = await asked(
        client, book, {"description": passage["id"]}, views=["wide", "detail"], quality="draft"
    )
    await drain()
    first, second = body["series"]["illustrations"]

    await client.post(f"/api/v1/illustrations/{first['id']}/regenerate", json={"seed": "new"})
    await client.delete(f"/api/v1/illustrations/{second['id']}")
    await drain()

    told = await look(client, body["series"])
    assert len(told["illustrations"]) == 2
    assert told["views"][0]["illustration"]["variant"] == 1
    assert told["views"][1] == {"view": "detail", "seed": None, "state": None, "illustration": None}
    assert (told["ready"], told["failed"]) == (1, 1)
