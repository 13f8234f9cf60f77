"""An inline compute pool, the stand-in provider and a studio that uses both."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import ParamSpec, Self, TypeVar

import pytest

from app.domain.compute import Bounds
from app.domain.gates import Gate, Pace
from app.domain.illustrations import ImageRequest
from app.illustration.providers import PROVIDERS
from app.illustration.providers.pollinations import Pollinations, PollinationsOptions
from app.illustration.providers.sketch import Sketch
from app.illustration.studio import Studio
from app.limits import open_gate
from tests.standin import StandIn

P = ParamSpec("P")
T = TypeVar("T")


class InlineCompute:
    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(function, *args, **kwargs)

    def within(self, bounds: Bounds) -> Self:  # noqa: ARG002 - a thread has none
        return self


@pytest.fixture
def compute() -> InlineCompute:
    return InlineCompute()


@pytest.fixture
async def service() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin


@pytest.fixture
def options(service: StandIn) -> PollinationsOptions:
    return PollinationsOptions(
        key="sk_secret", url=service.url, timeout_s=0.6, max_bytes=3_000_000, retry_wait_s=0.01
    )


@pytest.fixture
async def gate() -> AsyncIterator[Gate]:
    paces = {name: Pace(slots=4, per_minute=6000, burst=100) for name in PROVIDERS}
    async with open_gate(paces=paces) as opened:
        yield opened


@pytest.fixture
def studio(compute: InlineCompute, gate: Gate, options: PollinationsOptions) -> Studio:
    providers = {"pollinations": Pollinations(options, gate), "sketch": Sketch(compute)}
    return Studio(compute, providers)


@pytest.fixture
def offline(compute: InlineCompute) -> Studio:
    return Studio(compute, {"sketch": Sketch(compute)})


def request_for(prompt: str = "A castle by a lake at night", **changes: object) -> ImageRequest:
    fields = {"prompt": prompt, "negative": None, "width": 256, "height": 192, "seed": 7, **changes}
    return ImageRequest(**fields)
