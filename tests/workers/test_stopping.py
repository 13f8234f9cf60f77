"""A worker stops cleanly however often and at whatever moment it is told to."""

import asyncio
import signal

import pytest
from sqlalchemy import func, select

from app import demo
from app.db.models import Job
from app.domain.jobs import JobState
from tests.flows.test_faults import until_status
from tests.flows.test_upload_to_pictures import upload
from tests.workers.processes import workers


@pytest.mark.parametrize("moment", ["parsing", "extracting", "illustrating"])
async def test_a_worker_told_twice_gives_its_jobs_back_free_of_charge(
    resources, client, tmp_path, moment
):
    log = tmp_path / "worker.log"
    with workers(resources, log, "WorkerSettings") as (worker,):
        book_id = (await upload(client, demo.books()[0], illustrate="8"))["book"]["id"]
        await until_status(client, book_id, moment, "illustrating", "ready")

        # As a terminal does it: Ctrl-C reaches all, and then `up` asks each to stop.
        worker.process.send_signal(signal.SIGINT)
        await asyncio.sleep(0.01)
        code = worker.stop()

    async with resources.sessions() as session:
        running = await session.scalar(select(func.count()).where(Job.state == JobState.RUNNING))
        crashes = set(await session.scalars(select(Job.crashes)))
    assert code == 0, log.read_text()
    assert running == 0
    assert crashes == {0}
    assert "Traceback" not in log.read_text()
