"""Jobs of dead workers and lost tickets are found again."""

from sqlalchemy import text

from app.domain.jobs import QUEUE, SOLO_QUEUE, JobKind, JobState
from app.services import sweeping
from tests.services.leasing import ENDED, claim, expire, row, submit


async def test_the_job_of_a_dead_worker_is_given_to_another(resources):
    job_id = await submit(resources)
    await claim(resources, owner="dead")
    await expire(resources, job_id)

    swept = await sweeping.sweep(resources.begin, ENDED)
    again = await claim(resources, owner="alive")

    assert swept.rescued == 1
    assert again is not None
    assert again.job_id == job_id


async def test_a_job_that_killed_two_workers_goes_on_alone(resources):
    job_id = await submit(resources)
    for queue in (QUEUE, QUEUE):
        await claim(resources, queue=queue)
        await expire(resources, job_id)
        await sweeping.sweep(resources.begin, ENDED)

    assert await claim(resources, queue=QUEUE) is None
    assert await claim(resources, queue=SOLO_QUEUE) is not None


async def test_a_job_that_kills_every_worker_fails_and_says_so(resources):
    job_id = await submit(resources)
    told = []

    async def ended(_work, subject, state, problem):
        told.append((subject, state, problem["detail"]))

    for queue in (QUEUE, QUEUE, SOLO_QUEUE, SOLO_QUEUE, SOLO_QUEUE):
        await claim(resources, queue=queue)
        await expire(resources, job_id)
        await sweeping.sweep(resources.begin, dict.fromkeys(JobKind, ended))

    job = await row(resources, job_id)
    assert job.state is JobState.FAILED
    assert told == [(job.subject_id, JobState.FAILED, "The worker died every time it tried this")]


async def test_a_lost_ticket_is_sent_again_but_a_fresh_one_is_not(resources):
    job_id = await submit(resources)
    await resources.redis.flushdb()

    fresh = await sweeping.sweep(resources.begin, ENDED)
    async with resources.begin() as work:
        await work.session.execute(
            text("UPDATE job SET ticket_at = now() - interval '1 min' WHERE id = :id"),
            {"id": job_id},
        )
    overdue = await sweeping.sweep(resources.begin, ENDED)

    assert (fresh.reissued, overdue.reissued) == (0, 1)
    assert await resources.redis.zcard(QUEUE) == 1


async def test_after_redis_came_back_empty_every_ticket_is_sent_at_once(resources):
    await submit(resources)
    await submit(resources)
    await resources.redis.flushdb()

    await sweeping.forget_tickets(resources.begin)

    assert (await sweeping.sweep(resources.begin, ENDED)).reissued == 2
