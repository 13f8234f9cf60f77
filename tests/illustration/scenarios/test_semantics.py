"""Answers that look like pictures and are not what was asked for; refusals; losses."""

import pytest

from app.errors import (
    BookReaderError,
    PictureRefused,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
)
from app.illustration.adapting import adapt
from app.illustration.commissions import Rules
from app.illustration.providers import PROVIDERS
from tests.illustration.conftest import request_for
from tests.standin.faults import FAULTS

OTHERS = ("openai", "automatic1111", "comfyui", "fal", "pollinations-legacy")
MEANINGS = {
    "401 without a valid key": ProviderMisconfigured,
    "402 balance": QuotaExceeded,
    "400 moderation": PictureRefused,
    "500": ProviderUnavailable,
    "502 html": ProviderUnavailable,
    "302 into the network": ProviderUnavailable,
    "200 html": ProviderUnavailable,
    "200 deep json": ProviderUnavailable,
    "200 empty": ProviderUnavailable,
    "hang": ProviderUnavailable,
    "drip": ProviderUnavailable,
    "reset": ProviderUnavailable,
    "close without a word": ProviderUnavailable,
    "truncated": ProviderUnavailable,
    "endless": ProviderUnavailable,
    "declared huge": ProviderUnavailable,
    "gzip bomb": ProviderUnavailable,
}


@pytest.mark.parametrize("fault", MEANINGS, ids=lambda fault: f"C {fault}")
@pytest.mark.parametrize("name", OTHERS)
async def test_every_provider_tells_a_fault_by_its_kind(service, atelier, name, fault):
    assert fault in FAULTS
    service.script(fault, times=2)

    with pytest.raises(BookReaderError) as told:
        await atelier(name).draw(request_for(), provider=name, consent=True)

    assert type(told.value) is MEANINGS[fault]
    assert "secret" not in f"{told.value} {told.value.facts}"


async def test_d1_another_model_than_asked_for_is_told_or_refused_by_policy(service, atelier):
    service.script("model swap", times=2)
    kept = await atelier("pollinations").draw(request_for(), consent=True)
    strict = atelier("pollinations", rules=Rules(other_models="refuse"))
    refused = await strict.draw(request_for(), consent=True)

    assert (kept.degraded.from_, kept.degraded.to, kept.degraded.reason) == (
        "flux",
        "sana",
        "model",
    )
    assert (refused.provider, refused.degraded.reason) == ("sketch", "provider-unavailable: model")


async def test_d2_a_seed_that_does_nothing_is_noticed_when_a_picture_is_drawn_again(
    service, atelier
):
    studio = atelier("pollinations")
    await studio.draw(request_for(), consent=True)
    service.script("seed ignored")
    again = await studio.draw(request_for(), consent=True)
    service.script("seed ignored")
    other = await studio.draw(request_for(seed=8), consent=True)

    assert "seed: another picture for the same seed" in again.losses
    assert "seed: the same picture for another seed" in other.losses


async def test_d3_a_refusal_is_met_with_softer_words_once_and_the_change_is_told(service, atelier):
    service.script("422 moderation")
    drawn = await atelier("pollinations", "openai").draw(
        request_for("Blood on the snow"), consent=True
    )

    assert [each.asked["prompt"] for each in service.requests] == [
        "Blood on the snow",
        "dark stains on the snow",
    ]
    assert (drawn.provider, drawn.prompt) == ("pollinations", "dark stains on the snow")
    assert "softened: blood" in drawn.losses


async def test_d3_a_second_refusal_ends_it_and_nobody_laxer_is_asked(service, atelier):
    service.script("422 moderation", times=2)
    with pytest.raises(PictureRefused):
        await atelier("pollinations", "openai", "fal").draw(
            request_for("Blood on the snow"), consent=True
        )

    assert [each.target for each in service.requests] == ["/v1/images/generations"] * 2
    assert "gpt-image" not in str([each.body for each in service.requests])


async def test_d4_an_answer_without_a_picture_is_a_refusal_where_that_is_how_it_says_no(
    service, atelier
):
    service.script("200 no data")
    with pytest.raises(PictureRefused):
        await atelier("openai").draw(request_for(), consent=True)


async def test_d4_a_picture_at_another_host_is_not_gone_for(service, atelier):
    service.queues.pictures_from = "http://169.254.169.254"
    with pytest.raises(ProviderUnavailable) as told:
        await atelier("fal").draw(request_for(), provider="fal", consent=True)

    assert told.value.facts["reason"] == "address"


async def test_d7_a_picture_flagged_by_its_provider_is_a_refusal(service, atelier):
    service.queues.is_flagged = True
    with pytest.raises(PictureRefused):
        await atelier("fal").draw(request_for(), consent=True)


@pytest.mark.parametrize(
    "fault", ["picture is blank", "picture is square"], ids=["D7 blank", "D8 square"]
)
async def test_a_picture_that_is_not_one_or_of_another_shape_is_not_kept(service, atelier, fault):
    service.script(fault, times=2)
    drawn = await atelier("pollinations").draw(request_for(), consent=True)

    assert (drawn.provider, len(service.requests)) == ("sketch", 2)


@pytest.mark.parametrize(("name", "tries"), [("pollinations", 2), ("openai", 1)])
async def test_bytes_that_are_no_picture_are_asked_for_again_where_that_is_free(
    service, atelier, name, tries
):
    service.script("picture is cut")
    studio = atelier(name)
    drawn = await studio.draw(request_for(width=1024, height=1024), consent=True)

    orders = [each for each in service.requests if each.method == "POST"]
    assert len(orders) == tries
    assert drawn.provider == ("pollinations" if tries == 2 else "sketch")


async def test_d8_a_provider_with_sizes_of_its_own_is_asked_for_the_nearest_shape(service, atelier):
    drawn = await atelier("openai").draw(request_for(width=768, height=1024), consent=True)

    assert service.requests[0].wish["size"] == "1024x1536"
    assert {"size: 1024x1536", "seed: ignored"} <= set(drawn.losses)


async def test_who_cannot_draw_is_followed_by_the_next_and_the_sketch_is_the_last(service, atelier):
    service.script("402 balance")
    second = await atelier("pollinations", "automatic1111").draw(request_for(), consent=True)
    service.script("500", times=2)
    only = atelier("automatic1111", rules=Rules(fallback="never"))
    with pytest.raises(ProviderUnavailable):
        await only.draw(request_for(), consent=True)

    assert (second.provider, second.degraded.from_) == ("automatic1111", "pollinations")
    assert second.degraded.reason == "quota-exceeded: status-402"


@pytest.mark.parametrize("name", PROVIDERS)
def test_what_cannot_be_asked_for_is_named_as_lost(name):
    can = PROVIDERS[name]
    wish = request_for("Замок", negative="text, goblins", width=4000, height=3000, model="m")
    fitted, losses = adapt(wish, can)

    kinds = {loss.partition(":")[0] for loss in losses}
    assert ("negative" in kinds) == (not can.has_negative)
    assert ("model" in kinds) == (not can.has_models)
    assert ("language" in kinds) == ("ru" not in can.languages)
    assert "size" in kinds
    assert max(fitted.width, fitted.height) <= can.max_side
    assert ("clean surfaces" in fitted.prompt.lower()) == (not can.has_negative)
