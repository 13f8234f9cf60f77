"""Runs migrations under guards: one at a time, and never waiting long for a lock."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.db.base import Base
from app.db.models import Book
from app.settings import Settings

# Chosen: any number nothing else in this database locks. Held until the migration has committed, so
# that of several processes that start at once one migrates and the others find it done.
LOCK = 4_711_000
LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "15min"

assert Book.metadata is Base.metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        # After the advisory lock: waiting for another migration is no reason to fail.
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'"))
        context.run_migrations()


async def migrate() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or Settings().database.url
    if not url:
        raise SystemExit("Set BOOKREADER_DATABASE__URL to the database to migrate.")
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


asyncio.run(migrate())
