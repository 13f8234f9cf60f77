"""Child processes that are started again when they die, and end before their parent does."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from app.cli import tied

log = structlog.get_logger()

# An API ends its requests, a worker gives its jobs back; both take less. A guess.
_GRACE_S = 10.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
# Whoever lived this long was not broken from the start.
_LONG_LIFE_S = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """*command* begins with the path of a program."""

    name: str
    command: tuple[str, ...]


@asynccontextmanager
async def kept(
    parts: Sequence[Part], environment: Mapping[str, str], hurry: asyncio.Event
) -> AsyncIterator[None]:
    """All *parts* run until the block ends; then they are asked to stop, and ended at *hurry*."""
    tasks = [asyncio.create_task(_keep(part, environment, hurry)) for part in parts]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _keep(part: Part, environment: Mapping[str, str], hurry: asyncio.Event) -> None:
    pause_s = _FIRST_PAUSE_S
    while True:
        started = time.monotonic()
        process = await _start(part, environment)
        try:
            code = await process.wait()
        finally:
            await _stop(process, hurry)
        if time.monotonic() - started > _LONG_LIFE_S:
            pause_s = _FIRST_PAUSE_S
        # Also the moment in which a Ctrl-C that ended the child reaches us.
        log.warning("part_ended", part=part.name, code=code, starts_again_in_s=pause_s)
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


async def _start(part: Part, environment: Mapping[str, str]) -> Process:
    return await asyncio.create_subprocess_exec(
        # Isolated and without site-packages: it starts in 15 ms and needs nothing.
        *(sys.executable, "-I", "-S", tied.__file__, str(os.getpid())),
        *part.command,
        stdin=asyncio.subprocess.DEVNULL,
        # Standard output belongs to what `up` itself has to say.
        stdout=sys.stderr.fileno(),
        env=dict(environment),
    )


async def _stop(process: Process, hurry: asyncio.Event) -> None:
    if process.returncode is not None:
        return
    _send(process, signal.SIGTERM)
    ended = asyncio.create_task(process.wait())
    hurried = asyncio.create_task(hurry.wait())
    await asyncio.wait((ended, hurried), timeout=_GRACE_S, return_when=asyncio.FIRST_COMPLETED)
    hurried.cancel()
    if not ended.done():
        _send(process, signal.SIGKILL)
    await ended


def _send(process: Process, what: signal.Signals) -> None:
    # It may have ended a moment ago.
    with suppress(ProcessLookupError):
        process.send_signal(what)
