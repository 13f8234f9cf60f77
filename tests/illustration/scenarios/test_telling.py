"""What the log tells of every picture: sent, drawn, and by whom instead of whom."""

import structlog

from tests.illustration.conftest import request_for


async def told_of(drawing):
    with structlog.testing.capture_logs() as lines:
        await drawing
    return {each["event"]: each for each in lines if each["event"].startswith("picture_")}


async def test_f7_a_picture_that_went_well_is_sent_and_drawn_and_fell_back_to_nobody(atelier):
    lines = await told_of(atelier("pollinations").draw(request_for(), consent=True))

    assert list(lines) == ["picture_sent", "picture_drawn"]
    sent, drawn = lines["picture_sent"], lines["picture_drawn"]
    assert (sent["provider"], sent["seed"], sent["size"]) == ("pollinations", 7, "256x192")
    assert (drawn["provider"], drawn["model"]) == ("pollinations", "flux")
    assert "castle" not in str(lines)


async def test_f7_a_fallback_is_told_once_with_from_to_and_why(service, atelier):
    service.script("402 balance")
    lines = await told_of(atelier("pollinations").draw(request_for(), consent=True))

    fell = lines["picture_fell_back"]
    assert (fell["from_"], fell["to"]) == ("pollinations", "sketch")
    assert fell["reason"] == "quota-exceeded: status-402"
    assert "picture_falls_back" in lines


async def test_a_notice_in_the_place_of_a_picture_is_told_with_its_digest(service, atelier):
    service.script("placeholder by header", times=2)
    lines = await told_of(atelier("pollinations").draw(request_for(), consent=True))

    assert lines["picture_suspected"]["reason"] == "placeholder"
    assert len(lines["picture_suspected"]["digest"]) == 64


async def test_an_order_is_told_when_it_is_placed_and_when_another_goes_on_with_it(
    service, atelier, tickets
):
    service.queues.polls = 0
    studio = atelier("fal")
    first = await told_of(studio.draw(request_for(), provider="fal", consent=True, tickets=tickets))
    second = await told_of(
        studio.draw(request_for(), provider="fal", consent=True, tickets=tickets)
    )

    assert first["picture_ordered"]["request_id"] == tickets.pending.id
    assert "picture_sent" in first
    assert "picture_sent" not in second
    assert second["picture_order_resumed"]["request_id"] == tickets.pending.id
