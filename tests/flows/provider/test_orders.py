"""Orders in a provider's queue: they are on the picture's row, whoever goes on with them."""

from app.db.models import Illustration
from tests.flows.provider.asking import asked, consent, has_ended, picture_of, until
from tests.standin.queues import Queues
from tests.workers.processes import workers

KEY = "fal_the-key-of-these-tests"


async def test_e1_a_worker_killed_after_an_order_is_followed_by_one_that_fetches_it(
    client, *, service, resources, passages, tmp_path, monkeypatch
):
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__FAL__KEY", KEY)
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__FAL__URL", service.url)
    log = tmp_path / "worker.log"
    await consent(client)
    service.queues = Queues(polls=10_000)

    async def is_ordered():
        async with resources.sessions() as session:
            return (await session.get_one(Illustration, picture_id)).ticket is not None

    with workers(resources, log, "WorkerSettings") as (worker,):
        picture_id, job_id = await asked(client, passages[0], provider="fal")
        await until(is_ordered)
        worker.kill()
        service.queues.polls = 0

        with workers(resources, log, "WorkerSettings"):
            await until(lambda: has_ended(client, job_id))

    picture = await picture_of(client, picture_id)
    assert (picture["state"], picture["provider"]) == ("ready", "fal")
    assert service.queues.orders == 1
    assert not await is_ordered()
    assert KEY not in log.read_text()
