"""A pool of child processes behind `await`; a time-out or a cancellation really ends the work."""

import asyncio
import multiprocessing
import pickle
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from typing import ParamSpec, Self, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from app.compute import child
from app.domain.compute import Bounds
from app.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

# Libraries in C leak a little with every book; a guess, and a new child takes 20 ms.
_TASKS_PER_CHILD = 100


class _Children:
    """The processes of a pool, made again when they have broken down."""

    def __init__(self, make: Callable[[], ProcessPool]) -> None:
        self._make = make
        self._processes = make()
        self._changing = asyncio.Lock()

    async def working(self) -> ProcessPool:
        # Pebble gives up for ever once an idle process dies, as it may when memory is short.
        async with self._changing:
            if not await asyncio.to_thread(_is_active, self._processes):
                await self.stop()
                self._processes = self._make()
                await asyncio.to_thread(_is_active, self._processes)
            return self._processes

    async def stop(self) -> None:
        await asyncio.to_thread(self._processes.stop)
        await asyncio.to_thread(self._processes.join)


class Pool:
    """`app.domain.compute.Compute`, with bounds on the time and the memory of every call."""

    def __init__(self, children: _Children, bounds: Bounds) -> None:
        self._children = children
        self._bounds = bounds

    def within(self, bounds: Bounds) -> Self:
        return type(self)(self._children, bounds)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Raises what *function* raises, `BookTooLarge` beyond a bound, `Defect` if its process dies.

        Waiting for a free process does not count. Cancelling kills the process, not only the wait.
        """
        bounds = self._bounds
        processes = await self._children.working()
        task = (bounds, function, args, kwargs)
        future = processes.schedule(child.call, args=task, timeout=bounds.wall_s)
        try:
            result = await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise child.too_long(bounds) from error
        except ProcessExpired as error:
            raise child.meaning(error.exitcode, bounds) from error
        except BrokenProcessPool as error:
            # Perhaps by a neighbour's fault, so the job may try again; the next call mends it.
            raise Unavailable("The processes for the work broke down.") from error
        return cast(T, await asyncio.to_thread(pickle.loads, result))

    async def stop(self) -> None:
        """Ends all work at once."""
        await self._children.stop()


@asynccontextmanager
async def open_pool(
    *, workers: int, bounds: Bounds, preload: Sequence[str] = ()
) -> AsyncIterator[Pool]:
    """
    A pool of *workers* processes, each call within *bounds*; the first call starts them.

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
            context=context,
        )

    pool = Pool(_Children(make), bounds)
    try:
        yield pool
    finally:
        await pool.stop()


def _is_active(processes: ProcessPool) -> bool:
    """Also starts a pool that was never used, which takes a moment."""
    return processes.active
