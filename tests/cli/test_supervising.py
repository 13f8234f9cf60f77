"""Children of `up`: they are started again, asked to stop, and ended when there is no patience."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from app.cli import supervising
from app.cli.supervising import Part

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
POLITE = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit({note})); "


def part(program: str, file: Path) -> Part:
    """Writes a line of its number to *file* at each start, when it listens."""
    said = f"import os; print(os.getpid(), file=open({str(file)!r}, 'a'), flush=True); "
    return Part("child", (sys.executable, "-c", f"{program}{said}{{}}".format("time.sleep(600)")))


async def numbers(file: Path, *, starts: int = 1) -> list[int]:
    for _ in range(300):
        lines = file.read_text().split() if file.exists() else []  # noqa: ASYNC240 - a blink
        if len(lines) >= starts:
            return [int(line) for line in lines]
        await asyncio.sleep(0.05)
    raise TimeoutError


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_child_is_asked_to_stop_and_may_tidy_up(tmp_path: Path) -> None:
    note = tmp_path / "note"
    polite = POLITE.format(note=f"open({str(note)!r}, 'w').write('done') * 0")

    async with supervising.kept([part(polite, tmp_path / "starts")], os.environ, asyncio.Event()):
        [child] = await numbers(tmp_path / "starts")

    assert note.read_text() == "done"
    assert not is_alive(child)


async def test_a_stubborn_child_is_ended_at_once_when_there_is_a_hurry(tmp_path: Path) -> None:
    hurry = asyncio.Event()
    started = time.monotonic()

    async with supervising.kept([part(STUBBORN, tmp_path / "starts")], os.environ, hurry):
        [child] = await numbers(tmp_path / "starts")
        hurry.set()

    assert not is_alive(child)
    assert time.monotonic() - started < 8


async def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    polite = POLITE.format(note=0)

    async with supervising.kept([part(polite, tmp_path / "starts")], os.environ, asyncio.Event()):
        [first] = await numbers(tmp_path / "starts")
        os.kill(first, signal.SIGKILL)
        first, second = await numbers(tmp_path / "starts", starts=2)

    assert first != second
    assert not is_alive(second)


async def test_the_pause_before_the_next_start_grows(tmp_path: Path) -> None:
    file = tmp_path / "starts"
    broken = Part("child", (sys.executable, "-c", f"open({str(file)!r}, 'a').write('1\\n')"))
    started = time.monotonic()

    async with supervising.kept([broken], os.environ, asyncio.Event()):
        await numbers(file, starts=3)

    assert time.monotonic() - started > 0.5 + 1.0
