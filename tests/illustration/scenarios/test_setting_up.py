"""Who is set up by which settings, and in which order they are asked."""

import json

import pytest

from app.cli import configuring
from app.errors import Misconfigured
from app.resources import painters, studio_of
from app.settings import IllustrationSettings
from tests.illustration.conftest import request_for
from tests.illustration.scenarios.conftest import GRAPH

ALL = {
    "pollinations": {"key": "sk_secret", "legacy": True},
    "openai": {"url": "http://127.0.0.1:9/v1", "model": "gpt-image-1-mini"},
    "automatic1111": {"url": "http://127.0.0.1:9"},
    "fal": {"key": "secret"},
}


def test_nobody_but_the_sketch_is_set_up_by_default(gate, compute):
    assert list(studio_of(IllustrationSettings(), compute, gate).capabilities()) == ["sketch"]


def test_whoever_is_set_up_is_asked_in_the_order_of_the_operator(gate, tmp_path):
    workflow = tmp_path / "workflow.json"
    workflow.write_text(json.dumps(GRAPH))
    comfyui = {"url": "http://127.0.0.1:9", "workflow": workflow}
    knobs = IllustrationSettings(**ALL, comfyui=comfyui, order=["fal", "comfyui"])

    assert list(painters(knobs, gate)) == [
        "fal", "comfyui", "pollinations", "openai", "automatic1111", "pollinations-legacy",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({"order": ["dall-e"]}, "dall-e"), ({"openai": {"url": "http://127.0.0.1:9"}}, "MODEL"),
     ({"comfyui": {"url": "http://127.0.0.1:9"}}, "WORKFLOW"),
     ({"comfyui": {"url": "http://127.0.0.1:9", "workflow": "nowhere.json"}}, "nowhere.json")],
)  # fmt: skip
def test_half_a_setting_is_told_at_once(gate, wrong, named):
    with pytest.raises(Misconfigured) as told:
        painters(IllustrationSettings(**wrong), gate)

    assert named in told.value.detail


def test_a_key_under_a_name_that_nothing_reads_is_told(monkeypatch):
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS_KEY", "sk_secret")

    with pytest.raises(Misconfigured) as told:
        configuring.settings()

    assert "BOOKREADER_ILLUSTRATION__POLLINATIONS_KEY" in told.value.detail
    assert "sk_secret" not in told.value.detail


def test_a_workflow_without_a_place_for_the_prompt_is_told(gate, tmp_path):
    workflow = tmp_path / "workflow.json"
    workflow.write_text('{"3": {"inputs": {"seed": "%seed%"}}}')
    knobs = IllustrationSettings(comfyui={"url": "http://127.0.0.1:9", "workflow": workflow})

    with pytest.raises(Misconfigured) as told:
        painters(knobs, gate)

    assert "%prompt%" in told.value.detail


async def test_the_knobs_of_a_server_of_ones_own_are_what_it_is_asked_with(service, gate, compute):
    a1111 = {"url": service.url, "model": "dreams", "sampler": "Euler a", "steps": 9, "guidance": 5}
    studio = studio_of(IllustrationSettings(automatic1111=a1111), compute, gate)
    await studio.check("automatic1111")

    wish = service.requests[0].wish
    assert (wish["steps"], wish["cfg_scale"], wish["sampler_name"]) == (9, 5, "Euler a")
    assert wish["override_settings"] == {"sd_model_checkpoint": "dreams"}


async def test_a_local_ai_is_sent_seeds_and_negatives_and_gpt_image_neither(service, gate, compute):
    for dialect in ("openai", "localai"):
        openai = {"url": f"{service.url}/v1", "model": "m", "dialect": dialect}
        studio = studio_of(IllustrationSettings(openai=openai), compute, gate)
        await studio.draw(request_for("a|b", negative="goblins"), consent=True)

    gpt, local = (each.wish for each in service.requests)
    assert gpt.keys() == {"prompt", "model", "size", "n", "quality"}
    assert (local["seed"], local["negative_prompt"], local["prompt"]) == (7, "goblins", "a,b")


async def test_what_is_left_on_an_account_is_told(service, gate, compute):
    knobs = IllustrationSettings(pollinations={"key": "sk_secret", "url": service.url})
    studio = studio_of(knobs, compute, gate)

    assert str(await studio.credit("pollinations")) == "3.25"
    assert await studio.credit("sketch") is None
    assert service.lookups[0].headers["authorization"] == "Bearer sk_secret"
