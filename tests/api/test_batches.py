"""Many pictures of a book at once, over HTTP."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from app import demo
from app.db.models import Batch, Description, Illustration
from app.domain.jobs import JobKind
from app.services import ordering
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload
from tests.services.leasing import claim


@pytest.fixture
async def book(client, drain):
    """The address of a book without pictures."""
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    return f"/api/v1/books/{book_id}"


async def passages(client, book):
    return (await client.get(f"{book}/descriptions?spoilers=all&limit=200")).json()["items"]


def ask(client, book, **body):
    return client.post(f"{book}/illustrations/batch", json=body)


async def plan(client, book, **body):
    answer = await client.post(
        f"{book}/illustrations/batch?spoilers=all", json=body | {"dry_run": True}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def draw(client, drain, book, **body):
    asked = await ask(client, book, **body)
    assert asked.status_code == 202, asked.text
    await drain()
    return (await client.get(f"/api/v1/batches/{asked.json()['batch']['id']}?spoilers=all")).json()


async def test_a_dry_run_says_what_would_be_drawn_and_draws_nothing(client, drain, book):
    found = await plan(client, book, count=3)
    await drain()

    assert (found["count"], len(found["description_ids"]), len(found["descriptions"])) == (3, 3, 3)
    assert all(each["reasons"] for each in found["descriptions"])
    assert found["estimate"] == {
        "seconds": pytest.approx(4.0),
        "cost": "0.000000",
        "currency": None,
        "credits": None,
    }
    pictures = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    assert pictures == []


async def test_a_dry_run_shows_what_may_be_seen_and_counts_all(client, book):
    asked = await client.post(f"{book}/illustrations/batch", json={"count": 200, "dry_run": True})

    seen = asked.json()
    everything = await plan(client, book, count=200)
    assert seen["count"] == everything["count"] == len(everything["descriptions"])
    assert 0 < len(seen["descriptions"]) < seen["count"]
    assert {each["chapter"] for each in seen["descriptions"]} == {
        min(each["chapter"] for each in everything["descriptions"])
    }


async def test_a_batch_is_drawn_and_its_job_tells_how_far_it_is(client, drain, book):
    asked = (await ask(client, book, count=4)).json()
    batch, job = asked["batch"], asked["job"]
    assert (batch["total"], batch["ready"], batch["failed"], batch["cancelled"]) == (4, 0, 0, 0)
    assert (job["kind"], job["subject"]) == (
        "illustrate_batch",
        {"kind": "batch", "id": batch["id"]},
    )
    assert job["progress"] == {"done": 0, "total": 4}

    await drain()

    found = (await client.get(f"/api/v1/batches/{batch['id']}?spoilers=all")).json()
    assert (found["total"], found["ready"], found["failed"]) == (4, 4, 0)
    assert (found["job"]["state"], found["job"]["progress"]) == (
        "succeeded",
        {"done": 4, "total": 4},
    )
    assert [each["state"] for each in found["illustrations"]] == ["ready"] * 4
    assert all(each["reasons"] and each["shown"] for each in found["illustrations"])


async def test_what_the_client_sends_back_is_what_is_drawn(client, drain, book):
    planned = (await plan(client, book, count=4))["description_ids"]
    own = next(each["id"] for each in await passages(client, book) if each["id"] not in planned)

    found = await draw(client, drain, book, descriptions=[*planned[:2], own])

    drawn = {each["description_id"] for each in found["illustrations"]}
    assert drawn == {*planned[:2], own}
    assert (await plan(client, book, descriptions=[own]))["descriptions"][0]["reasons"] == []


async def test_drawn_passages_are_left_out_unless_they_are_named(client, drain, book):
    first = await draw(client, drain, book, count=2)
    drawn = {each["description_id"] for each in first["illustrations"]}

    others = await plan(client, book, count=200)
    again = await draw(client, drain, book, descriptions=sorted(drawn))

    assert drawn.isdisjoint(others["description_ids"])
    assert [each["variant"] for each in again["illustrations"]] == [1, 1]


async def test_pictures_under_way_are_not_ordered_twice(client, resources, book):
    planned = (await plan(client, book, count=2))["description_ids"]

    first = await ask(client, book, count=2)
    named = await ask(client, book, descriptions=planned)
    others = await ask(client, book, count=200)
    await order(resources)
    await order(resources)

    assert [each.status_code for each in (first, named, others)] == [202, 409, 202]
    pictures = (await client.get("/api/v1/illustrations?spoilers=all&limit=200")).json()["items"]
    assert len(pictures) == 2 + others.json()["batch"]["total"]
    assert len({each["description_id"] for each in pictures}) == len(pictures)


async def test_what_is_read_now_is_drawn_first_then_the_next_chapter_then_the_rest(client, book):
    chapters = (await client.get(f"{book}/chapters")).json()["items"]
    body = [each["ordinal"] for each in chapters if each["kind"] == "body"]
    here = {"chapter": body[1], "block": 0, "offset": 0}
    assert (await client.post(f"{book}/progress", json=here)).is_success

    found = await plan(
        client, book, descriptions=[each["id"] for each in await passages(client, book)]
    )

    order = [each["chapter"] for each in found["descriptions"]]
    assert list(dict.fromkeys(order)) == [body[1], body[2], body[0], *body[3:]]


async def test_types_and_chapters_narrow_the_choice(client, book):
    some = await passages(client, book)
    chapter, kind = some[-1]["chapter"], some[-1]["type"]

    found = await plan(client, book, count=50, chapters=[chapter], types=[kind])

    assert found["count"] > 0
    assert {(each["chapter"], each["type"]) for each in found["descriptions"]} == {(chapter, kind)}


async def test_pictures_by_words_grow_with_the_text(client, book):
    words = (await client.get(book)).json()["word_count"]

    sparse = await plan(client, book, per_1000_words=0.5)
    dense = await plan(client, book, per_1000_words=1)

    assert sparse["count"] == max(1, round(words / 2000))
    assert sparse["count"] < dense["count"] <= round(words / 1000)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/count"),
        ({"count": 2, "stale": True}, "/stale"),
        ({"count": 2, "per_1000_words": 1}, "/per_1000_words"),
        ({"count": 201}, "/count"),
        ({"count": 0}, "/count"),
        ({"count": 2, "chapters": [2, 99]}, "/chapters/1"),
        ({"descriptions": []}, "/descriptions"),
        ({"descriptions": ["01a1fbf8-bd4e-7648-8575-9b9ff16b4369"]}, "/descriptions/0"),
        (
            {"descriptions": ["01a1fbf8-bd4e-7648-8575-9b9ff16b4369"], "types": ["action"]},
            "/types",
        ),
        ({"count": 1, "style": "no such"}, "/style"),
        ({"count": 1, "style": "own"}, "/style"),
        ({"count": 1, "provider": "no such"}, "/provider"),
        ({"count": 1, "size": "1x1"}, "/size"),
    ],
)
async def test_a_wrong_wish_names_the_field(client, book, body, pointer):
    for is_dry in (True, False):
        answer = await ask(client, book, **body, dry_run=is_dry)

        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"] == pointer


async def test_more_than_the_limit_is_refused_with_the_limit(client, book):
    answer = await ask(client, book, count=201)

    assert answer.json()["limit"] == 200


async def test_a_remote_provider_needs_consent_and_a_plan_does_not(client, book):
    asked = await ask(client, book, count=1, provider="pollinations")

    assert asked.status_code == 403
    assert (await plan(client, book, count=1, provider="pollinations"))["estimate"]["cost"] is None


async def test_cancelling_the_job_cancels_its_pictures_and_retrying_draws_them(client, drain, book):
    asked = (await ask(client, book, count=3)).json()
    url = f"/api/v1/batches/{asked['batch']['id']}"

    await client.delete(f"/api/v1/jobs/{asked['job']['id']}")
    await drain()
    cancelled = (await client.get(url)).json()
    retried = await client.post(f"/api/v1/jobs/{asked['job']['id']}/retry")
    await drain()

    assert (cancelled["ready"], cancelled["cancelled"]) == (0, 3)
    assert retried.status_code == 202
    assert (await client.get(url)).json()["ready"] == 3


async def test_nobody_plans_draws_or_sees_the_batches_of_another(
    client, resources, drain, book, stranger
):
    found = await draw(client, drain, book, count=1)
    client.headers.update(bearer(resources, stranger))

    answers = [
        await ask(client, book, count=1),
        await ask(client, book, count=1, dry_run=True),
        await client.get(f"/api/v1/batches/{found['id']}"),
    ]

    assert [each.status_code for each in answers] == [404] * 3


async def stale(resources, *which):
    async with resources.begin() as work:
        await work.session.execute(
            update(Illustration).where(Illustration.id.in_(which)).values(stale=True)
        )


async def test_stale_pictures_are_drawn_anew_and_the_others_are_not(client, resources, drain, book):
    first = (await draw(client, drain, book, count=3))["illustrations"]
    await stale(resources, first[1]["id"])

    again = await draw(client, drain, book, stale=True)

    (found,) = again["illustrations"]
    assert (found["description_id"], found["variant"]) == (first[1]["description_id"], 1)
    assert (await plan(client, book, stale=True))["count"] == 0, "it is drawn anew"


async def test_one_picture_that_fails_stops_no_other(client, resources, drain, book):
    asked = (await ask(client, book, count=3)).json()
    await order(resources)
    async with resources.begin() as work:
        broken = await work.session.scalar(select(Illustration).order_by(Illustration.id).limit(1))
        # A style that an older version of the program knew.
        broken.style, broken.style_words = "no such", None
    await drain()

    found = (await client.get(f"/api/v1/batches/{asked['batch']['id']}?spoilers=all")).json()
    assert (found["total"], found["ready"], found["failed"]) == (3, 2, 1)
    assert (found["job"]["state"], found["job"]["progress"]["done"]) == ("succeeded", 3)
    assert [each["problem"] is None for each in found["illustrations"]].count(False) == 1


async def test_a_batch_of_which_nothing_could_be_drawn_has_failed_and_can_be_retried(
    client, drain, book
):
    await client.put("/api/v1/me/consent", json={"remote_providers": True})
    asked = (await ask(client, book, count=2, provider="pollinations")).json()
    await drain()
    url = f"/api/v1/batches/{asked['batch']['id']}"
    before = (await client.get(url)).json()

    retried = (await client.post(f"/api/v1/jobs/{before['job']['id']}/retry")).json()
    await drain()

    after = (await client.get(url)).json()
    assert (before["job"]["state"], before["failed"]) == ("failed", 2)
    assert (after["job"]["id"], after["failed"]) == (retried["id"], 2)


async def order(resources):
    """The batch's own job, and none of its pictures."""
    lease = await claim(resources, kinds=[JobKind.ILLUSTRATE_BATCH])
    await ordering.order(resources.begin, lease, None)


async def test_a_large_batch_lets_another_reader_pass(client, resources, book, stranger):
    """Virtual time: of two readers with many pictures each has every other turn."""
    chapter = (await plan(client, book, count=1))["descriptions"][0]["chapter"]
    await ask(client, book, count=200, chapters=[chapter])
    await order(resources)
    client.headers.update(bearer(resources, stranger))
    theirs = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await ask(client, f"/api/v1/books/{theirs}", count=2, chapters=[chapter])
    await order(resources)

    turns = [await claim(resources, kinds=[JobKind.DRAW_ILLUSTRATION]) for _ in range(6)]

    assert [lease.reader_id == stranger for lease in turns].count(True) == 2


async def test_a_job_cancelled_while_it_orders_draws_nothing(client, resources, drain, book):
    asked = (await ask(client, book, count=3)).json()
    lease = await claim(resources, kinds=[JobKind.ILLUSTRATE_BATCH])
    await client.delete(f"/api/v1/jobs/{asked['job']['id']}")

    await ordering.order(resources.begin, lease, None)
    await drain()

    found = (await client.get(f"/api/v1/batches/{asked['batch']['id']}")).json()
    assert (found["job"]["state"], found["cancelled"], found["illustrations"]) == (
        "cancelled",
        3,
        [],
    )


async def test_a_passage_that_is_gone_before_its_picture_is_ordered_stops_no_other(
    client, resources, drain, book
):
    asked = (await ask(client, book, count=2)).json()
    async with resources.begin() as work:
        batch = await work.session.get_one(Batch, UUID(asked["batch"]["id"]))
        await work.session.execute(
            delete(Description).where(Description.id == batch.description_ids[0])
        )
    await drain()

    found = (await client.get(f"/api/v1/batches/{asked['batch']['id']}")).json()
    assert (found["job"]["state"], found["ready"], found["failed"]) == ("succeeded", 1, 1)
