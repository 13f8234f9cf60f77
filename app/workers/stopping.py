"""ARQ's way to stop, mended: it hears one signal, and every job is given back before the end."""

import asyncio
from signal import Signals
from typing import Any

from arq import worker as arq_worker

_handle_signal = arq_worker.Worker.handle_sig
_close = arq_worker.Worker.close


def install() -> None:
    """Call before ARQ makes its worker, which binds these methods then."""
    # ARQ has no setting for either, and its `create_worker` takes no other class.
    arq_worker.Worker.handle_sig = _stop_once  # type: ignore[method-assign, assignment]  # mypy counts self twice
    arq_worker.Worker.close = _close_after_all_jobs  # type: ignore[method-assign, assignment]  # mypy counts self twice


def _stop_once(worker: arq_worker.Worker, signum: Signals) -> None:
    """A terminal signals the whole group and then `up` does; the second would stop the giving back."""
    if not worker.ctx.get("is_stopping"):
        worker.ctx["is_stopping"] = True
        _handle_signal(worker, signum)


async def _close_after_all_jobs(worker: arq_worker.Worker) -> None:
    # A ticket cancelled before it became a job raises here in ARQ's own words, and what comes
    # after would not happen: the other jobs' return, and our shutdown.
    tasks: dict[str, asyncio.Task[Any]] = worker.tasks
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    tasks.clear()
    await _close(worker)
