"""The gate before every provider: a slot, a turn, and a rest for whoever is not well."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import httpx
import structlog
from redis.asyncio import Redis

from app.domain.gates import Answer, Call, Pace, Standing
from app.errors import (
    BookReaderError,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
    Snoozed,
)
from app.limits import answers, calls, turnstile
from app.limits.ledger import Ledger, OwnLedger, SharedLedger
from app.limits.turnstile import LEASE_S, Ending, Outcome, Reason, State, Wait

log = structlog.get_logger()

_WHY = {
    Reason.SLOTS: "The provider {} has as many requests as it takes.",
    Reason.RATE: "The provider {} has been asked often enough for now.",
    Reason.TOLD: "The provider {} asked us to wait.",
    Reason.RESTING: "The provider {} failed again and again; it is left alone for a while.",
    Reason.KEY: "The provider {} does not accept the key.",
    Reason.CREDIT: "The credit at the provider {} is used up.",
}


@asynccontextmanager
async def open_gate(
    *,
    paces: Mapping[str, Pace],
    redis: Redis | None = None,
    clock: Callable[[], float] | None = None,
) -> AsyncIterator["Turnstiles"]:
    """Without *redis* the limits are those of this process; *clock* (seconds) is for tests."""
    ledger = OwnLedger(clock or time.monotonic) if redis is None else SharedLedger(redis, clock)
    async with calls.open_client() as client:
        yield Turnstiles(client, ledger, paces)


class Turnstiles:
    """The `Gate` of every provider in *paces*."""

    def __init__(
        self, client: httpx.AsyncClient, ledger: Ledger, paces: Mapping[str, Pace]
    ) -> None:
        self._client = client
        self._ledger = ledger
        self._paces = paces
        self._leaving = asyncio.Condition()

    @asynccontextmanager
    async def admit(self, provider: str) -> AsyncIterator["Visitor"]:
        visitor = Visitor(self._client, provider)
        await self._wait_for_turn(visitor)
        has_left = asyncio.Event()
        keeping = asyncio.create_task(self._keep(visitor, has_left))
        outcome = Outcome(Ending.UNKNOWN)
        try:
            yield visitor
            outcome = Outcome(Ending.GOOD)
        except BookReaderError as error:
            outcome = judged(error)
            raise
        finally:
            # Told, not cancelled: a cancellation that meets a lost connection to Redis comes out
            # as that error, and the renewing would go on for ever.
            has_left.set()
            await asyncio.wait([keeping])
            await self._leave(visitor, outcome)

    async def standing(self, provider: str) -> Standing:
        pace = self._pace(provider)

        def look(state: State, now: float) -> tuple[State, Standing]:
            wait = turnstile.closed(state, now) or Wait(0.0, Reason.SLOTS)
            held = sum(until > now for until in state.held.values())
            reason = wait.reason.value if wait.seconds else ""
            slots = turnstile.slots_of(state, pace)
            return state, Standing(self._ledger.is_shared, held, slots, wait.seconds, reason)

        return await self._ledger.change(provider, look)

    async def _wait_for_turn(self, visitor: "Visitor") -> None:
        ends_at = time.monotonic() + self._pace(visitor.provider).patience_s
        while (wait := await self._enter(visitor)) is not None:
            is_passing = wait.reason in {Reason.SLOTS, Reason.RATE, Reason.TOLD}
            if not is_passing or time.monotonic() + wait.seconds > ends_at:
                raise _refusal(visitor.provider, wait)
            await self._pause(wait)

    async def _pause(self, wait: Wait) -> None:
        """Until somebody of this process leaves a slot, where that is what is missing."""
        if wait.reason is not Reason.SLOTS:
            await asyncio.sleep(wait.seconds)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(wait.seconds), self._leaving:
                await self._leaving.wait()

    def _pace(self, provider: str) -> Pace:
        """An account of a provider is asked as the provider is, and counted by itself."""
        return self._paces[_plain(provider)]

    async def _enter(self, visitor: "Visitor") -> Wait | None:
        pace = self._pace(visitor.provider)
        return await self._ledger.change(
            visitor.provider, lambda state, now: turnstile.enter(state, pace, visitor.id, now)
        )

    async def _keep(self, visitor: "Visitor", has_left: asyncio.Event) -> None:
        """Renew the lease, so that only a dead process loses its slot."""
        while not has_left.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(has_left.wait(), LEASE_S / 3)
                return
            await self._ledger.change(
                visitor.provider,
                lambda state, now: (turnstile.renew(state, visitor.id, now), None),
            )

    async def _leave(self, visitor: "Visitor", outcome: Outcome) -> None:
        pace = self._pace(visitor.provider)
        heard = Outcome(outcome.ending, max(outcome.wait_s, visitor.quiet_s), outcome.is_crowded)

        def step(state: State, now: float) -> tuple[State, tuple[State, State]]:
            after = turnstile.leave(state, pace, visitor.id, heard, now)
            return after, (state, after)

        before, after = await self._ledger.change(visitor.provider, step)
        async with self._leaving:
            # All, for they may wait for different providers; few ever wait here.
            self._leaving.notify_all()
        _tell(visitor.provider, before, after)


class Visitor:
    """Whoever was admitted; *quiet_s* is how long the answers heard so far ask for silence."""

    def __init__(self, client: httpx.AsyncClient, provider: str) -> None:
        self.id = uuid4().hex
        self.provider = provider
        self.quiet_s = 0.0
        self._client = client

    async def ask(self, call: Call) -> Answer:
        answer = await calls.ask(self._client, _plain(self.provider), call)
        self.quiet_s = answers.quiet_s(answer.headers, time.time())
        return answer


def judged(error: BookReaderError) -> Outcome:
    """What an error says of the provider's health; a refusal of one request says that it is well."""
    match error:
        case Snoozed():
            is_crowded = error.facts.get("limit") == "concurrency"
            return Outcome(Ending.UNKNOWN, error.retry_after or 0.0, is_crowded)
        case ProviderUnavailable():
            return Outcome(Ending.FAILED, error.retry_after or 0.0)
        case QuotaExceeded():
            return Outcome(Ending.NO_CREDIT)
        case ProviderMisconfigured() if error.facts.get("reason") == "status-401":
            return Outcome(Ending.KEY_REFUSED)
        case _:
            return Outcome(Ending.GOOD)


def _plain(provider: str) -> str:
    """The name of a provider without the account; see `Gate`."""
    return provider.partition(":")[0]


def _refusal(provider: str, wait: Wait) -> BookReaderError:
    detail, reason = _WHY[wait.reason].format(_plain(provider)), wait.reason.value
    match wait.reason:
        case Reason.KEY:
            return ProviderMisconfigured(detail, reason=reason)
        case Reason.CREDIT:
            return QuotaExceeded(detail, reason=reason)
        case _:
            return Snoozed(detail, retry_after=wait.seconds, reason=reason)


def _tell(provider: str, before: State, after: State) -> None:
    if after.rests > before.rests:
        # A key is mended by somebody, a server by time; who was told once need not be told every minute.
        # Nor is a reader's own key any business of the operator's.
        is_key, is_own = after.rest_reason == Reason.KEY, provider != _plain(provider)
        is_news = is_key and before.rest_reason != Reason.KEY and not is_own
        is_known = (is_key and not is_news) or is_own
        tell = log.error if is_news else log.info if is_known else log.warning
        tell("provider_rests", provider=provider, reason=after.rest_reason, rests=after.rests)
    elif before.rests and not after.rests:
        log.info("provider_is_well_again", provider=provider)
    if after.learnt_slots is not None and after.learnt_slots != before.learnt_slots:
        log.info("provider_slots_learnt", provider=provider, slots=after.learnt_slots)
