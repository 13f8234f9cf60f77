"""No work can outlive its time, its memory, its caller or its parent."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.compute import Pool, open_pool
from app.domain.compute import Bounds
from app.errors import ArchiveTooLarge, BookTooLarge, Defect, DiskFull
from tests.compute import work

MEMORY = 256 << 20
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
async def pool() -> AsyncIterator[Pool]:
    async with open_pool(workers=2, bounds=Bounds(wall_s=1, cpu_s=10, memory=MEMORY)) as opened:
        yield opened


async def marked(path: Path) -> int:
    """The process that wrote its number to *path*, once it has."""
    for _ in range(1000):
        if number := _content(path):
            return int(number)
        await asyncio.sleep(0.02)
    raise AssertionError("Nothing was written.")


def _content(path: Path) -> str:
    return path.read_text() if path.exists() else ""


async def has_ended(process: int) -> bool:
    for _ in range(200):
        if not _is_alive(process):
            return True
        await asyncio.sleep(0.02)
    return False


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_the_result_comes_back(pool):
    assert await pool.run(work.double, 21) == 42


async def test_large_results_come_back_too(pool):
    assert len(await pool.run(work.give, 20_000_000)) == 20_000_000


async def test_the_loop_goes_on_while_children_work(pool):
    started = time.monotonic()

    first, second = await asyncio.gather(pool.run(work.wait, 0.3), pool.run(work.wait, 0.3))

    assert first != second
    assert time.monotonic() - started < 0.6


async def test_our_errors_come_back_with_their_facts(pool):
    with pytest.raises(ArchiveTooLarge, match="a bomb") as refused:
        await pool.run(work.refuse)
    assert refused.value.facts == {"limit_bytes": 7}

    with pytest.raises(DiskFull) as full:
        await pool.run(work.be_unavailable)
    assert full.value.retry_after == 3.5


async def test_a_bug_comes_back_as_itself_with_the_place_where_it_happened(pool):
    with pytest.raises(ZeroDivisionError) as error:
        await pool.run(work.divide_by_zero)

    assert "divide_by_zero" in str(error.value.__cause__)


async def test_work_beyond_its_time_is_killed_and_called_too_large(pool, tmp_path):
    started = time.monotonic()

    with pytest.raises(BookTooLarge, match="longer than 1 seconds"):
        await pool.run(work.spin, tmp_path / "mark")

    assert time.monotonic() - started < 3
    assert await has_ended(await marked(tmp_path / "mark"))
    assert await pool.run(work.double, 1) == 2


async def test_work_beyond_its_memory_is_called_too_large(pool):
    assert await pool.run(work.fill, MEMORY // 2) == MEMORY // 2

    with pytest.raises(BookTooLarge, match="more than 256 MiB"):
        await pool.run(work.fill, MEMORY * 2)


async def test_each_kind_of_work_has_bounds_of_its_own_on_the_same_processes(pool):
    narrow = pool.within(Bounds(wall_s=1, cpu_s=10, memory=MEMORY // 4))

    with pytest.raises(BookTooLarge, match="more than 64 MiB"):
        await narrow.run(work.fill, MEMORY // 2)
    assert await pool.run(work.fill, MEMORY // 2) == MEMORY // 2


async def test_a_result_that_does_not_fit_into_the_memory_is_called_too_large(pool):
    with pytest.raises(BookTooLarge, match="more than 256 MiB"):
        await pool.run(work.give, MEMORY * 3 // 4)

    assert await pool.run(work.double, 1) == 2


async def test_work_beyond_its_share_of_the_processor_is_killed_and_called_too_large(
    pool, tmp_path
):
    patient = pool.within(Bounds(wall_s=30, cpu_s=0.5, memory=MEMORY))

    with pytest.raises(BookTooLarge, match=r"more than 0\.5 seconds of the processor") as refused:
        await patient.run(work.spin, tmp_path / "mark")

    assert refused.value.facts == {"limit": 0.5}
    assert await has_ended(await marked(tmp_path / "mark"))
    assert await patient.run(work.double, 1) == 2


async def test_a_library_that_aborts_for_want_of_memory_is_called_too_large(pool):
    with pytest.raises(BookTooLarge, match="more than 256 MiB"):
        await pool.run(work.abort)

    assert await pool.run(work.double, 1) == 2


async def test_cancelling_kills_the_process(pool, tmp_path):
    running = asyncio.create_task(pool.run(work.spin, tmp_path / "mark"))
    process = await marked(tmp_path / "mark")

    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running
    assert await has_ended(process)
    assert await pool.run(work.double, 2) == 4


@pytest.mark.parametrize("deadly", [work.leave, work.crash])
async def test_a_process_that_dies_takes_only_its_own_work_along(pool, deadly):
    bystander = asyncio.create_task(pool.run(work.wait, 0.4))

    with pytest.raises(Defect, match="died at its work"):
        await pool.run(deadly)

    assert await bystander > 0
    assert await pool.run(work.double, 3) == 6


async def test_a_result_that_cannot_travel_harms_nobody_else(pool):
    with pytest.raises(Defect):
        await pool.run(work.give_something_that_cannot_travel)

    assert await pool.run(work.double, 4) == 8


async def test_idle_processes_that_are_killed_are_replaced():
    async with open_pool(workers=1, bounds=Bounds(5, 5, MEMORY)) as pool:
        os.kill(await pool.run(work.wait, 0), signal.SIGKILL)
        await asyncio.sleep(0.5)  # Long enough for the pool to notice, which is what breaks it.

        assert await pool.run(work.double, 5) == 10


async def test_children_are_polite_bounded_and_deaf_to_ctrl_c(pool):
    found = await pool.run(work.circumstances)

    assert found["niceness"] == min(os.nice(0) + 10, 19)
    assert found["threads"] == "1"
    assert found["ignores_ctrl_c"] is True


async def test_children_end_with_the_pool():
    async with open_pool(workers=1, bounds=Bounds(5, 5, MEMORY)) as pool:
        process = await pool.run(work.wait, 0)

    assert await has_ended(process)


async def test_children_end_with_a_parent_that_is_killed(tmp_path):
    script = Path(__file__).with_name("keep_busy.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = await asyncio.create_subprocess_exec(
        sys.executable, script, tmp_path / "mark", env=environment
    )
    process = await marked(tmp_path / "mark")

    parent.kill()
    await parent.wait()

    assert await has_ended(process)
