"""What a child process is before it works: polite, bounded, and gone with its parent."""

import ctypes
import math
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from app.domain.compute import Bounds
from app.errors import BookTooLarge, Defect

# This module is the first that the server of children loads, and numpy reads these when it is
# loaded: one book has one core, and threads for the others would count as memory.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

# Readers' requests go first.
_NICENESS = 10

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

# Libraries that find no memory end the process by themselves, and so does the system.
_OUT_OF_MEMORY = (-signal.SIGABRT, -signal.SIGKILL)


def prepare() -> None:
    """Called in every new child of a pool."""
    os.nice(_NICENESS)
    bind()


def bind() -> None:
    """What holds for every child: it dies when it is told to, and with its parent."""
    # Ctrl-C is the parent's to answer: it stops the pool.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Pebble tidies up in a handler of its own, which busy C code would never reach.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # No copy of a stranger's book is left on the disk when its child is ended.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def call(
    bounds: Bounds, function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> bytes:
    """
    What *function* returns, pickled inside the bounds too; a child past its seconds is ended.

    Raises `BookTooLarge` past the memory, and `Defect` for a result that cannot travel.
    """
    if sys.platform == "linux":
        # Elsewhere the limit is not enforced, or counts what the system shares among all.
        _limit(resource.RLIMIT_AS, _address_space() + bounds.memory)
    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + bounds.cpu_s))
    try:
        return pickle.dumps(function(*args, **kwargs), pickle.HIGHEST_PROTOCOL)
    except MemoryError as error:
        raise too_much_memory(bounds) from error
    except (pickle.PicklingError, AttributeError) as error:
        if "pickle" not in str(error):
            raise
        raise Defect(f"A result cannot travel: {error}") from error
    finally:
        _limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY)
        _limit(resource.RLIMIT_AS, resource.RLIM_INFINITY)


def meaning(exit_code: int, bounds: Bounds) -> BookTooLarge | Defect:
    """Why a child ended in the middle of its work."""
    if exit_code == -signal.SIGXCPU:
        return BookTooLarge(
            f"The work took more than {bounds.cpu_s:g} seconds of the processor and was stopped.",
            limit=bounds.cpu_s,
        )
    if exit_code in _OUT_OF_MEMORY:
        return too_much_memory(bounds)
    return Defect(f"The process died at its work (exit code {exit_code}).")


def too_long(bounds: Bounds) -> BookTooLarge:
    return BookTooLarge(
        f"The work took longer than {bounds.wall_s:g} seconds and was stopped.", limit=bounds.wall_s
    )


def too_much_memory(bounds: Bounds) -> BookTooLarge:
    return BookTooLarge(
        f"The work needed more than {bounds.memory >> 20} MiB of memory.", limit=bounds.memory
    )


def announce() -> int:
    """The child's own number; slowly, so that calls made at once meet different children."""
    time.sleep(0.02)
    return os.getpid()


def _limit(kind: int, soft: int) -> None:
    # The hard limit stays, so that the next call may have another one.
    resource.setrlimit(kind, (soft, resource.getrlimit(kind)[1]))


def _end_with_parent() -> None:
    """The parent is the worker; the death signal of Linux watches only who forked us."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()
