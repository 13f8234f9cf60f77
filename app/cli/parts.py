"""`bookreader serve`, `worker` and `migrate`: the parts, each a process of its own in production."""

import asyncio
import os
import sys
from typing import Annotated

import typer
import uvicorn
from asyncpg import PostgresError  # type: ignore[import-untyped]  # published without types
from sqlalchemy.exc import ArgumentError

from app.cli import configuring, telling
from app.db import migrations
from app.db.engine import translated
from app.errors import Misconfigured

commands = typer.Typer()

# Open event streams never end by themselves; a reader's page connects again.
_GRACE_S = 5


@commands.command()
@telling.told
def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    as_json: telling.AsJson = False,  # noqa: ARG001 - there is nothing to print
) -> None:
    """Serve HTTP; Postgres, Redis and a secret must be set."""
    _demand(configuring.settings().database.url, "BOOKREADER_DATABASE__URL")
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        lifespan="on",
        access_log=False,
        proxy_headers=True,
        server_header=False,
        # Logs go through `app.logs`, as the factory sets them up.
        log_config=None,
        timeout_graceful_shutdown=_GRACE_S,
    )


@commands.command()
@telling.told
def worker(
    *,
    solo: Annotated[
        bool, typer.Option("--solo", help="Do the jobs that ended a worker, one by one.")
    ] = False,
    as_json: telling.AsJson = False,  # noqa: ARG001 - there is nothing to print
) -> None:
    """Do background jobs: the same as `arq app.workers.WorkerSettings`."""
    _demand(configuring.settings().queue.url, "BOOKREADER_QUEUE__URL")
    name = "SoloSettings" if solo else "WorkerSettings"
    arq = (sys.executable, "-P", "-m", "arq", "--custom-log-dict", "app.cli.quiet.ARQ")
    os.execv(arq[0], (*arq, f"app.workers.{name}"))  # noqa: S606 - the very command that is documented


@commands.command()
@telling.told
def migrate(*, as_json: telling.AsJson = False) -> None:
    """Bring the tables of the database to this version of the program."""
    url = _demand(configuring.connected().database.url, "BOOKREADER_DATABASE__URL")
    asyncio.run(to_head(url))
    if as_json:
        telling.say_json({"revision": migrations.head()})
    else:
        telling.messages().print(f"The database is at {migrations.head()}.")


async def to_head(url: str) -> None:
    """Raises `DatabaseUnavailable`, or `Misconfigured` with what Postgres says against the address."""
    try:
        with translated():
            await migrations.upgrade(url)
    except (PostgresError, ArgumentError) as error:
        raise Misconfigured(f"BOOKREADER_DATABASE__URL does not lead to a database: {error}") from (
            error
        )


def _demand(value: str | None, name: str) -> str:
    if value is None:
        raise Misconfigured(f"Set {name}, or run `bookreader up`, which brings its own.")
    return value
