"""
Pictures from a service of which three answers in ten are faults: `python -m bench.picture_faults [PICTURES]`.

Through the real studio, gate and children over real sockets, under the rules of a job: who is told to
wait waits without an attempt being counted, other failures are tried again up to the limit of attempts.
Only the clock of those waits is turned forward. Faults that pass are met by name, so that no sketch
hides one; then all there are, accounts without credit and refusals too, as `auto` meets them.
"""

import asyncio
import hashlib
import heapq
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from app.compute import open_pool
from app.domain.compute import Bounds, Compute
from app.domain.gates import Pace
from app.domain.illustrations import Drawn, ImageRequest
from app.errors import BookReaderError, PictureRefused, Snoozed, Unavailable
from app.illustration.commissions import Rules
from app.illustration.providers import PROVIDERS
from app.illustration.providers.pollinations import Pollinations, PollinationsOptions
from app.illustration.providers.sketch import Sketch
from app.illustration.studio import Studio
from app.limits import open_gate
from app.settings import QueueSettings
from tests.standin import FAULTS, StandIn, pictures
from tests.standin.exchange import Request

_PICTURES = 500
_SHARE = 0.3
_AT_ONCE = 8
_SIDES = (512, 384)
_TIMEOUT_S = 1.0
_GOAL = 0.995
_LONGEST_BACKOFF_S = 300.0
# What passes by itself; the others are an account's or a prompt's own, and stay as they are.
LASTING = (
    "400 request", "400 safety", "400 moderation", "401 without a valid key", "402 balance", "403 model",
    "422 moderation",
)  # fmt: skip
# What the stand-in always sends where it always sends the same; the operator has named its digest.
_NOTICE = pictures.picture({"size": "256x192"})
# One a reader's book has: the filter minds a word that softer ones stand for.
_PROMPT = "A castle by a lake, blood on the snow, number {}"


class Clock:
    """Of jobs and gate alike; it stands still while anybody is at work."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Outcomes:
    drawn: dict[int, Drawn] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    refused: int = 0
    attempts: Counter[int] = field(default_factory=Counter)


async def main(count: int) -> int:
    # A log line for each of thousands of requests would be the slowest part.
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    passing = [each for each in FAULTS if each not in LASTING]
    runs: dict[str, tuple[Sequence[str], str, float]] = {
        "faults that pass, by name": (passing, Pollinations.name, 0.0),
        # Ordered as readers do, a few a minute: an account without credit is left alone for a while.
        "faults of all kinds, by auto": (list(FAULTS), "auto", 60.0),
    }
    bad = 0
    bounds = Bounds(wall_s=60, cpu_s=60, memory=2 << 30)
    preload = ("app.illustration.quality", "app.illustration.sketch.painter")
    async with open_pool(workers=2, bounds=bounds, preload=preload) as compute:
        for name, (kinds, provider, spacing_s) in runs.items():
            started = time.perf_counter()
            async with faulty(kinds, compute) as (service, studio, clock, met):
                outcomes = await worked(studio, clock, count, provider, spacing_s)
            bad += told(name, service, met, outcomes, wall_s=time.perf_counter() - started)
    return bad


@asynccontextmanager
async def faulty(
    kinds: Sequence[str], compute: Compute
) -> AsyncIterator[tuple[StandIn, Studio, Clock, Counter[str]]]:
    dice, clock, met = random.Random(1), Clock(), Counter[str]()

    def chance(_: Request) -> str | None:
        if dice.random() >= _SHARE:
            return None
        fault = dice.choice(kinds)
        met[fault] += 1
        return fault

    pace = Pace(_AT_ONCE, 60_000, 1000)
    async with (
        StandIn(chance=chance) as service,
        open_gate(paces=dict.fromkeys(PROVIDERS, pace), clock=clock) as gate,
    ):
        options = PollinationsOptions(
            "sk_bench", service.url, timeout_s=_TIMEOUT_S, max_bytes=3_000_000, retry_wait_s=0
        )
        rules = Rules(retry_wait_s=0, placeholders=frozenset({hashlib.sha256(_NOTICE).hexdigest()}))
        providers = {
            Pollinations.name: Pollinations(options, gate), Sketch.name: Sketch(compute)
        }  # fmt: skip
        yield service, Studio(compute, providers, rules), clock, met


async def worked(
    studio: Studio, clock: Clock, count: int, provider: str, spacing_s: float
) -> Outcomes:
    """As workers do: the jobs that are due, a few at a time; when none is due, time passes."""
    outcomes, dice = Outcomes(), random.Random(2)
    queue = [(number * spacing_s, number, 0) for number in range(count)]
    heapq.heapify(queue)
    running: dict[asyncio.Task[Drawn], tuple[int, int]] = {}
    while queue or running:
        if not running and queue[0][0] > clock.now:
            clock.now = queue[0][0]
        while queue and queue[0][0] <= clock.now and len(running) < _AT_ONCE:
            _, number, attempts = heapq.heappop(queue)
            drawing = studio.draw(request(number), provider=provider, consent=True)
            running[asyncio.create_task(drawing)] = (number, attempts)
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            number, attempts = running.pop(task)
            again_at = ended(task, number, attempts, outcomes, dice)
            if again_at is not None:
                wait_s, attempts = again_at
                heapq.heappush(queue, (clock.now + wait_s, number, attempts))
    return outcomes


def ended(
    task: asyncio.Task[Drawn], number: int, attempts: int, outcomes: Outcomes, dice: random.Random
) -> tuple[float, int] | None:
    """The wait and the attempts so far of a job that is tried again; the rules of `Runner`."""
    try:
        outcomes.drawn[number] = task.result()
    except PictureRefused:
        outcomes.refused += 1
    except Unavailable as error:
        counted = attempts + (not isinstance(error, Snoozed))
        if counted >= QueueSettings().max_attempts:
            outcomes.lost.append(f"{number}: {error.slug} {error.facts.get('reason')}")
            return None
        backoff_s = dice.uniform(0, min(_LONGEST_BACKOFF_S, 2.0 ** (attempts + 1)))
        return backoff_s + (error.retry_after or 0.0), counted
    except BookReaderError as error:
        outcomes.lost.append(f"{number}: {error.slug} {error.facts.get('reason')}")
    else:
        outcomes.attempts[attempts + 1] += 1
    return None


def request(number: int) -> ImageRequest:
    width, height = _SIDES
    prompt = _PROMPT.format(number)
    return ImageRequest(prompt=prompt, negative=None, width=width, height=height, seed=number)


def told(
    name: str,
    service: StandIn,
    met: Counter[str],
    outcomes: Outcomes,
    *,
    wall_s: float,
) -> int:
    """Prints one run; how many of its goals were missed."""
    sketched = sum(each.preview for each in outcomes.drawn.values())
    wrong = [number for number, each in outcomes.drawn.items() if not is_right(each, service)]
    bodies = Counter(each.asked["prompt"] for each in service.requests)
    distinct = len({each.body for each in service.requests})
    twice = distinct - len(bodies)
    ready = len(outcomes.drawn)
    count = ready + outcomes.refused + len(outcomes.lost)
    missed = [ready < _GOAL * count, bool(wrong), bool(twice), service.gen.generated > distinct]
    print(
        f"{name}: {count} pictures, {len(service.requests)} requests, {met.total()} of them "
        f"{len(met)} kinds of faults, {wall_s:.0f} s\n"
        f"  ready {ready} ({ready / count:.1%}), {ready - sketched} by the provider, {sketched} sketches "
        f"that say so; refused {outcomes.refused}, lost {len(outcomes.lost)}\n"
        f"  wrong {len(wrong)}; billed {service.gen.generated} for {distinct} different requests, "
        f"{twice} of them a second wish for the same words; attempts {dict(sorted(outcomes.attempts.items()))}"
        f"{'  MISSED' if any(missed) else ''}",
        flush=True,
    )
    for each in outcomes.lost[:5]:
        print(f"  lost {each}")
    return sum(missed)


def is_right(drawn: Drawn, service: StandIn) -> bool:
    """The very picture of its words, as the service draws it; a sketch says that it is one."""
    if drawn.preview:
        return drawn.degraded is not None and drawn.provider == Sketch.name
    wish = next(each.asked for each in service.requests if each.asked["prompt"] == drawn.prompt)
    seeds = (wish, {**wish, "seed": "of its own"})
    return drawn.data in [
        pictures.picture(each, form) for each in seeds for form in ("JPEG", "PNG")
    ]


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else _PICTURES)) > 0)
