"""A series by a remote provider: side by side, around one picture, and whatever happens to it."""

import asyncio
import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.broker import Broker
from app.db.models import Illustration, Job
from app.domain.jobs import LIVE, QUEUE, SOLO_QUEUE, JobKind
from app.errors import LeaseLost, Snoozed
from app.services import posing, sweeping
from app.workers.functions import JOBS
from app.workers.running import Runner
from tests.flows.provider.asking import consent, distance, job_of, until
from tests.services.leasing import claim, expire
from tests.standin.queues import Queues
from tests.workers.processes import workers

VIEWS = ["wide", "medium", "detail"]


@pytest.fixture
async def book(client, passages):
    await consent(client)
    return (await client.get(f"/api/v1/descriptions/{passages[0]}")).json()["book_id"]


@pytest.fixture
def wish(client, book, passages):
    async def ask(**body):
        subject = {"description": passages[0]}
        answer = await client.post(
            f"/api/v1/books/{book}/series", json={"subject": subject, "views": VIEWS} | body
        )
        assert answer.status_code == 202, answer.text
        return answer.json()

    return ask


async def told(client, body):
    return (await client.get(f"/api/v1/series/{body['series']['id']}")).json()


async def recipes_of(client, body):
    found = (await told(client, body))["views"]
    addresses = [f"/api/v1/illustrations/{each['illustration']['id']}/prompt" for each in found]
    return [(await client.get(each)).json() for each in addresses]


async def side_by_side(resources, jobs=4):
    """As a worker with room for *jobs*."""
    runner = Runner(resources, Broker(resources.redis), queue=QUEUE)

    async def one():
        while await live(resources):
            await runner.work()
            await asyncio.sleep(0.02)

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        for _ in range(jobs):
            group.create_task(one())


async def live(resources):
    async with resources.sessions() as session:
        return await session.scalar(select(func.count()).where(Job.state.in_(LIVE)))


def states(series):
    return [each["state"] for each in series["views"]]


async def test_views_are_drawn_side_by_side_each_by_the_seed_that_was_told(
    client, *, service, resources, wish
):
    # Long enough for all three to be sent, however busy the machine is.
    service.latency_s, service.gen.most_at_once, service.gen.generated = 1.5, 0, 0
    try:
        body, again = await asyncio.gather(wish(), wish())
        await side_by_side(resources)
    finally:
        service.latency_s = 0.0

    series = await told(client, body)
    assert again["series"]["id"] == body["series"]["id"]
    assert states(series) == ["ready"] * 3
    # E4: asked for twice, drawn and billed once.
    assert (service.gen.most_at_once, service.gen.generated) == (3, 3)
    sent = {each.wish["seed"] for each in service.requests}
    assert sent == {each["seed"] for each in body["series"]["views"]}
    assert all(each["illustration"]["degraded"] is None for each in series["views"])
    assert series["consistency"] == 100
    assert (await job_of(client, body["job"]["id"]))["state"] == "succeeded"


async def test_the_others_look_at_the_first_and_never_at_each_other(
    client, drain, *, service, resources, wish
):
    body = await wish(anchor="first", model="kontext")
    await drain()

    series = await told(client, body)
    first, *others = await recipes_of(client, body)
    async with resources.sessions() as session:
        files = await session.scalar(
            select(Illustration.files).where(Illustration.view == VIEWS[0])
        )
    kept = await resources.storage.get(max(files.items(), key=lambda each: int(each[0]))[1])
    references = [each.asked.get("reference") for each in service.requests]
    assert states(series) == ["ready"] * 3
    assert references[0] is None
    assert references[1:] == [kept, kept]
    assert first["references"] == []
    assert [each["references"] for each in others] == [["first: wide"]] * 2
    assert not [loss for each in others for loss in each["losses"] if loss["of"] == "series"]
    # The echo in the corner proves that the picture was sent and looked at.
    for view in series["views"][1:]:
        data = (await client.get(view["illustration"]["image"]["url"])).content
        shown = Image.open(io.BytesIO(data)).convert("RGB")
        corner = shown.crop((0, 0, shown.width // 4, shown.height // 4))
        sent = Image.open(io.BytesIO(kept)).convert("RGB").resize(corner.size)
        assert distance(corner, sent) < 8


async def test_all_look_at_the_reference_that_was_chosen(
    client, drain, *, service, resources, book
):
    bible = f"/api/v1/books/{book}/bible"
    who = next(
        each for each in (await client.get(bible)).json()["entities"] if each["kind"] == "character"
    )
    wish = {"subject": {"entity": who["id"]}, "model": "kontext"}
    url = f"/api/v1/books/{book}/series"
    sheet = (await client.post(url, json=wish | {"views": ["portrait"]})).json()
    await drain()
    portrait = (await told(client, sheet))["main"]
    chosen = await client.put(
        f"{bible}/entities/{who['id']}/reference", json={"illustration": portrait}
    )
    assert chosen.status_code == 200, chosen.text
    service.requests.clear()

    wish |= {"views": ["profile", "back"], "anchor": "reference"}
    body = (await client.post(url, json=wish)).json()
    await drain()

    series, recipes = await told(client, body), await recipes_of(client, body)
    async with resources.sessions() as session:
        files = (await session.get_one(Illustration, portrait)).files
    kept = await resources.storage.get(max(files.items(), key=lambda each: int(each[0]))[1])
    assert (states(series), series["consistency"]) == (["ready", "ready"], 100)
    assert [each.asked.get("reference") for each in service.requests] == [kept, kept]
    assert {len(each["references"]) for each in recipes} == {1}

    await client.delete(f"/api/v1/illustrations/{portrait}")
    gone = await client.post(url, json=wish | {"views": ["portrait"]})
    assert gone.status_code == 409


async def test_a_painter_that_looks_at_nothing_draws_all_the_same_and_says_so(
    client, drain, *, service, wish
):
    body = await wish(anchor="first", model="flux")
    await drain()

    first, *others = await recipes_of(client, body)
    assert states(await told(client, body)) == ["ready"] * 3
    assert [each.asked.get("reference") for each in service.requests] == [None] * 3
    lost = {"of": "provider", "what": "references: first: wide"}
    assert [lost in each["losses"] for each in (first, *others)] == [False, True, True]


async def test_one_failure_never_stops_the_others_and_is_drawn_on_retry(
    client, drain, *, service, wish
):
    service.script("422 moderation")
    body = await wish()
    await drain()
    partial, ended = await told(client, body), await job_of(client, body["job"]["id"])

    retried = (await client.post(f"/api/v1/jobs/{body['job']['id']}/retry")).json()
    await drain()

    whole = await told(client, body)
    assert sorted(states(partial)) == ["ready", "ready", "refused"]
    assert (partial["ready"], partial["failed"], ended["state"]) == (2, 1, "succeeded")
    assert ended["progress"] == {"done": 3, "total": 3}
    assert states(whole) == ["ready"] * 3
    assert (await job_of(client, retried["id"]))["state"] == "succeeded"
    assert [each["seed"] for each in whole["views"]] == [
        each["seed"] for each in body["series"]["views"]
    ]
    assert len(service.requests) == 4


async def test_a_series_of_which_nothing_could_be_drawn_has_failed(client, drain, service, wish):
    service.script("422 moderation", times=3)
    body = await wish()
    await drain()

    series, job = await told(client, body), await job_of(client, body["job"]["id"])
    assert (states(series), series["main"], series["consistency"]) == (["refused"] * 3, None, None)
    assert (job["state"], job["problem"]["code"]) == ("failed", "refused")


async def test_without_the_first_the_others_are_drawn_and_say_that_they_looked_at_nothing(
    client, drain, *, service, wish
):
    service.script("422 moderation")
    body = await wish(anchor="first", model="kontext")
    await drain()

    series, (_, *others) = await told(client, body), await recipes_of(client, body)
    assert states(series) == ["refused", "ready", "ready"]
    assert [each.asked.get("reference") for each in service.requests] == [None] * 3
    lost = {"of": "series", "what": "anchor: it is not drawn"}
    assert all(lost in each["losses"] for each in others)


async def test_e3_cancelling_before_the_others_are_ordered_leaves_nothing_to_draw(
    client, drain, *, service, resources, wish
):
    body = await wish(anchor="first")
    runner = Runner(
        resources, Broker(resources.redis), queue=QUEUE, jobs=_only(JobKind.DRAW_SERIES)
    )
    await runner.work()
    begun = await job_of(client, body["job"]["id"])

    await client.delete(f"/api/v1/jobs/{body['job']['id']}")
    await drain()

    assert (begun["state"], begun["progress"]) == ("running", {"done": 0, "total": 3})
    assert states(await told(client, body)) == ["cancelled"] * 3
    assert (await job_of(client, body["job"]["id"]))["state"] == "cancelled"
    assert (service.requests, await live(resources)) == ([], 0)


async def test_e6_a_book_that_is_deleted_takes_its_series_with_it(
    client, drain, *, service, resources, book, wish
):
    body = await wish(anchor="first")
    await client.delete(f"/api/v1/books/{book}")
    await drain()

    gone = await client.get(f"/api/v1/series/{body['series']['id']}")
    assert (gone.status_code, service.requests, await live(resources)) == (404, [], 0)
    await client.post(f"/api/v1/books/{book}/restore")
    assert states(await told(client, body)) == ["cancelled"] * 3


@pytest.mark.parametrize("anchor", ["none", "first"])
async def test_any_step_may_die_and_is_run_again_by_another_worker(
    client, *, service, resources, wish, anchor
):
    body = await wish(anchor=anchor)
    ended = {kind: each.ended for kind, each in JOBS.items()}
    died = 0
    async with asyncio.timeout(60):
        while await live(resources):
            lease = await claimed(resources, JobKind.DRAW_SERIES, owner="one")
            if lease is None:
                runner = Runner(resources, Broker(resources.redis), queue=QUEUE)
                await runner._hold(await claimed(resources, JobKind.DRAW_ILLUSTRATION))
                continue
            # It has the job and dies before it does anything, so another takes it over.
            await expire(resources, lease.job_id)
            await sweeping.sweep(resources.begin, ended)
            died += 1
            heir = await claimed(resources, JobKind.DRAW_SERIES, owner="two")
            await posing.draw(resources.begin, heir)
            # It was only frozen, and wakes.
            with pytest.raises((LeaseLost, Snoozed)):
                await posing.draw(resources.begin, lease)

    assert died == (2 if anchor == "none" else 3)
    assert states(await told(client, body)) == ["ready"] * 3
    assert len(service.requests) == 3
    assert (await job_of(client, body["job"]["id"]))["state"] == "succeeded"


@pytest.fixture
def log(service, tmp_path, monkeypatch):
    """Of workers that order at fal.ai and wait for long."""
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__FAL__KEY", "fal_the-key-of-these-tests")
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__FAL__URL", service.url)
    service.queues = Queues(polls=10_000)
    return tmp_path / "worker.log"


async def ordered(resources):
    async with resources.sessions() as session:
        tickets = await session.scalars(select(Illustration.ticket))
        return sum(each is not None for each in tickets)


async def test_a_worker_killed_while_it_draws_is_followed_by_one_that_ends_the_series(
    client, *, service, resources, wish, log
):
    async def is_done():
        return not await live(resources)

    async def all_ordered():
        return await ordered(resources) == 3

    with workers(resources, log, "WorkerSettings") as (worker,):
        body = await wish(provider="fal")
        await until(all_ordered)
        worker.kill()
        service.queues.polls = 0

        with workers(resources, log, "WorkerSettings"):
            await until(is_done)

    assert states(await told(client, body)) == ["ready"] * 3
    assert service.queues.orders == 3


async def test_e3_cancelling_a_running_series_takes_back_every_order(
    client, *, service, resources, wish, log
):
    async def all_ordered():
        return await ordered(resources) == 3

    async def all_taken_back():
        return len(service.queues.cancelled) == 3 and not await live(resources)

    with workers(resources, log, "WorkerSettings"):
        body = await wish(provider="fal")
        await until(all_ordered)
        await client.delete(f"/api/v1/jobs/{body['job']['id']}")
        await until(all_taken_back)

    assert states(await told(client, body)) == ["cancelled"] * 3
    assert (await job_of(client, body["job"]["id"]))["state"] == "cancelled"


async def claimed(resources, kind, owner="one"):
    """In either queue: who was there at two deaths works alone."""
    for queue in (QUEUE, SOLO_QUEUE):
        if lease := await claim(resources, owner=owner, kinds=(kind,), queue=queue):
            return lease
    return None


def _only(kind):
    return {kind: JOBS[kind]}
