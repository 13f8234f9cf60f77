"""What the `arq` command runs."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from arq import func

from app import logs
from app.broker import FUNCTION, Broker, dumps, loads, worker_settings
from app.compute import child
from app.domain.compute import Compute
from app.domain.jobs import SOLO_QUEUE
from app.errors import Misconfigured
from app.resources import open_resources
from app.settings import Settings
from app.workers import stopping
from app.workers.doorbell import Doorbell
from app.workers.running import Runner

# Longer than any shift of a ticket; ARQ also keeps a dead worker's ticket for this long.
_TICKET_TIMEOUT_S = 3600


async def work(ctx: dict[Any, Any]) -> None:
    """The only ARQ function: a ticket says that there is work, Postgres says which."""
    await ctx["runner"].work()


async def _all_born(compute: Compute, children: int) -> None:
    """A worker that stops while a child is being born leaves it without a parent, and complaining."""
    seen: set[int] = set()
    while len(seen) < children:
        seen.update(await asyncio.gather(*(compute.run(child.announce) for _ in range(children))))


def settings_of(settings: Settings, *, queue: str, name: str) -> type:
    """A settings class for `arq`, which reads the class's own attributes and no inherited ones."""
    if settings.queue.url is None or settings.database.url is None:
        raise Misconfigured(
            "Set BOOKREADER_DATABASE__URL and BOOKREADER_QUEUE__URL, or run `bookreader up`, "
            "which starts a Postgres and a Redis of its own"
        )
    stopping.install()
    knobs = settings.queue
    is_solo = queue == SOLO_QUEUE

    async def startup(ctx: dict[Any, Any]) -> None:
        logs.configure(level=settings.log.level.upper())
        ctx["exit"] = AsyncExitStack()
        resources = await ctx["exit"].enter_async_context(open_resources(settings))
        broker = Broker(resources.redis)
        ctx["bell"] = Doorbell(broker, queue)
        ctx["bell"].install()
        ctx["runner"] = Runner(resources, broker, queue=queue)
        ctx["runner"].start()
        if not is_solo:
            # The children start now, not with the first book; a solo worker seldom has one.
            await _all_born(resources.compute, knobs.cpu_slots)
        ctx["exit"].push_async_callback(ctx["runner"].stop)

    async def shutdown(ctx: dict[Any, Any]) -> None:
        await ctx["exit"].aclose()

    async def after_ticket(ctx: dict[Any, Any]) -> None:
        # A slot is free: look for tickets that came while all were taken.
        ctx["bell"].ring()

    return type(
        name,
        (),
        {
            "functions": (func(work, name=FUNCTION, timeout=_TICKET_TIMEOUT_S, max_tries=1000),),
            "queue_name": queue,
            "redis_settings": worker_settings(str(knobs.url)),
            "on_startup": startup,
            "on_shutdown": shutdown,
            "after_job_end": after_ticket,
            "job_serializer": dumps,
            "job_deserializer": loads,
            "max_jobs": 1 if is_solo else knobs.network_slots + knobs.cpu_slots,
            "poll_delay": 1,
            "keep_result": 0,
            "log_results": False,
            # Every poll reads the head of the queue, running tickets included.
            "queue_read_limit": 2000,
            "health_check_interval": 10,
        },
    )
