"""What this process depends on, by name."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import text

from app.db import migrations
from app.db.work import Begin
from app.errors import BookReaderError
from app.storage import Storage

_PATIENCE_S = 2.0
# Below this the next large upload may not fit (the default limit of an upload is 100 MB).
_LEAST_FREE_BYTES = 500_000_000


async def check(
    begin: Begin, storage: Storage, ping: Callable[[], Awaitable[None]]
) -> dict[str, str]:
    """ "ok" or what is wrong, for each dependency."""
    return {
        "database": await _said(_database(begin)),
        "migrations": await _said(_migrations(begin)),
        "queue": await _said(ping()),
        "storage": await _said(_storage(storage)),
    }


async def _said(check_: Awaitable[str | None]) -> str:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await check_ or "ok"
    except BookReaderError as error:
        return error.detail
    except (OSError, TimeoutError):
        return "does not answer"


async def _database(begin: Begin) -> None:
    async with begin() as work:
        await work.session.execute(text("SELECT 1"))


async def _migrations(begin: Begin) -> str | None:
    async with begin() as work:
        current = await work.session.scalar(text("SELECT version_num FROM alembic_version"))
    return None if current == migrations.head() else "run `bookreader migrate`"


async def _storage(storage: Storage) -> str | None:
    free = await storage.free_bytes()
    if free is not None and free < _LEAST_FREE_BYTES:
        return f"only {free // 1_000_000} MB free"
    return None
