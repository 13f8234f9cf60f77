"""Starts a server under a keeper, waits until it answers, and stops it with the block."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.embedded import keeper
from app.embedded.claims import Claim
from app.errors import Unavailable

# Replaying a long log after a crash is slow, and must not be cut short; a guess.
_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Server:
    """*stop* is the signal that ends it cleanly, *user* who it runs as, None for us."""

    name: str
    command: tuple[str, ...]
    stop: signal.Signals
    is_ready: Callable[[], Awaitable[bool]]
    user: int | None = None


@asynccontextmanager
async def kept(claim: Claim, server: Server) -> AsyncIterator[None]:
    """Raises `Unavailable` with the end of the log when the server does not come up."""
    if claim.log.exists():
        claim.log.replace(claim.log.with_suffix(".log.1"))
    process = await _start(claim, server.command, server.stop, server.user)
    try:
        await _wait(process, claim, server)
        _tell_it_is_up(process)
        yield
    finally:
        await _stop(process)


async def run(claim: Claim, name: str, command: tuple[str, ...], user: int | None) -> None:
    """Runs a program to its end as *user*; raises `Unavailable` with what it printed."""
    process = await _start(claim, command, signal.SIGTERM, user)
    try:
        if await process.wait() != 0:
            raise _failed(name, claim.log)
    finally:
        await _stop(process)


async def _start(
    claim: Claim, command: tuple[str, ...], stop: signal.Signals, user: int | None
) -> Process:
    log = os.open(claim.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return await asyncio.create_subprocess_exec(
            # Isolated and without site-packages: the keeper starts in 15 ms and needs nothing.
            *(sys.executable, "-I", "-S", keeper.__file__),
            *(str(int(stop)), str(-1 if user is None else user)),
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=(claim.server_lock,),
            # A Ctrl-C in the terminal is ours to answer; the servers must outlive what uses them.
            start_new_session=True,
            cwd="/",
            # Nobody's PGDATA or PGPORT may reach the server, and its log is in one language.
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        )
    finally:
        os.close(log)


async def _wait(process: Process, claim: Claim, server: Server) -> None:
    deadline = asyncio.get_running_loop().time() + _PATIENCE_S
    while not await server.is_ready():
        if process.returncode is not None or asyncio.get_running_loop().time() > deadline:
            raise _failed(server.name, claim.log)
        await asyncio.sleep(0.02)


def _tell_it_is_up(process: Process) -> None:
    if process.stdin is not None:
        process.stdin.write(b".")


async def _stop(process: Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()


def _failed(name: str, log: Path) -> Unavailable:
    lines = log.read_text(errors="replace").splitlines()[-12:] if log.exists() else []
    return Unavailable(f"{name} did not start. The end of {log}:\n" + "\n".join(lines))
