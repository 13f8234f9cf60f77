"""An inline compute pool, the stand-in provider and a studio that uses both."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import ParamSpec, TypeVar

import pytest

from app.domain.illustrations import ImageRequest
from app.illustration.providers.pollinations import PollinationsOptions
from app.illustration.studio import Studio, open_studio
from tests.standin import StandIn

P = ParamSpec("P")
T = TypeVar("T")


class InlineCompute:
    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(function, *args, **kwargs)


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
async def studio(compute: InlineCompute, options: PollinationsOptions) -> AsyncIterator[Studio]:
    async with open_studio(compute=compute, pollinations=options) as opened:
        yield opened


@pytest.fixture
async def offline(compute: InlineCompute) -> AsyncIterator[Studio]:
    async with open_studio(compute=compute, pollinations=None) as opened:
        yield opened


def request_for(prompt: str = "A castle by a lake at night", **changes: object) -> ImageRequest:
    fields = {"prompt": prompt, "negative": None, "width": 256, "height": 192, "seed": 7, **changes}
    return ImageRequest(**fields)
