"""gen.pollinations.ai's account: what is being drawn is joined, what was drawn is kept, slots are counted."""

import asyncio
import math
import random
from dataclasses import dataclass, field

from tests.standin import pictures
from tests.standin.exchange import Exchange

LISTED: tuple[dict[str, object], ...] = (
    {"name": "flux", "aliases": [], "pricing": {"currency": "pollen", "completionImageTokens": "0.002"}},
    {"name": "sana", "aliases": ["dreamshaper"], "pricing": {"completionImageTokens": "0.0001"}},
    {"name": "black-forest/kontext", "aliases": ["kontext"], "max_reference_images": 1,
     "pricing": {"completionImageTokens": "0.04"}},
)  # fmt: skip


@dataclass
class Latency:
    """Log-normal, from its median and 95th percentile in seconds; dice of its own."""

    median_s: float
    p95_s: float
    seed: int = 1
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def next(self) -> float:
        if not self.median_s:
            return 0.0
        # 1.645 standard deviations above the median lie 5 % of a normal distribution.
        spread = math.log(max(self.p95_s, self.median_s * 1.01) / self.median_s) / 1.645
        return self.median_s * math.exp(self._dice.gauss(0, spread))


# Seen in the service's public issues, in seconds; `scaled` makes tests of them.
PROFILES = {"fast": (0.0, 0.0), "healthy": (2.0, 6.0), "busy": (12.3, 25.0), "bad": (40.0, 130.0)}


def scaled(profile: str, factor: float = 0.01) -> Latency:
    median_s, p95_s = PROFILES[profile]
    return Latency(median_s * factor, p95_s * factor)


@dataclass
class Gen:
    """*slots* is how many an account may have running, None any number; *generated* what was billed."""

    slots: int | None = None
    generated: int = 0
    most_at_once: int = 0
    _running: dict[bytes, asyncio.Task[bytes]] = field(default_factory=dict)
    _kept: dict[bytes, bytes] = field(default_factory=dict)

    async def answer(self, exchange: Exchange, latency_s: float) -> None:
        body = exchange.request.body
        running = self._running.get(body)
        if body in self._kept:
            await exchange.picture(self._kept[body], {"X-Cache": "HIT"})
        elif running is not None:
            await exchange.picture(await asyncio.shield(running), {"X-Cache": "HIT"})
        elif self.slots is not None and len(self._running) >= self.slots:
            told = {"error": "concurrency_limit_exceeded", "message": "Still running."}
            await exchange.json(429, told, {"Retry-After": "1"})
        else:
            # It goes on though the client may leave: that is why asking again is free.
            task = asyncio.create_task(self._draw(exchange, latency_s))
            self._running[body] = task
            self.most_at_once = max(self.most_at_once, len(self._running))
            await exchange.picture(await asyncio.shield(task), {"X-Cache": "MISS"})

    async def _draw(self, exchange: Exchange, latency_s: float) -> bytes:
        body = exchange.request.body
        try:
            await asyncio.sleep(latency_s)
            self.generated += 1
            self._kept[body] = pictures.picture(exchange.request.asked)
            return self._kept[body]
        finally:
            del self._running[body]
