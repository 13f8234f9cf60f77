"""Each provider before the stand-in, and tickets kept where a test can see them."""

import asyncio

import pytest

from app.illustration.commissions import Rules
from app.illustration.providers.automatic1111 import Automatic1111, Automatic1111Options
from app.illustration.providers.comfyui import ComfyUi, ComfyUiOptions
from app.illustration.providers.fal import Fal, FalOptions
from app.illustration.providers.openai import OpenAi, OpenAiOptions
from app.illustration.providers.pollinations import Pollinations
from app.illustration.providers.pollinations_legacy import LegacyOptions, PollinationsLegacy
from app.illustration.providers.sketch import Sketch
from app.illustration.studio import Studio

GRAPH = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": "%seed%", "width": "%width%", "height": "%height%"},
    },
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "oil painting, %prompt%"}},
    "7": {"class_type": "LoadImage", "inputs": {"image": "%reference%"}},
}


class Kept:
    """As the row of a picture keeps it."""

    def __init__(self):
        self.pending, self.is_kept = None, asyncio.Event()

    async def kept(self):
        return self.pending

    async def keep(self, pending):
        self.pending = pending
        self.is_kept.set()


@pytest.fixture
def tickets():
    return Kept()


@pytest.fixture
def atelier(service, gate, compute, options):
    """A studio of the providers named, all at the stand-in; *rules* and the options of one may differ."""

    def opened(*names, rules=None, quarantine=None, **changes):
        url = service.url
        made = {
            "pollinations": lambda: Pollinations(options, gate),
            "openai": lambda: OpenAi(
                OpenAiOptions(f"{url}/v1", "gpt-image-1-mini", "sk_secret", timeout_s=0.6, **changes), gate
            ),
            "automatic1111": lambda: Automatic1111(
                Automatic1111Options(url, "me:secret", timeout_s=0.6, retry_wait_s=0, **changes), gate
            ),
            "comfyui": lambda: ComfyUi(ComfyUiOptions(url, GRAPH, 0.6, 0.01), gate),
            "fal": lambda: Fal(
                FalOptions("fal_secret", url=url, timeout_s=0.6, poll_s=0.01, **changes), gate
            ),
            "pollinations-legacy": lambda: PollinationsLegacy(
                LegacyOptions(url, timeout_s=0.6, retry_wait_s=0), gate
            ),
            "sketch": lambda: Sketch(compute),
        }  # fmt: skip
        providers = {name: made[name]() for name in (*names, "sketch")}
        return Studio(compute, providers, rules or Rules(retry_wait_s=0), quarantine=quarantine)

    return opened
