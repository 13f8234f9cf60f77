"""A real Postgres and a real Redis from wheels, for whoever has configured neither."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.embedded import claims, cluster, keeping, memory, wheels


@asynccontextmanager
async def postgres(folder: Path) -> AsyncIterator[str]:
    """
    The SQLAlchemy address of a Postgres whose data live in *folder*/postgres until the block ends.

    Raises `Conflict` while another process has the folder, `Refused` where it can never start and
    `Unavailable` with the end of its log where it did not.
    """
    installed = await wheels.postgres()
    async with claims.claimed(folder / "postgres") as claim:
        programs = await cluster.prepared(claim, installed)
        async with keeping.kept(claim, cluster.server(claim, programs)):
            yield cluster.address(claim)


@asynccontextmanager
async def redis(folder: Path) -> AsyncIterator[str]:
    """The address of a Redis whose data live in *folder*/redis; raises what `postgres` raises."""
    program = wheels.redis()
    async with (
        claims.claimed(folder / "redis") as claim,
        keeping.kept(claim, memory.server(claim, program)),
    ):
        yield memory.address(claim)
