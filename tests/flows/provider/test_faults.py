"""Whatever the provider does: waits are visible, failures have reasons, only pictures are kept."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from sqlalchemy import select

from app import demo, storage
from app.broker import Broker
from app.db.models import Illustration, Job, SuspectPicture
from app.domain.jobs import QUEUE, JobState
from app.workers.running import Runner
from tests.conftest import count
from tests.flows.disks import mounted
from tests.flows.provider.asking import (
    KEY,
    asked,
    consent,
    has_ended,
    is_asked,
    job_of,
    picture_of,
    stored,
    until,
    wait_until_due,
)
from tests.flows.test_upload_to_pictures import upload
from tests.workers.processes import workers


async def test_b7_a_busy_provider_is_waited_for_visibly_and_the_wait_costs_no_attempt(
    client, drain, service, resources, passages
):
    await consent(client)
    service.script("429 interval")
    picture_id, job_id = await asked(client, passages[0])
    await drain()

    waiting = await job_of(client, job_id)
    assert (waiting["state"], waiting["attempts"]) == ("queued", 0)
    assert waiting["problem"]["code"] == "provider-busy"
    picture = await picture_of(client, picture_id)
    assert (picture["state"], picture["problem"]["code"]) == ("queued", "provider-busy")
    assert len(service.requests) == 1
    await wait_until_due(resources)
    await drain()

    done = await job_of(client, job_id)
    assert (done["state"], done["attempts"], done["problem"]) == ("succeeded", 1, None)
    drawn = await picture_of(client, picture_id)
    assert (drawn["provider"], drawn["problem"]) == ("pollinations", None)
    assert service.requests[0].body == service.requests[1].body


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("402 balance", "quota-exceeded: status-402"),
        ("401 without a valid key", "provider-misconfigured: status-401"),
        ("500", "provider-unavailable: status-500"),
        ("429 ten minutes", "provider-busy"),
    ],
)
async def test_a_provider_that_cannot_is_replaced_by_a_sketch_that_says_why(
    client, drain, *, service, passages, fault, reason
):
    await consent(client)
    service.script(fault, times=2)
    picture_id, job_id = await asked(client, passages[0])
    await drain()

    picture = await picture_of(client, picture_id)
    assert (picture["state"], picture["provider"], picture["preview"]) == ("ready", "sketch", True)
    assert picture["degraded"] == {"from": "pollinations", "to": "sketch", "reason": reason}
    assert (await job_of(client, job_id))["state"] == "succeeded"


async def test_a_provider_asked_for_by_name_is_tried_again_and_then_fails_with_its_reason(
    client, drain, service, resources, passages
):
    await consent(client)
    tries = resources.settings.queue.max_attempts
    service.script("500", times=2 * tries)
    picture_id, job_id = await asked(client, passages[0], provider="pollinations")
    for _ in range(tries):
        await wait_until_due(resources)
        await drain()

    job, picture = await job_of(client, job_id), await picture_of(client, picture_id)
    assert (job["state"], picture["state"], job["attempts"]) == ("failed", "failed", tries)
    assert (picture["image"], picture["degraded"]) == (None, None)
    for told in (job["problem"], picture["problem"]):
        assert (told["code"], told["reason"]) == ("provider-unavailable", "status-500")
    retried = (await client.post(f"/api/v1/jobs/{job_id}/retry")).json()["id"]
    await wait_until_due(resources)
    await drain()
    assert (await job_of(client, retried))["state"] == "succeeded"
    assert (await picture_of(client, picture_id))["provider"] == "pollinations"
    assert len({each.body for each in service.requests}) == 1


async def test_what_moderation_refuses_nobody_laxer_draws(client, drain, service, passages):
    await consent(client)
    service.script("422 moderation")
    picture_id, job_id = await asked(client, passages[0])
    await drain()

    picture, job = await picture_of(client, picture_id), await job_of(client, job_id)
    assert (picture["state"], picture["image"], picture["degraded"]) == ("refused", None, None)
    assert picture["problem"]["code"] == job["problem"]["code"] == "picture-refused"
    assert job["state"] == "failed"
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("placeholder by header", "placeholder"),
        ("placeholder fallback", "placeholder"),
        ("200 html", "no-picture"),
        ("200 html called jpeg", "no-picture"),
        ("truncated", "network-RemoteProtocolError"),
        ("picture is html", "not-a-picture"),
        ("picture is cut", "undecodable"),
        ("picture is blank", "blank"),
        ("picture is square", "aspect"),
    ],
)
async def test_what_is_no_picture_is_never_stored_as_one(
    client, drain, *, service, resources, passages, fault, reason
):
    await consent(client)
    service.script(fault, times=2)
    by_auto, _ = await asked(client, passages[0])
    await drain()
    before = stored(resources)
    service.script(fault, times=2 * resources.settings.queue.max_attempts)
    by_name, waiting = await asked(client, passages[1], provider="pollinations")
    await drain()

    async with resources.sessions() as session:
        evidence = set(await session.scalars(select(SuspectPicture.digest)))
    assert {path.name for path in stored(resources) - before} <= evidence
    assert bool(evidence) == (reason in {"placeholder", "aspect"})
    assert (await picture_of(client, by_name))["image"] is None
    assert (await job_of(client, waiting))["problem"]["reason"] == reason
    sketched = await picture_of(client, by_auto)
    assert sketched["provider"] == "sketch"
    assert sketched["degraded"]["reason"] == f"provider-unavailable: {reason}"
    async with resources.sessions() as session:
        files = (await session.get_one(Illustration, by_auto)).files
    for width, digest in files.items():
        drawn = Image.open(io.BytesIO(await resources.storage.get(digest)))
        assert (drawn.format, drawn.width) == ("WEBP", int(width))


async def test_a_worker_killed_while_the_provider_draws_leaves_one_picture(
    client, *, service, resources, passages, tmp_path, monkeypatch
):
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__KEY", KEY)
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__URL", service.url)
    # The dead worker holds the only slot, until its lease is over.
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__SLOTS", "1")
    log = tmp_path / "worker.log"
    await consent(client)
    service.script("hang")
    with workers(resources, log, "WorkerSettings") as (worker,):
        picture_id, job_id = await asked(client, passages[0])
        await until(lambda: is_asked(service))
        worker.kill()

        with workers(resources, log, "WorkerSettings"):
            await until(lambda: has_ended(client, job_id))

    picture = await picture_of(client, picture_id)
    assert (picture["state"], picture["provider"]) == ("ready", "pollinations")
    assert await count(resources, Illustration) == 1
    first, second = service.requests
    assert first.body == second.body
    async with resources.sessions() as session:
        job = await session.get_one(Job, job_id)
    assert (job.state, job.crashes) == (JobState.SUCCEEDED, 1)
    assert KEY not in log.read_text()


async def test_one_refused_picture_leaves_the_book_ready_and_the_others_drawn(
    client, drain, service
):
    await consent(client)
    service.script("422 moderation")
    uploaded = await upload(client, demo.books()[0], illustrate="3")
    await drain()

    book = (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()
    job = await job_of(client, uploaded["job"]["id"])
    found = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    assert (book["status"], book["illustration_count"]) == ("ready", 2)
    assert (job["state"], job["progress"]) == ("succeeded", {"done": 3, "total": 3})
    assert sorted(each["state"] for each in found) == ["ready", "ready", "refused"]


async def test_nothing_is_paid_for_that_could_not_be_kept(
    client, *, service, resources, passages, tmp_path
):
    await consent(client)
    _, job_id = await asked(client, passages[0])
    with mounted(tmp_path / "disk", size=8 << 20) as disk:
        disk.fill()
        full = replace(resources, storage=storage.opened(str(disk.folder)))

        await Runner(full, Broker(full.redis), queue=QUEUE).work()

    assert (await job_of(client, job_id))["problem"]["code"] == "disk-full"
    assert service.requests == []
