"""Bytes, each known by the SHA-256 of its content; the address says whose machine keeps them."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from app.errors import Refused
from app.storage import local, s3
from app.storage.objects import ObjectStorage
from app.storage.receiving import Upload


class Storage(Protocol):
    """
    A key is 64 hex digits; anything else is `NotFound`, so no key leads out of the store.

    Everything raises `StorageUnavailable`, or `DiskFull`, when the machine behind it fails.
    """

    async def put(self, data: bytes) -> str:
        """The key; putting the same bytes again is harmless, and mends a damaged copy."""

    async def put_file(self, path: Path) -> str: ...

    def receive(self, *, limit: int) -> AbstractAsyncContextManager[Upload]:
        """Takes an upload in chunks, at most *limit* bytes; nothing is kept unless it finishes."""

    async def get(self, key: str) -> bytes:
        """Raises `NotFound`."""

    def stream(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """From byte *start* up to, not including, *end*, in chunks; raises `NotFound`."""

    async def size(self, key: str) -> int: ...

    async def put_at(self, key: str) -> datetime:
        """When these bytes were last put; raises `NotFound`."""

    def keys(self, shard: str) -> AsyncIterator[tuple[str, datetime]]:
        """All keys that begin with the two hex digits *shard*, each with when it was last put."""

    async def exists(self, key: str) -> bool: ...

    async def delete(self, key: str) -> None:
        """Deleting what is not there is no error."""

    async def free_bytes(self) -> int | None:
        """None where the room has no known end."""


STORES: dict[str, Callable[[str, Mapping[str, str]], ObjectStorage]] = {
    "file": local.opened,
    "s3": s3.opened,
}


def opened(address: str, options: Mapping[str, str] | None = None) -> Storage:
    """
    The store at *address*: a folder, or `s3://bucket/prefix`.

    *options* are `endpoint`, `region`, `access_key_id` and `secret_access_key` for S3, none for a
    folder. Raises `Refused` for anything else.
    """
    scheme = urlsplit(address).scheme or "file"
    if scheme not in STORES:
        raise Refused(f"No store is called {scheme!r}; there are {', '.join(STORES)}.")
    return STORES[scheme](address, options or {})
