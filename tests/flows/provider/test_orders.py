"""Orders in a provider's queue: they are on the picture's row, whoever goes on with them."""

import time
from dataclasses import asdict

import pytest

from app.db.models import Illustration
from app.domain.illustrations import Pending
from app.errors import ProviderUnavailable
from app.services import recalling
from tests.flows.provider.asking import asked, consent, has_ended, job_of, picture_of, until
from tests.standin.queues import Queues
from tests.workers.processes import workers

KEY = "fal_the-key-of-these-tests"


@pytest.fixture
def log(service, tmp_path, monkeypatch):
    """Of workers that order at fal.ai and wait for long."""
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__FAL__KEY", KEY)
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__FAL__URL", service.url)
    service.queues = Queues(polls=10_000)
    return tmp_path / "worker.log"


async def ticket_of(resources, picture_id):
    async with resources.sessions() as session:
        return (await session.get_one(Illustration, picture_id)).ticket


async def test_e1_a_worker_killed_after_an_order_is_followed_by_one_that_fetches_it(
    client, *, service, resources, passages, log
):
    await consent(client)
    with workers(resources, log, "WorkerSettings") as (worker,):
        picture_id, job_id = await asked(client, passages[0], provider="fal")
        await until(lambda: ticket_of(resources, picture_id))
        worker.kill()
        service.queues.polls = 0

        with workers(resources, log, "WorkerSettings"):
            await until(lambda: has_ended(client, job_id))

    picture = await picture_of(client, picture_id)
    assert (picture["state"], picture["provider"]) == ("ready", "fal")
    assert service.queues.orders == 1
    assert await ticket_of(resources, picture_id) is None
    assert KEY not in log.read_text()


async def test_e3_cancelling_a_running_picture_takes_its_order_out_of_the_queue(
    client, *, service, resources, passages, log
):
    await consent(client)

    async def is_taken_back():
        return service.queues.cancelled and not await ticket_of(resources, picture_id)

    with workers(resources, log, "WorkerSettings"):
        picture_id, job_id = await asked(client, passages[0], provider="fal")
        await until(lambda: ticket_of(resources, picture_id))
        await client.delete(f"/api/v1/jobs/{job_id}")
        await until(is_taken_back)

    assert (await picture_of(client, picture_id))["state"] == "cancelled"
    assert len(service.queues.cancelled) == service.queues.orders == 1


async def test_e7_a_worker_that_is_told_to_stop_leaves_its_order_to_the_next(
    client, *, service, resources, passages, log
):
    await consent(client)
    with workers(resources, log, "WorkerSettings") as (worker,):
        picture_id, job_id = await asked(client, passages[0], provider="fal")
        await until(lambda: ticket_of(resources, picture_id))
        assert worker.stop() == 0

    assert (await job_of(client, job_id))["state"] == "queued"
    assert await ticket_of(resources, picture_id)
    service.queues.polls = 0
    with workers(resources, log, "WorkerSettings"):
        await until(lambda: has_ended(client, job_id))

    assert (await picture_of(client, picture_id))["state"] == "ready"
    assert (service.queues.orders, service.queues.cancelled) == (1, [])


async def test_e3_cancelling_a_picture_that_waits_takes_its_order_back_on_its_readers_account(
    client, *, service, resources, passages
):
    await consent(client)
    await client.put("/api/v1/me/provider-keys/fal", json={"key": KEY})
    picture_id, job_id = await waiting_with_an_order(client, service, resources, passages[0])
    assert await recalling.recall(resources.begin, resources.studio, resources.secret) == 0
    await client.delete(f"/api/v1/jobs/{job_id}")

    assert await recalling.recall(resources.begin, resources.studio, resources.secret) == 1
    assert await recalling.recall(resources.begin, resources.studio, resources.secret) == 0
    assert service.queues.cancelled == ["order1"]
    assert service.requests[-1].headers["authorization"] == f"Key {KEY}"
    assert await ticket_of(resources, picture_id) is None


async def test_e3_an_order_that_cannot_be_taken_back_now_is_tried_again_but_not_for_ever(
    client, *, resources, passages, service
):
    await consent(client)
    picture_id, job_id = await waiting_with_an_order(client, service, resources, passages[0])
    await client.delete(f"/api/v1/jobs/{job_id}")

    class Away:
        async def take_back(self, _pending, _keys):
            raise ProviderUnavailable(reason="status-500")

    assert await recalling.recall(resources.begin, Away(), resources.secret) == 0
    assert await ticket_of(resources, picture_id)
    await order(service, resources, picture_id, begun_at=time.time() - 4000)
    assert await recalling.recall(resources.begin, Away(), resources.secret) == 1
    assert await ticket_of(resources, picture_id) is None


async def waiting_with_an_order(client, service, resources, passage):
    """Its job is queued again, as it is while a provider draws for long."""
    picture_id, job_id = await asked(client, passage)
    await order(service, resources, picture_id, begun_at=time.time())
    return picture_id, job_id


async def order(service, resources, picture_id, *, begun_at):
    service.queues = Queues()
    service.queues._orders["order1"] = {"polls": 0}
    here = f"{service.url}/fal-ai/flux/schnell/requests/order1"
    notes = {"cancel_url": f"{here}/cancel", "status_url": f"{here}/status"}
    async with resources.begin() as work:
        row = await work.session.get_one(Illustration, picture_id)
        row.ticket = asdict(Pending("fal", "order1", "digest", begun_at, notes))
