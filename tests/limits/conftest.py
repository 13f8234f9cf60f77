"""Gates of several processes over one real Redis, a clock that only the test turns, a stand-in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from app.domain.gates import Pace
from app.limits import open_gate
from app.limits.gate import Turnstiles
from tests.standin import StandIn

PROVIDER = "pollinations"
PACE = Pace(slots=2, per_minute=6000, burst=100)


class Clock:
    """Seconds, as a process would read them."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


Opened = Callable[..., Awaitable[Turnstiles]]


@pytest.fixture
async def process(resources, clock) -> AsyncIterator[Opened]:
    """Each call is the gate of one more process, on the same Redis."""
    async with AsyncExitStack() as stack:

        async def one_more(pace: Pace = PACE, redis=resources.redis) -> Turnstiles:
            opened = open_gate(paces={PROVIDER: pace}, redis=redis, clock=clock)
            return await stack.enter_async_context(opened)

        yield one_more


@pytest.fixture
async def service() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin
