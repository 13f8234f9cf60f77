"""What is sent, to whom, and what is known of the answer."""

import base64
import io
import random
from decimal import Decimal

import pytest
from PIL import Image

from app.domain.illustrations import Reference
from app.illustration import renditions
from app.illustration.adapting import adapt
from app.illustration.providers import PROVIDERS, pollinations_models
from app.illustration.providers.pollinations import Pollinations
from tests.illustration.conftest import request_for
from tests.standin import pictures

STRANGE = {
    "cyrillic": "Замок у озера",
    "slash": "a castle/by a lake",
    "percent": "100% fog %2F",
    "question": "who? nobody",
    "hash": "house #7",
    "newline": "a castle\nby a lake",
    "emoji": "a castle 🏰",
    "long": "fog " * 8000,
}
REFERENCE = Reference(pictures.picture({"prompt": "Ivan", "size": "64x64"}), "image/jpeg", "Ivan")


@pytest.mark.parametrize("prompt", STRANGE.values(), ids=STRANGE.keys())
@pytest.mark.parametrize("name", ["pollinations", "openai"])
async def test_a1_every_character_of_a_prompt_arrives(service, atelier, name, prompt):
    await atelier(name).draw(request_for(prompt), provider=name, consent=True)

    assert service.requests[0].asked["prompt"].strip() == prompt.strip()


@pytest.mark.parametrize("prompt", [STRANGE[name] for name in STRANGE if name != "long"])
async def test_a1_a_prompt_in_an_address_arrives_whole(service, atelier, prompt):
    legacy = "pollinations-legacy"
    await atelier(legacy).draw(request_for(prompt), provider=legacy, consent=True)

    assert service.requests[0].asked["prompt"] == prompt


@pytest.mark.parametrize(
    "name", ["pollinations", "automatic1111", "comfyui", "fal", "pollinations-legacy"]
)
async def test_a2_seed_and_size_are_always_sent_and_the_seed_is_used(service, atelier, name):
    drawn = await atelier(name).draw(request_for(seed=12345), provider=name, consent=True)

    sent = service.requests[0]
    assert "12345" in sent.target + sent.body.decode()
    assert (drawn.seed, drawn.width, drawn.height) == (12345, 256, 192)


@pytest.mark.parametrize(
    ("name", "header"),
    [("pollinations", "Bearer sk_secret"), ("openai", "Bearer sk_secret"), ("fal", "Key fal_secret"),
     ("automatic1111", "Basic " + base64.b64encode(b"me:secret").decode())],
)  # fmt: skip
async def test_a3_a_key_is_in_the_header_and_nowhere_else(service, atelier, name, header):
    await atelier(name).draw(request_for(), provider=name, consent=True)

    assert service.requests[0].headers["authorization"] == header
    assert all(b"secret" not in each.target.encode() + each.body for each in service.requests)


async def test_a3_whoever_stores_pictures_is_not_shown_the_key(service, atelier):
    await atelier("fal").draw(request_for(), provider="fal", consent=True)

    (fetched,) = [each for each in service.requests if each.target.startswith("/files/")]
    assert "authorization" not in fetched.headers


async def test_a4_a_prompt_in_an_address_is_cut_at_6000_bytes_and_one_in_a_body_is_not(
    service, atelier
):
    long = "туман " * 1000
    legacy = atelier("pollinations-legacy")
    cut = await legacy.draw(request_for(long), provider="pollinations-legacy", consent=True)
    whole = await atelier("pollinations").draw(
        request_for(long), provider="pollinations", consent=True
    )

    by_address, by_body = service.requests
    assert (by_address.method, by_body.method) == ("GET", "POST")
    assert len(by_address.target) < 6200
    assert any(loss.startswith("length") for loss in cut.losses)
    assert not any(loss.startswith("length") for loss in whole.losses)


@pytest.mark.parametrize("name", ["pollinations", "automatic1111", "pollinations-legacy"])
async def test_a5_a_second_try_is_the_same_byte_for_byte(service, atelier, name):
    service.script("502 html")
    await atelier(name).draw(request_for(), provider=name, consent=True)

    first, second = service.requests
    assert (first.method, first.target, first.body) == (second.method, second.target, second.body)


@pytest.mark.parametrize("name", ["openai", "comfyui", "fal"])
async def test_a5_where_a_second_try_is_another_order_there_is_none(service, atelier, name):
    service.script("502 html")
    await atelier(name).draw(request_for(), consent=True)

    assert len(service.requests) == 1


@pytest.mark.parametrize("name", PROVIDERS)
def test_a6_any_seed_is_folded_into_what_a_provider_takes_and_the_loss_is_named(name):
    can = PROVIDERS[name]
    dice = random.Random(1)
    for seed in [
        0,
        1,
        can.largest_seed,
        can.largest_seed + 1,
        -1,
        *(dice.getrandbits(70) for _ in range(200)),
    ]:
        fitted, losses = adapt(request_for(seed=seed), can)
        again, _ = adapt(fitted, can)

        assert fitted.seed == again.seed
        if can.seeds != "ignored":
            assert 0 <= fitted.seed <= can.largest_seed
            assert (fitted.seed != seed) == any(loss.startswith("seed") for loss in losses)


async def test_a7_an_alias_means_the_model_that_the_service_lists(service, gate, options):
    provider = Pollinations(options, gate)

    assert (await provider.capable("kontext")).references == 1
    assert (await provider.capable("flux")).references == 0
    assert (await provider.capable("kontext")).seeds == "ignored"
    assert len(service.lookups) == 1


@pytest.mark.parametrize("listed", [None, [], [1, 2]])
async def test_a7_without_a_list_the_table_of_our_own_is_used(service, gate, options, listed):
    service.models = listed
    provider = Pollinations(options, gate)

    assert (await provider.capable("kontext")).references == 1
    assert (await provider.capable("unheard-of")).references == 0


def test_a7_a_list_of_any_shape_is_read_without_a_stumble():
    for body in (
        b"",
        b"[",
        b"{}",
        b'[{"name": 1}]',
        b'[{"name": "x", "pricing": {"completionImageTokens": "?"}}]',
    ):
        assert len(pollinations_models.read(body)) <= 1


@pytest.mark.parametrize(
    ("name", "model", "target"),
    [("pollinations", "kontext", "/v1/images/edits"), ("openai", None, "/v1/images/edits"),
     ("automatic1111", None, "/sdapi/v1/img2img")],
)  # fmt: skip
async def test_a8_the_right_reference_is_sent_and_seen(service, atelier, name, model, target):
    wish = request_for(references=(REFERENCE,), model=model)
    drawn = await atelier(name).draw(wish, provider=name, consent=True)

    (sent,) = service.requests
    assert sent.target == target
    assert sent.asked["reference"] == REFERENCE.data
    plain = await atelier(name).draw(request_for(model=model), provider=name, consent=True)
    corners = [
        Image.open(io.BytesIO(each.data)).convert("RGB").getpixel((5, 5)) for each in (drawn, plain)
    ]
    assert corners[0] != corners[1]


async def test_a8_a_workflow_gets_the_reference_by_its_uploaded_name(service, atelier):
    await atelier("comfyui").draw(
        request_for(references=(REFERENCE,)), provider="comfyui", consent=True
    )

    order = next(each for each in service.requests if each.target == "/prompt")
    assert service.queues.uploaded == [REFERENCE.data]
    assert order.wish["prompt"]["7"]["inputs"]["image"] == "reference.png"


async def test_a8_a_model_that_looks_at_nothing_gets_no_reference_and_the_loss_is_named(
    service, atelier
):
    drawn = await atelier("pollinations").draw(
        request_for(references=(REFERENCE,)), provider="pollinations", consent=True
    )

    assert service.requests[0].target == "/v1/images/generations"
    assert drawn.losses == ("references: Ivan",)


async def test_a9_model_cost_and_request_are_told(atelier):
    drawn = await atelier("pollinations").draw(request_for(), provider="pollinations", consent=True)

    assert (drawn.model, drawn.cost, drawn.currency) == ("flux", Decimal("0.002"), "pollen")
    assert (drawn.request_id, drawn.is_cached) == ("request 1", False)
    assert drawn.prompt == "A castle by a lake at night"


async def test_a10_nothing_of_a_providers_metadata_is_kept_and_the_same_bytes_come_again(atelier):
    studio = atelier("pollinations")
    one, two = [
        await studio.draw(request_for(), provider="pollinations", consent=True) for _ in range(2)
    ]

    assert Image.open(io.BytesIO(one.data)).getexif()
    kept, again = (renditions.make(each.data, source=None) for each in (one, two))
    assert kept.files == again.files
    assert all(b"prompt" not in data for _, data in kept.files)


def test_a_prompt_cannot_change_the_graph_it_stands_in():
    from app.illustration.providers import comfyui  # noqa: PLC0415  # its inner rule alone

    graph = {"6": {"inputs": {"text": "oil, %prompt%", "seed": "%seed%"}}}
    filled = comfyui._filled(graph, {"%prompt%": '"}, %seed% {', "%seed%": 7})

    assert filled == {"6": {"inputs": {"text": 'oil, "}, %seed% {', "seed": 7}}}
