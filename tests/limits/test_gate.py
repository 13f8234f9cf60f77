"""One provider, many processes: slots, rates and rests that all of them keep."""

import asyncio
from contextlib import AsyncExitStack

import pytest
import structlog
from redis.asyncio import Redis

from app.domain.gates import Call, Pace
from app.errors import (
    PictureRefused,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
    Snoozed,
)
from app.limits import open_gate
from app.limits.turnstile import LEASE_S
from tests.limits.conftest import PACE, PROVIDER


async def visit(gate, error=None):
    async with gate.admit(PROVIDER):
        if error is not None:
            raise error


async def failed(gate, error, times=1):
    for _ in range(times):
        with pytest.raises(type(error)):
            await visit(gate, error)


async def refusal(gate):
    with pytest.raises(Snoozed) as told:
        await visit(gate)
    return told.value.facts["reason"], told.value.retry_after


async def test_all_processes_together_have_no_more_slots_than_one(process):
    one, other = await process(), await process()

    async with one.admit(PROVIDER), other.admit(PROVIDER):
        assert (await refusal(one))[0] == "slots"
        assert (await refusal(other))[0] == "slots"
    await visit(one)


async def test_all_processes_together_ask_no_faster_than_one(process, clock):
    gates = [await process(Pace(slots=9, per_minute=60, burst=3)) for _ in range(3)]
    granted, refusals = 0, set()
    for _ in range(100):
        clock.now += 0.1
        for gate in gates:
            try:
                await visit(gate)
            except Snoozed as error:
                refusals.add(error.facts["reason"])
            else:
                granted += 1

    assert (granted, refusals) == (10 + 2, {"rate"})


async def test_twenty_who_come_at_once_get_the_slots_there_are(process):
    gates = [await process() for _ in range(4)]
    inside = 0
    most = 0

    async def come(gate):
        nonlocal inside, most
        try:
            async with gate.admit(PROVIDER):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.05)
                inside -= 1
        except Snoozed:
            return False
        return True

    came = await asyncio.gather(*(come(gates[n % 4]) for n in range(20)))

    assert most == PACE.slots
    assert sum(came) >= PACE.slots


async def test_a_killed_process_gives_its_slots_back_after_the_lease(process, clock):
    killed, alive = await process(), await process()
    async with AsyncExitStack() as stack:
        for _ in range(PACE.slots):
            await stack.enter_async_context(killed.admit(PROVIDER))
        assert (await refusal(alive))[0] == "slots"

        clock.now += LEASE_S + 0.1

        await visit(alive)


async def test_a_slot_is_kept_for_as_long_as_it_is_used(process, clock, monkeypatch):
    monkeypatch.setattr("app.limits.gate.LEASE_S", 0.03)
    holder, other = await process(Pace(1, 6000, 100)), await process(Pace(1, 6000, 100))

    async with holder.admit(PROVIDER):
        for _ in range(3):
            clock.now += LEASE_S * 0.9
            await asyncio.sleep(0.1)

        assert (await refusal(other))[0] == "slots"


async def test_what_one_process_is_told_all_of_them_heed(process, clock):
    one, other = await process(), await process()
    await failed(one, Snoozed(retry_after=40))

    assert await refusal(other) == ("told", 40)
    clock.now += 40.1
    await visit(other)


async def test_an_outage_met_by_several_processes_is_one_outage(process, clock):
    gates = [await process() for _ in range(5)]
    with structlog.testing.capture_logs() as logs:
        for gate in gates:
            await failed(gate, ProviderUnavailable(reason="status-500"))

    reason, seconds = await refusal(gates[0])
    assert (reason, seconds) == ("resting", 15)
    assert [each["event"] for each in logs] == ["provider_rests"]
    clock.now += 15.1
    await visit(gates[1])
    await visit(gates[2])


async def test_a_refusal_of_one_picture_is_a_sign_of_health(process):
    gate = await process()
    await failed(gate, ProviderUnavailable(), times=4)
    await failed(gate, PictureRefused())

    await failed(gate, ProviderUnavailable(), times=4)

    await visit(gate)


async def test_a_refused_key_is_told_to_all_without_being_sent_again(process, clock):
    one, other = await process(), await process()
    with structlog.testing.capture_logs() as logs:
        await failed(one, ProviderMisconfigured(reason="status-401"))

    with pytest.raises(ProviderMisconfigured) as told:
        await visit(other)
    assert told.value.facts["reason"] == "key"
    assert [(each["event"], each["log_level"]) for each in logs] == [("provider_rests", "error")]
    clock.now += 60.1
    await visit(other)


async def test_a_model_that_is_refused_to_one_is_not_refused_to_all(process):
    gate = await process()

    await failed(gate, ProviderMisconfigured(reason="status-403"))

    await visit(gate)


async def test_used_up_credit_is_told_to_all(process):
    one, other = await process(), await process()
    await failed(one, QuotaExceeded(reason="status-402"))

    with pytest.raises(QuotaExceeded):
        await visit(other)


async def test_too_many_at_once_is_learnt_by_all(process, clock):
    one, other = await process(), await process()

    async with one.admit(PROVIDER):
        await failed(other, Snoozed(retry_after=1, limit="concurrency"))
        clock.now += 1.1
        assert (await refusal(other))[0] == "slots"
    assert (await other.standing(PROVIDER)).slots == 1


async def test_whoever_is_cancelled_leaves_the_slot_to_others(process):
    gate = await process(Pace(1, 6000, 100))

    async def stay():
        async with gate.admit(PROVIDER):
            await asyncio.sleep(60)

    task = asyncio.create_task(stay())
    await asyncio.sleep(0.05)
    assert (await refusal(gate))[0] == "slots"
    task.cancel()
    await asyncio.wait([task])

    await visit(gate)


async def test_who_has_patience_waits_for_a_slot_instead_of_being_sent_away(process):
    gate = await process(Pace(1, 6000, 100, patience_s=5))
    left = asyncio.Event()

    async def stay():
        async with gate.admit(PROVIDER):
            await asyncio.sleep(0.1)
        left.set()

    task = asyncio.create_task(stay())
    await asyncio.sleep(0.02)
    await visit(gate)

    assert left.is_set()
    await task


async def test_without_redis_each_process_keeps_the_limits_for_itself_and_says_so(clock):
    away = Redis.from_url("redis://127.0.0.1:9/0")
    with structlog.testing.capture_logs() as logs:
        async with open_gate(paces={PROVIDER: PACE}, redis=away, clock=clock) as gate:
            async with gate.admit(PROVIDER), gate.admit(PROVIDER):
                assert (await refusal(gate))[0] == "slots"
            await visit(gate)
            standing = await gate.standing(PROVIDER)
    await away.aclose()

    assert [each["event"] for each in logs] == ["limits_of_this_process_only"]
    assert not standing.is_shared


async def test_a_state_of_another_version_is_forgotten_not_stumbled_over(process, resources):
    gate = await process()
    await resources.redis.set(f"bookreader:gate:1:{PROVIDER}", b'{"of": "another time"}')

    await visit(gate)

    assert (await gate.standing(PROVIDER)).is_shared


async def test_headers_that_say_that_nothing_is_left_close_the_gate(process, service):
    gate = await process()
    service.script("picture and nothing left")

    async with gate.admit(PROVIDER) as visitor:
        answer = await visitor.ask(
            Call(f"{service.url}/v1/images/generations", b'{"prompt": "a", "size": "64x64"}')
        )

    assert answer.status == 200
    assert await refusal(gate) == ("told", 30)


async def test_the_standing_tells_slots_waits_and_why(process):
    gate = await process()
    async with gate.admit(PROVIDER):
        busy = await gate.standing(PROVIDER)
    await failed(gate, Snoozed(retry_after=40))
    told = await gate.standing(PROVIDER)

    assert (busy.held, busy.slots, busy.wait_s, busy.reason) == (1, 2, 0, "")
    assert (told.held, told.wait_s, told.reason) == (0, 40, "told")


async def test_a_call_does_not_show_its_key_or_its_passage():
    call = Call("http://localhost/v1", b"a passage", {"Authorization": "Bearer sk_secret"})

    assert "secret" not in repr(call)
    assert "passage" not in repr(call)
