"""Starts both servers on the folder given, says so, and waits: to be killed, or asked to stop."""

import asyncio
import sys
from pathlib import Path

from app import embedded


async def start(folder: Path) -> None:
    async with embedded.postgres(folder) as database, embedded.redis(folder) as memory:
        sys.stdout.write(f"{database} {memory}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


asyncio.run(start(Path(sys.argv[1])))
