"""Where the state of every gate is kept: in Redis for all processes, or in this one."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Protocol, TypeVar, cast

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.limits.turnstile import State

log = structlog.get_logger()

T = TypeVar("T")
Step = Callable[[State, float], tuple[State, T]]
"""From the state and the time in seconds to the next state and what is to be known of it."""

# Its time is that of Redis, so that the clocks of many machines need not agree.
_LOOK = "return {redis.call('GET', KEYS[1]) or '', redis.call('TIME')}"
_SWAP = """
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
"""
_PREFIX = "bookreader:gate:1:"
# Longer than the longest wait that a provider may ask for.
_LIFETIME_S = 7200
_PATIENCE_S = 1.0
# While Redis is away it is not asked before every request.
_AWAY_S = 5.0


class Ledger(Protocol):
    async def change(self, provider: str, step: Step[T]) -> T:
        """Takes *step* from the present state; nobody else's step comes between."""
        ...

    @property
    def is_shared(self) -> bool: ...


class OwnLedger:
    """Of this process alone: for the command line, and while Redis is away."""

    is_shared = False

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._states: dict[str, State] = defaultdict(State)

    async def change(self, provider: str, step: Step[T]) -> T:
        self._states[provider], known = step(self._states[provider], self._clock())
        return known


class SharedLedger:
    """In Redis; *clock* replaces its time in tests."""

    def __init__(self, redis: Redis, clock: Callable[[], float] | None = None) -> None:
        self._redis = redis
        self._clock = clock
        self._own = OwnLedger(clock or time.monotonic)
        self._away_until = 0.0
        # Within a process steps queue up here instead of racing each other in Redis.
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def is_shared(self) -> bool:
        return not self._away_until

    async def change(self, provider: str, step: Step[T]) -> T:
        if self._away_until > time.monotonic():
            return await self._own.change(provider, step)
        try:
            async with asyncio.timeout(_PATIENCE_S), self._locks[provider]:
                known = await self._changed(provider, step)
        except (RedisError, OSError, TimeoutError) as error:
            self._missing(error)
            return await self._own.change(provider, step)
        if self._away_until:
            self._away_until = 0.0
            log.info("limits_shared_again")
        return known

    async def _changed(self, provider: str, step: Step[T]) -> T:
        key = f"{_PREFIX}{provider}"
        while True:
            before, (seconds, micros) = await self._eval(_LOOK, key)
            now = self._clock() if self._clock else int(seconds) + int(micros) / 1e6
            state, known = step(_read(before), now)
            after = json.dumps(asdict(state))
            if await self._eval(_SWAP, key, before, after, _LIFETIME_S):
                return known

    async def _eval(self, script: str, key: str, *words: str | bytes | int) -> "list[bytes]":
        answer = self._redis.eval(script, 1, key, *cast("tuple[str, ...]", words))
        return await cast("Awaitable[list[bytes]]", answer)

    def _missing(self, error: Exception) -> None:
        if not self._away_until:
            log.warning("limits_of_this_process_only", reason=repr(error))
        self._away_until = time.monotonic() + _AWAY_S


def _read(stored: bytes) -> State:
    """A new state where there is none, or one of another version of this program."""
    try:
        return State(**json.loads(stored))
    except (ValueError, TypeError):
        return State()
