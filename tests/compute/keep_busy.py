"""Opens a pool with endless work and waits to be killed."""

import asyncio
import sys
from pathlib import Path

from app.compute import open_pool
from app.domain.compute import Bounds
from tests.compute import work


async def keep_busy(mark: Path) -> None:
    async with open_pool(workers=1, bounds=Bounds(60, 60, 1 << 28)) as pool:
        await pool.run(work.spin, mark)


if __name__ == "__main__":
    asyncio.run(keep_busy(Path(sys.argv[1])))
