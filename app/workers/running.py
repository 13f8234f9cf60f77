"""How a worker works: it claims the best job there is room for, holds it, and says how it ended."""

import asyncio
import os
import random
import socket
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import structlog

from app.broker import Broker
from app.db.base import Json
from app.domain.jobs import JobKind, JobState, Room
from app.errors import (
    BookReaderError,
    Defect,
    LeaseLost,
    ProviderUnavailable,
    Refused,
    Snoozed,
    Unavailable,
)
from app.resources import Resources
from app.services import cleaning, leases, recalling, sweeping
from app.services.leases import Lease
from app.workers.functions import JOBS, Kind

log = structlog.get_logger()

_SWEEP_S = 2.0
_CLEAN_S = 3600.0
_RECALL_S = 2.0
# One ticket keeps asking for the next job for this long, then hands over to a new ticket.
_SHIFT_S = 600.0
_LONGEST_BACKOFF_S = 300.0
# After each try that met a provider out of order: a blip costs seconds, and an hour costs no picture.
_OUTAGE_S = (2.0, 30.0, 600.0, 3600.0)
_OUTAGE = ("status-5", "network", "timeout")
# Together shorter than a lease: a database that is away for a moment costs nobody a crash.
_RECORD_PAUSES_S = (0.2, 0.4, 0.8, 1.6, 3.2)


class Runner:
    """The jobs one worker process holds, and the tasks that keep its hold."""

    def __init__(
        self,
        resources: Resources,
        broker: Broker,
        *,
        queue: str,
        jobs: Mapping[JobKind, Kind] = JOBS,
    ) -> None:
        knobs = resources.settings.queue
        self._resources = resources
        self._broker = broker
        self._queue = queue
        self._jobs = jobs
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
        self._lease: timedelta = knobs.lease
        self._max_attempts = knobs.max_attempts
        self._rooms = {Room.NETWORK: knobs.network_slots, Room.CPU: knobs.cpu_slots}
        self._busy: Counter[Room] = Counter()
        self._claiming = asyncio.Lock()
        self._held: dict[tuple[UUID, int], asyncio.Task[None]] = {}
        self._lost: set[tuple[UUID, int]] = set()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        beat_s = self._lease.total_seconds() / 3
        for step, every_s in (
            (self._beat, beat_s),
            (self._sweep, _SWEEP_S),
            (self._clean, _CLEAN_S),
            (self._recall, _RECALL_S),
        ):
            self._tasks.append(asyncio.create_task(self._repeat(step, every_s)))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def work(self) -> None:
        """Do jobs until there are none this worker has room for."""
        ends_at = time.monotonic() + _SHIFT_S
        while time.monotonic() < ends_at:
            try:
                lease = await self._claim_whole()
            except Unavailable as error:
                log.warning("claim_failed", reason=error.detail)
                await asyncio.sleep(1)
                continue
            if lease is None:
                return
            try:
                await self._hold(lease)
            finally:
                self._busy[self._jobs[lease.kind].room] -= 1
        await self._broker.wake({self._queue: 1})

    async def _claim_whole(self) -> Lease | None:
        """A claim that is told to stop half-way is finished, and what it got goes back."""
        claiming = asyncio.create_task(self._claim())
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            with suppress(Unavailable):
                lease = await claiming
                if lease is not None:
                    await self._record(lease.give_back)
            raise

    async def _claim(self) -> Lease | None:
        """The best job of the kinds there is room for; one claim at a time, so that rooms count."""
        async with self._claiming:
            kinds = [
                kind
                for kind, each in self._jobs.items()
                if self._busy[each.room] < self._rooms[each.room]
            ]
            if not kinds:
                return None
            lease = await leases.claim(
                self._resources.begin,
                owner=self._owner,
                queue=self._queue,
                kinds=kinds,
                lease=self._lease,
            )
            if lease is not None:
                self._busy[self._jobs[lease.kind].room] += 1
            return lease

    async def _hold(self, lease: Lease) -> None:
        key = (lease.job_id, lease.attempt)
        with structlog.contextvars.bound_contextvars(
            job_id=str(lease.job_id), kind=lease.kind.value, attempt=lease.attempt
        ):
            task = asyncio.create_task(self._attempt(lease))
            self._held[key] = task
            try:
                await asyncio.shield(asyncio.wait([task]))
            except asyncio.CancelledError:
                # The worker is told to stop: the job goes back, free of charge.
                task.cancel()
                await asyncio.wait([task])
                if task.cancelled():
                    await self._record(lease.give_back)
                raise
            finally:
                del self._held[key]
            if task.cancelled():
                await self._settle_cancelled(lease)
            else:
                task.result()

    async def _attempt(self, lease: Lease) -> None:
        """Run one job and record how it ended; the one place that catches everything."""
        kind = self._jobs[lease.kind]
        started = time.monotonic()
        try:
            async with asyncio.timeout(kind.limit.total_seconds()):
                await kind.run(self._resources, lease)
        except LeaseLost:
            log.warning("job_taken_by_another")
        except Unavailable as error:
            await self._record(partial(self._later, lease, error))
        except TimeoutError:
            late = Unavailable(f"It took longer than {kind.limit.total_seconds():.0f} s")
            await self._record(partial(self._later, lease, late))
        except BookReaderError as error:
            log.warning("job_refused", code=error.slug, reason=error.detail)
            await self._fail(lease, error.problem())
        except Exception:
            log.exception("job_broken")
            await self._fail(lease, Defect().problem())
        else:
            log.info("job_done", seconds=round(time.monotonic() - started, 3))

    async def _later(self, lease: Lease, error: Unavailable) -> None:
        counts = not isinstance(error, Snoozed)
        if counts and lease.attempt - lease.crashes >= self._max_attempts:
            log.warning("job_gave_up", code=error.slug, reason=error.detail)
            await lease.end(JobState.FAILED, error.problem(), self._jobs[lease.kind].ended)
            return
        wait_s = _backoff_s(error, lease.attempt)
        if error.retry_after is not None:
            wait_s += error.retry_after
        log.info("job_postponed", code=error.slug, reason=error.detail, seconds=round(wait_s, 1))
        await lease.postpone(timedelta(seconds=wait_s), error.problem(), counts=counts)

    async def _settle_cancelled(self, lease: Lease) -> None:
        key = (lease.job_id, lease.attempt)
        if key in self._lost:
            self._lost.discard(key)
            return  # Another worker has it; what it records there is what counts.
        problem = Refused("Cancelled by its reader").problem()
        ended = self._jobs[lease.kind].ended

        async def end() -> None:
            try:
                await lease.end(JobState.CANCELLED, problem, ended)
            except LeaseLost:
                # Ours still, where somebody has asked for it again: then it goes on.
                await lease.give_back()

        await self._record(end)

    async def _fail(self, lease: Lease, problem: Json) -> None:
        await self._record(
            partial(lease.end, JobState.FAILED, problem, self._jobs[lease.kind].ended)
        )

    async def _record(self, end: Callable[[], Awaitable[None]]) -> None:
        """Record an end; where that fails for long, the lease runs out and the sweeper finds the job."""
        for pause_s in _RECORD_PAUSES_S:
            try:
                await end()
            except LeaseLost:
                return
            except Unavailable as error:
                log.warning("end_not_recorded", reason=error.detail)
                await asyncio.sleep(pause_s)
            else:
                return

    async def _beat(self) -> None:
        held = dict(self._held)
        if not held:
            return
        pulses = await leases.renew(
            self._resources.begin,
            owner=self._owner,
            jobs=[job_id for job_id, _ in held],
            lease=self._lease,
        )
        alive = {(pulse.job_id, pulse.attempt): pulse for pulse in pulses}
        # Only what was held when the question was put: a job claimed meanwhile is not lost.
        for key, task in held.items():
            if key not in alive:
                self._lost.add(key)
                task.cancel()
            elif alive[key].is_cancelled:
                task.cancel()

    async def _sweep(self) -> None:
        if await self._broker.is_new():
            await sweeping.forget_tickets(self._resources.begin)
        ended = {kind: each.ended for kind, each in self._jobs.items()}
        swept = await sweeping.sweep(self._resources.begin, ended)
        if swept.rescued:
            log.warning("jobs_rescued", jobs=swept.rescued)

    async def _clean(self) -> None:
        await cleaning.clean(
            self._resources.begin,
            self._resources.storage,
            keep=self._resources.settings.illustration.keep,
        )

    async def _recall(self) -> None:
        await recalling.recall(
            self._resources.begin, self._resources.studio, self._resources.secret
        )

    async def _repeat(self, step: Callable[[], Awaitable[None]], every_s: float) -> None:
        while True:
            try:
                await step()
            except BookReaderError as error:
                log.warning("step_failed", reason=error.detail)
            except Exception:
                # A worker that no longer renews or sweeps is worse than one that logs.
                log.exception("step_broken")
            await asyncio.sleep(every_s * random.uniform(0.8, 1.2))  # noqa: S311  # not a secret


def _backoff_s(error: Unavailable, tries: int) -> float:
    if isinstance(error, ProviderUnavailable):
        reason = str(error.facts.get("reason"))
        if reason.startswith(_OUTAGE):
            most = _OUTAGE_S[min(max(tries, 1), len(_OUTAGE_S)) - 1]
            return most * random.uniform(0.9, 1.1)  # noqa: S311  # not a secret
    # Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter
    return random.uniform(0, min(_LONGEST_BACKOFF_S, 2.0**tries))  # noqa: S311  # not a secret
