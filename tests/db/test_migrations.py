"""Migrations go up, down and up again, and the tables are the models."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app import embedded
from app.db import migrations


async def tables(url: str) -> set[str]:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        found = set(rows.scalars())
    await engine.dispose()
    return found


async def test_migrations_go_up_down_and_up_and_leave_nothing_to_do(tmp_path):
    async with embedded.postgres(tmp_path) as url:
        await migrations.upgrade(url)
        first = await tables(url)
        await migrations.downgrade(url, "base")
        empty = await tables(url)
        await migrations.upgrade(url)

        assert await tables(url) == first
        assert empty == {"alembic_version"}
        await migrations.check(url)


async def test_two_processes_that_migrate_at_once_do_not_disturb_each_other(tmp_path):
    async with embedded.postgres(tmp_path) as url:
        both = [
            await asyncio.create_subprocess_exec(
                "python", "-m", "alembic", "upgrade", "head", env=environment(url)
            )
            for _ in range(2)
        ]

        assert [await each.wait() for each in both] == [0, 0]
        assert "job" in await tables(url)


def environment(url: str) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "BOOKREADER_DATABASE__URL": url}


async def test_a_migration_gives_up_soon_on_a_table_that_is_in_use(tmp_path):
    async with embedded.postgres(tmp_path) as url:
        await migrations.upgrade(url)
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.begin() as connection:
            await connection.execute(text("LOCK TABLE job IN ACCESS SHARE MODE"))

            with pytest.raises(DBAPIError, match="lock timeout"):
                async with asyncio.timeout(20):
                    await migrations.downgrade(url, "base")
        await engine.dispose()
        assert "job" in await tables(url)
