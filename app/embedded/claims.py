"""Who may use a server's folder: one process at a time, and only after the former server ended."""

import asyncio
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.errors import Conflict, Refused

# A server stopped by the death of its parent still writes its last checkpoint; a guess.
_PATIENCE_S = 30.0

# `sun_path` holds 104 bytes with the final zero on macOS and 108 on Linux (unix(4), unix(7)).
_LONGEST_SOCKET = 103 if sys.platform == "darwin" else 107
_PREFIX = "bookreader-"
_LONGEST_NAME = len("/.s.PGSQL.65535.lock")


@dataclass(frozen=True, slots=True)
class Claim:
    """*sockets* is short and private; the server inherits *server_lock* and holds it to its end."""

    folder: Path
    sockets: Path
    server_lock: int

    @property
    def log(self) -> Path:
        return self.folder / "server.log"


@asynccontextmanager
async def claimed(folder: Path) -> AsyncIterator[Claim]:
    """
    Holds *folder* for this process and waits until a server that outlived its parent has ended.

    The locks belong to open files, so the system drops them with the last process that holds them
    and none is ever stale. Raises `Conflict`, and `Refused` for a folder that cannot be written.
    """
    folder = _made(folder)
    with _opened(folder / "lock") as lock, _opened(folder / "server.lock") as server_lock:
        if not _is_locked(lock):
            raise Conflict(
                f"Another BookReader uses {folder} already. Stop it, or start this one with "
                "a data folder of its own."
            )
        await _wait_for_former_server(server_lock, folder)
        with _socket_folder(folder / "sockets") as sockets:
            yield Claim(folder, sockets, server_lock)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder.resolve()


async def _wait_for_former_server(lock: int, folder: Path) -> None:
    deadline = asyncio.get_running_loop().time() + _PATIENCE_S
    while not _is_locked(lock):
        if asyncio.get_running_loop().time() > deadline:
            raise Conflict(f"The former server of {folder} is still stopping. Try again soon.")
        await asyncio.sleep(0.05)


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise Refused(
            f"This user may not use {path.parent}: it may belong to another one, root for example. "
            "Give it to this user, or choose another data folder."
        ) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _socket_folder(link: Path) -> Iterator[Path]:
    """
    A folder of our own: two instances on one machine can never meet, and no port is taken.

    *link* leads to it, for people with `psql` and for the next start, which tidies up after a kill.
    """
    if link.is_symlink():
        _remove(link)
    path = Path(tempfile.mkdtemp(prefix=_PREFIX))
    if len(os.fsencode(path)) + _LONGEST_NAME > _LONGEST_SOCKET:
        path.rmdir()
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir="/tmp"))
    link.symlink_to(path)
    try:
        yield path
    finally:
        _remove(link)


def _remove(link: Path) -> None:
    if link.readlink().name.startswith(_PREFIX):
        shutil.rmtree(link.readlink(), ignore_errors=True)
    link.unlink()
