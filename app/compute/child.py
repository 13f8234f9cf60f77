"""What a child process is before it works: polite, bounded, and gone with its parent."""

import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from multiprocessing.connection import wait
from pathlib import Path

# This module is the first that the server of children loads, and numpy reads these when it is
# loaded: one book has one core, and threads for the others would count as memory.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

# Readers' requests go first.
_NICENESS = 10

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def prepare(memory_bytes: int) -> None:
    """Called in every new child; *memory_bytes* is what its work may need beyond a bare child."""
    # Ctrl-C is the parent's to answer: it stops the pool.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Pebble tidies up in a handler of its own, which busy C code would never reach.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(_NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # Elsewhere the limit is not enforced, or counts what the system shares among all.
        limit = _address_space() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def announce() -> int:
    """The child's own number; slowly, so that calls made at once meet different children."""
    time.sleep(0.02)
    return os.getpid()


def _end_with_parent() -> None:
    """The parent is the worker; the death signal of Linux watches only who forked us."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()
