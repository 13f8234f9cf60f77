"""One storage over any object store: the key of bytes is their digest, whoever keeps them."""

import asyncio
import hashlib
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from obstore.store import ObjectStore

from app.errors import NotFound
from app.storage.failures import told
from app.storage.receiving import Upload

_KEY = re.compile(r"[0-9a-f]{64}")

# Few enough calls for a picture, little enough memory for a hundred readers; a guess.
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class ObjectStorage:
    """*folder* is where the files lie on this machine, None where they lie elsewhere."""

    store: ObjectStore
    folder: Path | None = None

    async def put(self, data: bytes) -> str:
        key = hashlib.sha256(data).hexdigest()
        with told():
            await self.store.put_async(_path(key), data)
        return key

    async def put_file(self, path: Path) -> str:
        with told():
            key = await asyncio.to_thread(_digest, path)
            await self.store.put_async(_path(key), path)
        return key

    @asynccontextmanager
    async def receive(self, *, limit: int) -> AsyncIterator[Upload]:
        # Nameless and on the same disk: it vanishes with the process and shows a full disk at once.
        with told():
            file = await asyncio.to_thread(_nameless, self.folder)
        with file:
            yield Upload(file, limit, self._keep)

    async def _keep(self, key: str, file: IO[bytes]) -> None:
        with told():
            file.seek(0)
            await self.store.put_async(_path(key), file)

    async def get(self, key: str) -> bytes:
        with told():
            found = await self.store.get_async(_path(key))
            return bytes(await found.bytes_async())

    async def stream(
        self, key: str, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        size = await self.size(key)
        end = size if end is None else min(end, size)
        if start >= end:
            return
        with told():
            found = await self.store.get_async(_path(key), options={"range": (start, end)})
            async for chunk in found.stream(min_chunk_size=_CHUNK):
                yield bytes(chunk)

    async def size(self, key: str) -> int:
        with told():
            return (await self.store.head_async(_path(key)))["size"]

    async def put_at(self, key: str) -> datetime:
        with told():
            return (await self.store.head_async(_path(key)))["last_modified"]

    async def keys(self, shard: str) -> AsyncIterator[tuple[str, datetime]]:
        with told():
            async for found in self.store.list(prefix=shard):
                for each in found:
                    key = each["path"].rpartition("/")[2]
                    # A put that broke off leaves a file with another name.
                    if _KEY.fullmatch(key):
                        yield key, each["last_modified"]

    async def exists(self, key: str) -> bool:
        try:
            await self.size(key)
        except NotFound:
            return False
        return True

    async def delete(self, key: str) -> None:
        try:
            with told():
                await self.store.delete_async(_path(key))
        except NotFound:
            return  # Somebody was faster, or it never was: either way it is gone.

    async def free_bytes(self) -> int | None:
        if self.folder is None:
            return None
        with told():
            return (await asyncio.to_thread(shutil.disk_usage, self.folder)).free


def _path(key: str) -> str:
    """Two levels of folders, because a million files in one slow every file system down."""
    if not _KEY.fullmatch(key):
        raise NotFound
    return f"{key[:2]}/{key[2:4]}/{key}"


def _nameless(folder: Path | None) -> IO[bytes]:
    return tempfile.TemporaryFile(dir=folder)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
