"""What a picture lives through: an hour without its provider, a death in the middle, a book that goes."""

import asyncio
import io
from datetime import UTC, datetime

from PIL import Image
from sqlalchemy import select

from app import demo
from app.broker import Broker
from app.db.models import Illustration, Job
from app.domain.illustrations import IllustrationState
from app.domain.jobs import QUEUE
from app.workers.running import Runner
from tests.conftest import count
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

_HOUR_S = 3600.0
_READS = 200


async def test_c21_an_outage_of_an_hour_defers_pictures_and_loses_none(
    client, drain, *, service, resources, passages
):
    await consent(client)
    passed_s = 0.0
    service.chance = lambda _: "500" if passed_s < _HOUR_S else None
    orders = [await asked(client, each, provider="pollinations") for each in passages[:3]]
    try:
        while passed_s < 3 * _HOUR_S:
            await drain()
            async with resources.sessions() as session:
                due = list(await session.scalars(select(Job.run_at).where(Job.state == "queued")))
            if not due:
                break
            for _, job_id in orders:
                waiting = await job_of(client, job_id)
                assert (waiting["state"], waiting["problem"]["reason"]) == ("queued", "status-500")
            passed_s += (min(due) - datetime.now(UTC)).total_seconds()
            await wait_until_due(resources)
    finally:
        service.chance = None

    assert passed_s >= _HOUR_S
    for picture_id, _ in orders:
        picture = await picture_of(client, picture_id)
        assert (picture["state"], picture["provider"]) == ("ready", "pollinations")


async def test_e2_a_worker_killed_while_a_picture_comes_leaves_no_half_file(
    client, *, service, resources, passages, tmp_path, monkeypatch
):
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__KEY", KEY)
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__URL", service.url)
    # The dead worker holds the only slot, until its lease is over.
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__SLOTS", "1")
    log = tmp_path / "worker.log"
    await consent(client)
    before = stored(resources)
    service.script("drip")
    with workers(resources, log, "WorkerSettings") as (worker,):
        picture_id, job_id = await asked(client, passages[0], provider="pollinations")
        await until(lambda: is_asked(service))
        await asyncio.sleep(0.2)
        worker.kill()

        assert stored(resources) == before
        with workers(resources, log, "WorkerSettings"):
            await until(lambda: has_ended(client, job_id))

    assert (await picture_of(client, picture_id))["state"] == "ready"
    async with resources.sessions() as session:
        files = (await session.get_one(Illustration, picture_id)).files
    assert files
    for path in stored(resources) - before:
        Image.open(io.BytesIO(path.read_bytes())).load()


async def test_e4_asking_twice_for_one_picture_draws_and_bills_one(
    client, drain, service, resources, passages
):
    await consent(client)
    orders = await asyncio.gather(*(asked(client, passages[0]) for _ in range(4)))
    await drain()

    assert len(set(orders)) == 1
    assert await count(resources, Illustration) == len(service.requests) == 1


async def test_e5_drawing_again_is_a_new_variant_and_the_old_picture_stays(
    client, drain, service, passages
):
    await consent(client)
    first, _ = await asked(client, passages[0])
    await drain()
    before = await picture_of(client, first)
    second, _ = await asked(client, passages[0])
    await drain()

    old, new = await picture_of(client, first), await picture_of(client, second)
    assert (old["image"], old["seed"], old["shown"]) == (before["image"], before["seed"], True)
    assert (new["state"], new["shown"]) == ("ready", False)
    assert new["seed"] != old["seed"]
    assert len({each.body for each in service.requests}) == 2


async def test_e6_a_book_deleted_while_it_is_drawn_keeps_nothing_and_breaks_nothing(
    client, *, service, resources, tmp_path, monkeypatch, drain
):
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__KEY", KEY)
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__URL", service.url)
    log = tmp_path / "worker.log"
    await consent(client)
    uploaded = await upload(client, demo.books()[0], illustrate="none")
    await drain()
    book_url = f"/api/v1/books/{uploaded['book']['id']}"
    found = (await client.get(f"{book_url}/descriptions")).json()["items"]
    before = stored(resources)
    service.script("hang")

    async def is_cancelled():
        async with resources.sessions() as session:
            picture = await session.get_one(Illustration, picture_id)
        return picture.state == IllustrationState.CANCELLED

    with workers(resources, log, "WorkerSettings"):
        picture_id, _ = await asked(client, found[0]["id"], provider="pollinations")
        await until(lambda: is_asked(service))
        assert (await client.delete(book_url)).status_code in {200, 202, 204}
        await until(is_cancelled)

    assert stored(resources) == before
    assert (await client.get(f"/api/v1/illustrations/{picture_id}")).status_code == 404
    assert "Traceback" not in log.read_text()


async def test_h3_two_hundred_reads_at_once_do_not_wait_for_pictures(
    client, *, service, resources, passages
):
    await consent(client)
    for each in passages[:4]:
        await asked(client, each, provider="pollinations")
    service.script("hang", times=4)
    runner = Runner(resources, Broker(resources.redis), queue=QUEUE)
    drawing = [asyncio.create_task(runner.work()) for _ in range(4)]
    await until(lambda: _are_asked(service, 4))
    paths = ["illustrations?spoilers=all", "books", "jobs", f"descriptions/{passages[0]}"]
    answers = await asyncio.gather(
        *(client.get(f"/api/v1/{paths[number % len(paths)]}") for number in range(_READS))
    )
    still = [each for each in drawing if not each.done()]
    for each in drawing:
        each.cancel()
    await asyncio.gather(*drawing, return_exceptions=True)

    assert {each.status_code for each in answers} == {200}
    assert len(still) == 4


async def _are_asked(service, wanted):
    return len(service.requests) >= wanted
