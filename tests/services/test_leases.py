"""A job is done once, by whoever holds its lease, and never lost."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text, update

from app.db.models import Edition, Job
from app.domain.books import BookFormat
from app.domain.jobs import QUEUE, JobKind, JobState, Priority
from app.errors import LeaseLost
from app.services import books, cancelling, jobs, leases, sweeping
from tests.conftest import make_reader
from tests.services.leasing import ENDED, LEASE, PROBLEM, claim, expire, nothing, row, submit


async def test_a_job_whose_transaction_rolls_back_never_was(resources):
    class PowerCutError(Exception): ...

    async def submit_then_fail():
        async with resources.begin() as work:
            await work.submit(JobKind.PARSE_EDITION, uuid4())
            raise PowerCutError

    with pytest.raises(PowerCutError):
        await submit_then_fail()

    assert await claim(resources) is None
    assert await resources.redis.zcard(QUEUE) == 0


async def test_a_submitted_job_sends_a_ticket_and_rings_the_bell(resources):
    await submit(resources)

    assert await resources.redis.zcard(QUEUE) == 1
    assert await resources.redis.llen(f"bell:{QUEUE}") == 1


async def test_a_second_job_for_the_same_subject_is_the_first_one(resources):
    subject = uuid4()

    assert await submit(resources, subject=subject) == await submit(resources, subject=subject)


async def test_two_workers_never_hold_the_same_job(resources):
    await submit(resources)

    assert await claim(resources, owner="one") is not None
    assert await claim(resources, owner="two") is None


async def test_what_was_asked_for_goes_before_what_waits_in_the_background(resources):
    await submit(resources)
    wanted = await submit(resources, priority=Priority.ASKED_FOR)

    lease = await claim(resources)

    assert lease is not None
    assert lease.job_id == wanted


async def test_b8_a_reader_with_many_jobs_does_not_keep_another_waiting(resources):
    busy = await make_reader(resources, "busy@example.org")
    quick = await make_reader(resources, "quick@example.org")
    for _ in range(10):
        await submit(resources, reader_id=busy)
    one = await submit(resources, reader_id=quick)

    order = [await claim(resources) for _ in range(11)]

    assert [lease.job_id for lease in order if lease].index(one) <= 2


async def test_effect_and_success_are_one_transaction(resources):
    job_id = await submit(resources)
    lease = await claim(resources)

    with pytest.raises(ZeroDivisionError):
        async with lease.record():
            raise ZeroDivisionError

    assert (await row(resources, job_id)).state is JobState.RUNNING


async def test_what_a_worker_records_after_its_lease_was_taken_is_refused(resources):
    job_id = await submit(resources)
    zombie = await claim(resources, owner="zombie")
    await expire(resources, job_id)
    await sweeping.sweep(resources.begin, ENDED)
    await claim(resources, owner="other")

    with pytest.raises(LeaseLost):
        async with zombie.record():
            pass

    assert (await row(resources, job_id)).lease_owner == "other"


async def test_giving_a_job_back_costs_no_attempt(resources):
    job_id = await submit(resources)
    lease = await claim(resources)

    await lease.give_back()

    job = await row(resources, job_id)
    assert (job.state, job.attempts, job.lease_owner) == (JobState.QUEUED, 0, None)


async def test_a_wait_somebody_asked_for_costs_no_attempt_and_a_failure_does(resources):
    job_id = await submit(resources)

    await (await claim(resources)).postpone(timedelta(0), PROBLEM, counts=False)
    snoozed = (await row(resources, job_id)).attempts
    await (await claim(resources)).postpone(timedelta(0), PROBLEM, counts=True)

    assert (snoozed, (await row(resources, job_id)).attempts) == (0, 1)


async def test_a_postponed_job_is_not_claimed_before_its_time(resources):
    await submit(resources)
    await (await claim(resources)).postpone(timedelta(minutes=1), PROBLEM, counts=True)

    assert await claim(resources) is None


async def test_renewing_tells_which_jobs_are_lost_and_which_are_cancelled(resources):
    kept, lost, cancelled = [await submit(resources) for _ in range(3)]
    for _ in range(3):
        await claim(resources, owner="me")
    async with resources.begin() as work:
        await work.session.execute(
            update(Job).where(Job.id == lost).values(lease_owner="somebody else")
        )
        await work.session.execute(
            update(Job).where(Job.id == cancelled).values(cancel_requested=True)
        )

    pulses = await leases.renew(
        resources.begin, owner="me", jobs=[kept, lost, cancelled], lease=LEASE
    )

    assert {pulse.job_id: pulse.is_cancelled for pulse in pulses} == {kept: False, cancelled: True}


async def test_a_parent_waits_until_its_last_child_has_ended(resources):
    parent = await submit(resources, kind=JobKind.PREPARE_BOOK, is_waiting=True)
    await submit(resources, parent_id=parent)
    await submit(resources, parent_id=parent)

    first, second = await claim(resources), await claim(resources)
    async with first.record():
        pass
    waiting = await claim(resources)
    await second.end(JobState.FAILED, PROBLEM, nothing)
    released = await claim(resources)

    assert waiting is None
    assert released is not None
    assert released.job_id == parent


async def test_the_claim_uses_its_index(resources):
    async with resources.sessions() as session:  # Rolled back: nobody sees these.
        await session.execute(
            text(
                "INSERT INTO job (id, kind, subject_id, queue, lane, priority, vtime, dedupe, state,"
                " is_waiting, attempts, crashes, cancel_requested)"
                " SELECT gen_random_uuid(), 'draw_illustration', gen_random_uuid(), 'bookreader',"
                " 'bulk', 5, n, n, CASE WHEN n % 10 = 0 THEN 'queued' ELSE 'succeeded' END,"
                " false, 0, 0, false FROM generate_series(1, 20000) n"
            )
        )
        await session.execute(text("ANALYZE job"))
        plan = await session.execute(
            text(
                "EXPLAIN SELECT id FROM job WHERE queue = 'bookreader' AND state = 'queued' "
                "ORDER BY priority, vtime, id LIMIT 1"
            )
        )

    assert "job_claim_idx" in str(plan.all())


async def test_a_cancelled_job_that_is_asked_for_again_goes_on(resources):
    subject = uuid4()
    job_id = await submit(resources, subject=subject)
    lease = await claim(resources)
    async with resources.begin() as work:
        await cancelling.cancel(work, Job.id == job_id)

    again = await submit(resources, subject=subject)
    with pytest.raises(LeaseLost):
        await lease.end(JobState.CANCELLED, PROBLEM, nothing)
    await lease.give_back()

    assert again == job_id
    assert (await claim(resources)).job_id == job_id


async def test_who_cancels_a_book_and_who_records_its_edition_never_lock_each_other_out(
    resources, reader
):
    async with resources.begin() as work:
        added = await books.add(
            work, reader, sha256="0" * 64, format_=BookFormat.EPUB, size_bytes=1, wanted=1
        )
    lease = await claim(resources, kinds=[JobKind.PARSE_EDITION])

    async def cancel():
        async with resources.begin() as work:
            await jobs.cancel(work, reader, added.job_id)

    async with lease.record() as work:
        cancelling_it = asyncio.create_task(cancel())
        await asyncio.sleep(0.2)
        await work.session.get_one(Edition, lease.subject_id, with_for_update=True)
    await cancelling_it

    assert (await row(resources, lease.job_id)).state is JobState.SUCCEEDED
    assert (await row(resources, added.job_id)).state is JobState.CANCELLED


async def test_a_book_of_many_chapters_lets_a_shorter_one_pass(resources):
    long, short = [uuid4() for _ in range(200)], [uuid4() for _ in range(3)]
    for chapters in (long, short):
        async with resources.begin() as work:
            await work.submit_parts(JobKind.EXTRACT_CHAPTER, chapters)

    order = [(await claim(resources)).subject_id for _ in range(203)]

    assert [each for each in order if each in long] == long
    assert order[:50] == long[:50]
    assert order.index(short[-1]) < 110


async def test_chapters_submitted_again_are_extracted_once_and_no_longer_cancelled(resources):
    chapters = [uuid4() for _ in range(3)]
    async with resources.begin() as work:
        await work.submit_parts(JobKind.EXTRACT_CHAPTER, chapters)
    lease = await claim(resources)
    async with resources.begin() as work:
        await cancelling.cancel(work, Job.subject_id == lease.subject_id)
        await work.submit_parts(JobKind.EXTRACT_CHAPTER, chapters)

    others = [await claim(resources) for _ in range(3)]

    assert not (await row(resources, lease.job_id)).cancel_requested
    assert [each and each.subject_id for each in others] == [*chapters[1:], None]


async def test_a_new_book_does_not_wait_behind_the_chapters_of_another(resources, reader):
    async with resources.begin() as work:
        await work.submit_parts(JobKind.EXTRACT_CHAPTER, [uuid4() for _ in range(60)])
        await books.add(
            work, reader, sha256="0" * 64, format_=BookFormat.EPUB, size_bytes=1, wanted=0
        )

    assert (await claim(resources)).kind is JobKind.PARSE_EDITION
