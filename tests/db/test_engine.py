"""Connections are set up so that one process cannot harm the others."""

from sqlalchemy import text


async def test_a_transaction_somebody_left_open_is_ended_by_postgres(resources):
    async with resources.sessions() as session:
        limit = await session.scalar(text("SHOW idle_in_transaction_session_timeout"))

    assert limit == "5s"
