"""An upload on its way in: counted, hashed, and on disk, never in memory."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import IO

from app.errors import UploadTooLarge
from app.storage.failures import told


class Upload:
    """*size* is the bytes so far; *keep* stores the file under its key."""

    def __init__(
        self, file: IO[bytes], limit: int, keep: Callable[[str, IO[bytes]], Awaitable[None]]
    ) -> None:
        self.size = 0
        self._file = file
        self._limit = limit
        self._keep = keep
        self._hash = hashlib.sha256()

    async def write(self, chunk: bytes) -> None:
        """Raises `UploadTooLarge` as soon as it is known, and `DiskFull`."""
        self.size += len(chunk)
        if self.size > self._limit:
            raise UploadTooLarge(limit_bytes=self._limit)
        await asyncio.to_thread(self._take, chunk)

    async def finish(self) -> str:
        """Stores what came and gives its key."""
        key = self._hash.hexdigest()
        await self._keep(key, self._file)
        return key

    def _take(self, chunk: bytes) -> None:
        self._hash.update(chunk)
        with told():
            self._file.write(chunk)
