"""Whom the studio asks, and how it tells that it asked somebody else."""

import asyncio

import pytest

from app.errors import (
    InvalidInput,
    NotAllowed,
    PictureRefused,
    ProviderMisconfigured,
    ProviderUnavailable,
    Snoozed,
)
from app.illustration.providers.provider import Delivered, Ticket
from app.illustration.providers.sketch import Sketch
from app.illustration.studio import Studio
from tests.illustration.conftest import request_for
from tests.standin import pictures


async def test_without_a_key_auto_sketches_and_nothing_is_degraded(offline):
    drawn = await offline.draw(request_for())

    assert drawn.provider == "sketch"
    assert drawn.preview
    assert drawn.degraded is None


async def test_without_consent_nothing_leaves_the_machine_and_the_sketch_says_why(studio, service):
    drawn = await studio.draw(request_for())

    assert service.requests == []
    assert (drawn.degraded.from_, drawn.degraded.to, drawn.degraded.reason) == (
        "pollinations",
        "sketch",
        "consent",
    )


async def test_with_key_and_consent_auto_asks_pollinations(studio):
    drawn = await studio.draw(request_for(), consent=True)

    assert drawn.provider == "pollinations"
    assert not drawn.preview
    assert drawn.degraded is None
    assert 0 < drawn.technical <= 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("402 balance", "quota-exceeded: status-402"), ("401 without a valid key", "provider-misconfigured: status-401"),
     ("502 html", "provider-unavailable: status-502"), ("picture is blank", "provider-unavailable: blank"),
     ("429 ten minutes", "provider-busy")],
)  # fmt: skip
async def test_a_failure_that_lasts_falls_back_to_a_sketch_with_its_reason(
    studio, service, fault, reason
):
    service.script(fault, times=2)

    drawn = await studio.draw(request_for(), consent=True)

    assert drawn.provider == "sketch"
    assert drawn.degraded.reason == reason


async def test_a_short_wait_is_left_to_the_job(studio, service):
    service.script("429 interval")

    with pytest.raises(Snoozed):
        await studio.draw(request_for(), consent=True)


async def test_a_refused_picture_is_never_drawn_by_somebody_laxer(studio, service):
    service.script("422 moderation")

    with pytest.raises(PictureRefused):
        await studio.draw(request_for(), consent=True)


async def test_a_provider_asked_for_by_name_has_no_stand_in(studio, service):
    service.script("500", times=2)

    with pytest.raises(ProviderUnavailable):
        await studio.draw(request_for(), provider="pollinations", consent=True)


async def test_a_remote_provider_asked_for_by_name_still_needs_consent(studio, service):
    with pytest.raises(NotAllowed):
        await studio.draw(request_for(), provider="pollinations")

    assert service.requests == []


async def test_an_unknown_provider_is_the_callers_mistake_and_a_missing_key_the_operators(offline):
    with pytest.raises(InvalidInput):
        await offline.draw(request_for(), provider="leonardo")
    with pytest.raises(ProviderMisconfigured):
        await offline.draw(request_for(), provider="pollinations", consent=True)


async def test_capabilities_name_only_what_is_set_up(studio, offline):
    assert list(studio.capabilities()) == ["pollinations", "sketch"]
    assert list(offline.capabilities()) == ["sketch"]


async def test_checking_a_provider_draws_with_it(studio, service):
    drawn = await studio.check("pollinations")

    assert drawn.provider == "pollinations"
    assert len(service.requests) == 1


class Slow(Sketch):
    """A provider that takes tickets, as queues do."""

    name = "slow"

    def __init__(self, compute, *, polls):
        super().__init__(compute)
        self.polls = polls
        self.cancelled = []

    async def submit(self, request):
        self.request = request
        return Ticket("ticket 1", poll_after_s=0.01)

    async def poll(self, ticket):
        self.polls -= 1
        wish = {
            "prompt": self.request.prompt,
            "size": f"{self.request.width}x{self.request.height}",
        }
        return (
            ticket
            if self.polls
            else Ticket(ticket.id, Delivered(pictures.picture(wish), "queue-1", 7))
        )

    async def cancel(self, ticket):
        self.cancelled.append(ticket.id)


async def test_a_provider_with_a_queue_is_polled_until_its_picture_is_there(compute):
    slow = Slow(compute, polls=3)

    drawn = await Studio(compute, {"slow": slow}).draw(request_for(), provider="slow")

    assert drawn.model == "queue-1"


async def test_cancelling_a_drawing_cancels_the_ticket(compute):
    slow = Slow(compute, polls=-1)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await Studio(compute, {"slow": slow}).draw(request_for(), provider="slow")

    assert slow.cancelled == ["ticket 1"]


async def test_a_provider_that_rests_is_replaced_at_once_and_asked_again_later(studio, service):
    service.script("500", times=10)
    for _ in range(5):
        await studio.draw(request_for(), consent=True)
    asked = len(service.requests)

    drawn = await studio.draw(request_for(), consent=True)

    assert drawn.degraded.reason == "provider-busy: resting"
    assert len(service.requests) == asked


async def test_a_provider_that_rests_is_waited_for_by_whoever_named_it(studio, service):
    service.script("500", times=10)
    for _ in range(5):
        with pytest.raises(ProviderUnavailable):
            await studio.draw(request_for(), provider="pollinations", consent=True)

    with pytest.raises(Snoozed) as told:
        await studio.draw(request_for(), provider="pollinations", consent=True)

    assert 0 < told.value.retry_after <= 15


async def test_more_pictures_than_slots_are_told_to_come_again_not_kept_waiting(studio, service):
    service.latency_s = 0.2
    drawings = [
        studio.draw(request_for(f"a castle, number {n}"), consent=True, provider="pollinations")
        for n in range(9)
    ]

    ended = await asyncio.gather(*drawings, return_exceptions=True)

    waiting = [each for each in ended if isinstance(each, Snoozed)]
    assert (len(waiting), len(service.requests)) == (5, 4)
    assert all(each.facts["reason"] == "slots" for each in waiting)
