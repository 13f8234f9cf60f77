"""A pool of child processes behind `await`; a time-out or a cancellation really ends the work."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from app.compute import child
from app.errors import BookTooLarge, Defect, Unavailable

P = ParamSpec("P")
T = TypeVar("T")

# Libraries in C leak a little with every book; a guess, and a new child takes 20 ms.
_TASKS_PER_CHILD = 100


class Pool:
    """`app.domain.compute.Compute`, with bounds on the time and the memory of every call."""

    def __init__(
        self, make: Callable[[], ProcessPool], *, timeout_s: float, memory_bytes: int
    ) -> None:
        self._make = make
        self._processes = make()
        self._changing = asyncio.Lock()
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Raises what *function* raises, `BookTooLarge` beyond a bound, `Defect` if its process dies.

        Waiting for a free process does not count. Cancelling kills the process, not only the wait.
        """
        processes = await self._working()
        future = processes.schedule(function, args=args, kwargs=kwargs, timeout=self._timeout_s)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise BookTooLarge(
                f"The work took longer than {self._timeout_s:g} seconds and was stopped.",
                limit_seconds=self._timeout_s,
            ) from error
        except MemoryError as error:
            raise BookTooLarge(
                f"The work needed more than {self._memory_bytes >> 20} MiB of memory.",
                limit_bytes=self._memory_bytes,
            ) from error
        except ProcessExpired as error:
            raise Defect(f"The process died at its work (exit code {error.exitcode}).") from error
        except BrokenProcessPool as error:
            # Perhaps by a neighbour's fault, so the job may try again; the next call mends it.
            raise Unavailable("The processes for the work broke down.") from error

    async def stop(self) -> None:
        """Ends all work at once."""
        await asyncio.to_thread(self._processes.stop)
        await asyncio.to_thread(self._processes.join)

    async def _working(self) -> ProcessPool:
        # Pebble gives up for ever once an idle process dies, as it may when memory is short.
        async with self._changing:
            if not await asyncio.to_thread(_is_active, self._processes):
                await self.stop()
                self._processes = self._make()
                await asyncio.to_thread(_is_active, self._processes)
            return self._processes


@asynccontextmanager
async def open_pool(
    *, workers: int, timeout_s: float, memory_bytes: int, preload: Sequence[str] = ()
) -> AsyncIterator[Pool]:
    """
    A pool of *workers* processes, each with *memory_bytes* for its work; the first call starts them.

    *preload* names modules that are loaded once and shared by every child, such as the engines.
    """
    # Not fork: a copy of a process with threads may hang on a lock. Not spawn: every child would
    # load the engines anew.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([child.__name__, *preload])

    def make() -> ProcessPool:
        return ProcessPool(
            max_workers=workers,
            max_tasks=_TASKS_PER_CHILD,
            initializer=child.prepare,
            initargs=(memory_bytes,),
            context=context,
        )

    pool = Pool(make, timeout_s=timeout_s, memory_bytes=memory_bytes)
    try:
        yield pool
    finally:
        await pool.stop()


def _is_active(processes: ProcessPool) -> bool:
    """Also starts a pool that was never used, which takes a moment."""
    return processes.active
