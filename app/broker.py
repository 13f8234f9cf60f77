"""Redis as an alarm clock: tickets and doorbells wake workers, Postgres remembers the jobs."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import uuid4

import structlog
from arq import ArqRedis
from arq.connections import RedisSettings
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from app.errors import Unavailable

log = structlog.get_logger()

FUNCTION = "work"
EPOCH = "bookreader:epoch"

# A freed slot asks Postgres for the next job by itself, so tickets need only reach every slot.
_MOST_TICKETS = 16
_TICKET_LIFETIME_S = 3600
_PATIENCE_S = 2.0


def dumps(message: dict[str, Any]) -> bytes:
    # JSON, because ARQ's default is pickle: whoever can write to Redis could run code here.
    return json.dumps(message, default=str).encode()


def loads(data: bytes) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(data)
    return message


def bell(queue: str) -> str:
    return f"bell:{queue}"


def worker_settings(url: str) -> RedisSettings:
    """For `arq`: without these retries a worker process exits when Redis is away for a second."""
    settings = RedisSettings.from_dsn(url)
    settings.conn_retries = 1000
    settings.retry_on_timeout = True
    settings.retry_on_error = [RedisConnectionError, RedisTimeoutError, OSError]
    settings.retry = Retry(ExponentialBackoff(cap=1, base=0.05), 1000)
    return settings


@asynccontextmanager
async def connect(url: str) -> AsyncIterator[ArqRedis]:
    """A pool that answers or fails at once: whoever waits here is a reader or a sweeper."""
    pool = ConnectionPool.from_url(url, socket_connect_timeout=1, socket_timeout=10)
    redis = ArqRedis(pool, job_serializer=dumps, job_deserializer=loads)
    try:
        yield redis
    finally:
        await pool.disconnect()


class Broker:
    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis

    async def wake(self, jobs: Mapping[str, int]) -> None:
        """Send tickets; a failure is harmless, the sweeper sends them again."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                for queue, count in jobs.items():
                    await self._send(queue, min(count, _MOST_TICKETS))
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("jobs_not_woken", jobs=dict(jobs), reason=repr(error))

    async def _send(self, queue: str, tickets: int) -> None:
        for _ in range(tickets):
            await self._redis.enqueue_job(
                FUNCTION, _job_id=uuid4().hex, _queue_name=queue, _expires=_TICKET_LIFETIME_S
            )
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.lpush(bell(queue), *[1] * tickets)
            pipe.ltrim(bell(queue), 0, 63)
            await pipe.execute()

    async def is_new(self) -> bool:
        """True once after Redis came back empty: every ticket it held is gone."""
        try:
            return bool(await self._redis.set(EPOCH, "1", nx=True))
        except (RedisError, OSError, TimeoutError):
            return False  # Away, not new; whoever asks again learns it.

    async def listen(self, queue: str, *, patience_s: int) -> bool:
        """Wait for the bell of *queue*; False when it stayed silent."""
        rang = cast("Awaitable[Any]", self._redis.blpop([bell(queue)], timeout=patience_s))
        return await rang is not None

    async def ping(self) -> None:
        try:
            await cast("Awaitable[bool]", self._redis.ping())
        except RedisError as error:
            raise Unavailable("Redis does not answer") from error
