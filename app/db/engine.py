"""Opens Postgres, and says in our words what went wrong with it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.errors import DatabaseUnavailable, DiskFull, InvalidInput

# SQLSTATE classes: 08 connection, 40 rollback (deadlock), 53 resources, 57 operator intervention,
# 58 system error, 25P03 idle in a transaction for too long. https://www.postgresql.org/docs/current/errcodes-appendix.html
_PASSING = ("08", "40", "53", "57", "58", "25P03")
_DISK_FULL = "53100"
# A NUL in a text, or a number no column holds: JSON and addresses may carry both.
_UNSTORABLE = ("22000", "22003", "22021", "22P05")


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except (OSError, PoolTimeoutError) as error:
        raise DatabaseUnavailable from error
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None) or ""
        if state == _DISK_FULL:
            raise DiskFull from error
        if state in _UNSTORABLE:
            raise InvalidInput("It holds a character or a number that cannot be stored") from error
        # Without a SQLSTATE the driver itself failed: the connection is gone.
        if not state or state.startswith(_PASSING) or error.connection_invalidated:
            raise DatabaseUnavailable from error
        raise


@asynccontextmanager
async def open_engine(url: str, *, pool_size: int) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        # A server that was restarted meanwhile has closed our idle connections.
        pool_pre_ping=True,
        # An error is logged with its statement: without the hashes and texts that were in it.
        hide_parameters=True,
        connect_args={
            "timeout": 10,
            "command_timeout": 30,
            "server_settings": {
                "application_name": "bookreader",
                # JIT costs more than it saves on queries as short as ours.
                "jit": "off",
                # A process that is frozen inside a transaction would hold its locks against all
                # others. No transaction of ours waits for anything but Postgres.
                "idle_in_transaction_session_timeout": "5s",
            },
        },
    )
    try:
        yield engine
    finally:
        await engine.dispose()
