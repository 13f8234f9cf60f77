"""
Pictures side by side, beside one at a time in the same run: `python -m bench.picture_speed [LATENCY]`.

The stand-in is a process of its own and takes the same time for every picture; the studio, its gate
over a real Redis and the children that look at every picture are those of a worker.
"""

import asyncio
import math
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

import structlog
from redis.asyncio import Redis

from app import embedded
from app.compute import open_pool
from app.domain.compute import Bounds, Compute
from app.domain.gates import Pace
from app.domain.illustrations import ImageRequest
from app.illustration.providers import PROVIDERS
from app.limits import open_gate
from app.resources import studio_of
from app.settings import IllustrationSettings

_LATENCY_S = 1.0
_PATIENCE_S = 600.0
# (pictures, slots): the most time beside the least possible, and the least speed-up.
_GOALS = {(12, 4): (1.15, 3.5), (100, 4): (1.15, 3.5), (100, 8): (math.inf, 4.0)}


async def main(latency_s: float) -> int:
    with service(latency_s) as url:
        async with tools() as (redis, compute):
            # Children start and libraries load before any clock runs.
            await drawn(url, redis, compute, pictures=2, slots=2)
            alone = await drawn(url, redis, compute, pictures=12, slots=1)
            print(f"one at a time: 12 pictures in {alone:.2f} s, {alone / 12:.3f} s each")
            bad = 0
            for (pictures, slots), (most, least) in _GOALS.items():
                wall_s = await drawn(url, redis, compute, pictures=pictures, slots=slots)
                ratio = wall_s / (math.ceil(pictures / slots) * latency_s)
                speedup = alone / 12 * pictures / wall_s
                is_good = ratio <= most and speedup >= least
                bad += not is_good
                print(
                    f"{pictures:3} pictures, {slots} slots: {wall_s:6.2f} s, {ratio:.3f} of the least "
                    f"possible, {speedup:.2f} times as fast as one at a time"
                    f"{'' if is_good else '  MISSED'}",
                    flush=True,
                )
    return bad


async def drawn(url: str, redis: Redis, compute: Compute, *, pictures: int, slots: int) -> float:
    """Seconds from the first request to the last verified picture."""
    paces = dict.fromkeys(PROVIDERS, Pace(slots, 60_000, 1000, _PATIENCE_S))
    await redis.flushdb()
    async with open_gate(paces=paces, redis=redis) as gate:
        knobs = IllustrationSettings(pollinations={"key": "sk_bench", "url": url})
        studio = studio_of(knobs, compute, gate)
        started = time.perf_counter()
        await asyncio.gather(
            *(
                studio.draw(request(started, number), provider="pollinations", consent=True)
                for number in range(pictures)
            )
        )
        return time.perf_counter() - started


def request(run: float, number: int) -> ImageRequest:
    """Of its own in every run: what was drawn once comes without waiting."""
    prompt = f"A castle by a lake at night, number {number} of run {run}"
    return ImageRequest(prompt=prompt, negative=None, width=512, height=384, seed=number)


@contextmanager
def service(latency_s: float) -> Iterator[str]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.standin", "--port", str(port), "--latency"]
    with subprocess.Popen([*command, str(latency_s)], stdout=subprocess.PIPE) as process:
        try:
            process.stdout.readline()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@asynccontextmanager
async def tools() -> AsyncIterator[tuple[Redis, Compute]]:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        url = await stack.enter_async_context(embedded.redis(folder))
        redis = await stack.enter_async_context(Redis.from_url(url))
        bounds = Bounds(wall_s=60, cpu_s=60, memory=2 << 30)
        compute = await stack.enter_async_context(
            open_pool(workers=2, bounds=bounds, preload=("app.illustration.quality",))
        )
        yield redis, compute


if __name__ == "__main__":
    sys.exit(asyncio.run(main(float(sys.argv[1]) if sys.argv[1:] else _LATENCY_S)) > 0)
