"""Waits and rests of the providers themselves, through the gate that all processes share."""

import asyncio
import hashlib
import time
from contextlib import AsyncExitStack, suppress
from email.utils import formatdate

import pytest
import structlog

from app.domain.gates import Pace
from app.errors import (
    BookReaderError,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
    Snoozed,
)
from app.illustration.commissions import Rules
from app.illustration.providers.pollinations import Pollinations, PollinationsOptions
from app.illustration.providers.pollinations_legacy import LegacyOptions, PollinationsLegacy
from app.illustration.studio import Studio
from app.limits import answers, open_gate
from app.resources import paces
from app.settings import Settings
from tests.illustration.conftest import request_for
from tests.standin import pictures

WAITS = {
    "429 interval": 2,
    "429 without a time": 10,
    "429 concurrency": 1,
    "429 time in the body": 12.34,
    "402 full queue": 10,
}


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


async def test_b1_the_old_service_is_asked_once_in_45_seconds_by_three_workers_together(
    service, resources
):
    clock, drawn = Clock(), []
    async with AsyncExitStack() as stack:
        gates = [
            await stack.enter_async_context(
                open_gate(paces=paces(Settings(_env_file=None)), redis=resources.redis, clock=clock)
            )
            for _ in range(3)
        ]
        workers = [PollinationsLegacy(LegacyOptions(service.url), gate) for gate in gates]
        for _ in range(10):
            for worker in workers:
                with suppress(Snoozed):
                    await worker.submit(request_for(width=64, height=64))
                    drawn.append(clock.now - 1000)
            clock.now += 15

    assert drawn == [0, 45, 90, 135]


@pytest.mark.parametrize("fault", WAITS, ids=lambda fault: f"B2 {fault}")
async def test_every_way_to_say_later_is_a_wait_of_the_right_length(service, atelier, fault):
    service.script(fault)
    with pytest.raises(Snoozed) as told:
        await atelier("pollinations").draw(request_for(), provider="pollinations", consent=True)

    assert told.value.retry_after == WAITS[fault]


@pytest.mark.parametrize(
    ("named", "seconds"),
    [("7", 7), (30.0, 30), (None, None), ("1000000000", 3600), ("-1", 1)],
    ids=["B3 seconds", "B3 date", "B3 missing", "B3 absurd", "B3 negative"],
)  # fmt: skip
def test_retry_after_in_every_form(named, seconds):
    now = time.time()
    # A date is written when it is read, however long the tests before this one took.
    named = formatdate(now + named, usegmt=True) if isinstance(named, float) else named
    found = answers.retry_after({} if named is None else {"retry-after": named}, now)

    assert found == (None if seconds is None else pytest.approx(seconds, abs=3))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("402 full queue", Snoozed), ("402 balance", QuotaExceeded)],
    ids=["B4 a full queue", "B4 no credit"],
)
@pytest.mark.parametrize("name", ["pollinations", "pollinations-legacy"])
async def test_payment_required_means_two_things(service, atelier, name, fault, kind):
    service.script(fault)
    with pytest.raises(BookReaderError) as told:
        await atelier(name).draw(request_for(), provider=name, consent=True)

    assert type(told.value) is kind


@pytest.mark.parametrize(
    "fault", ["placeholder by header", "placeholder fallback", "placeholder not to be kept"]
)
async def test_b5_a_notice_is_known_by_its_headers(service, atelier, fault):
    legacy = "pollinations-legacy"
    service.script(fault, times=2)
    with pytest.raises(ProviderUnavailable) as told:
        await atelier(legacy).draw(request_for(), provider=legacy, consent=True)

    assert told.value.facts["reason"] == "placeholder"


async def test_b5_a_notice_is_known_by_its_digest(service, atelier):
    service.script("always the same picture", times=2)
    notice = pictures.picture({"size": "256x192"})
    rules = Rules(placeholders=frozenset({hashlib.sha256(notice).hexdigest()}))
    with pytest.raises(ProviderUnavailable) as told:
        await atelier("pollinations", rules=rules).draw(
            request_for(), provider="pollinations", consent=True
        )

    assert told.value.facts["reason"] == "placeholder"


async def test_b5_a_notice_is_known_by_coming_for_two_prompts(service, atelier):
    service.script("always the same picture", times=3)
    studio = atelier("pollinations")
    await studio.draw(request_for("a castle"), consent=True)
    second = await studio.draw(request_for("a ship"), consent=True)

    assert second.degraded.reason == "provider-unavailable: duplicate"


async def test_b6_the_slots_of_an_account_are_learnt(service, atelier, gate):
    service.gen.slots, service.latency_s = 1, 0.1
    studio = atelier("pollinations")
    wishes = [request_for(f"castle {n}", width=64, height=64) for n in range(14)]
    ended = await asyncio.gather(
        *(studio.draw(each, provider="pollinations", consent=True) for each in wishes[:3]),
        return_exceptions=True,
    )

    assert sum(isinstance(each, Snoozed) for each in ended) == 2
    assert (await gate.standing("pollinations")).slots == 1


async def test_b6_an_account_of_two_slots_is_asked_by_two_and_by_all_once_it_has_more(
    service, compute, options
):
    service.gen.slots, service.latency_s, clock = 2, 0.03, Clock()
    async with open_gate(
        paces={"pollinations": Pace(slots=4, per_minute=60_000, burst=1000)}, clock=clock
    ) as gate:
        studio = Studio(compute, {"pollinations": Pollinations(options, gate)})

        async def one(prompt):
            while True:
                try:
                    wish = request_for(prompt, width=64, height=64)
                    return await studio.draw(wish, provider="pollinations", consent=True)
                except Snoozed:
                    await asyncio.sleep(0.01)
                    clock.now += 0.05

        drawn = await asyncio.gather(*(one(f"castle {number}") for number in range(40)))
        refused = len(service.requests) - 40
        learnt = (await gate.standing("pollinations")).slots
        service.gen.slots = None
        for number in range(40):
            await one(f"ship {number}")
        earned = (await gate.standing("pollinations")).slots

    assert {each.provider for each in drawn} == {"pollinations"}
    assert service.gen.most_at_once == 2
    # Without learning two of four requests would be refused all the time.
    assert refused < 20
    assert (learnt < 4, earned) == (True, 4)


async def test_c20_after_a_burst_of_errors_one_request_looks_and_all_is_well(service):
    clock = Clock()
    async with open_gate(paces={"pollinations": Pace(4, 6000, 100)}, clock=clock) as gate:
        provider = Pollinations(PollinationsOptions("sk", service.url, retry_wait_s=0), gate)
        service.script("500", times=10)
        for _ in range(5):
            with pytest.raises(ProviderUnavailable):
                await provider.submit(request_for(width=64, height=64))
        with pytest.raises(Snoozed) as told:
            await provider.submit(request_for(width=64, height=64))
        asked = len(service.requests)
        clock.now += told.value.retry_after + 1

        assert (await provider.submit(request_for(width=64, height=64))).delivered
        assert (asked, told.value.facts["reason"]) == (10, "resting")
        assert (await gate.standing("pollinations")).reason == ""


async def test_c22_a_key_that_nobody_accepts_is_told_once_and_sent_once_a_minute(service):
    clock = Clock()
    with structlog.testing.capture_logs() as logs:
        async with open_gate(paces={"pollinations": Pace(4, 6000, 100)}, clock=clock) as gate:
            provider = Pollinations(PollinationsOptions("sk", service.url), gate)
            service.script("401 without a valid key", times=99)
            for _ in range(300):
                with pytest.raises(ProviderMisconfigured):
                    await provider.submit(request_for(width=64, height=64))
                clock.now += 1

    assert len(service.requests) <= 5
    assert [each["event"] for each in logs if each["log_level"] == "error"] == ["provider_rests"]


async def test_c23_a_connection_closed_between_calls_is_no_failure(service, atelier):
    studio = atelier("pollinations")
    service.script("close without a word")
    await studio.draw(request_for(), provider="pollinations", consent=True)
    drawn = await studio.draw(request_for("a ship"), provider="pollinations", consent=True)

    assert drawn.provider == "pollinations"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9", "http://nowhere.invalid"], ids=["C24 port", "C24 name"]
)
async def test_nobody_there_is_unavailable(gate, url):
    provider = Pollinations(PollinationsOptions("sk", url, retry_wait_s=0), gate)
    with pytest.raises(ProviderUnavailable) as told:
        await provider.submit(request_for())

    assert told.value.facts["reason"] == "network-ConnectError"
