"""Work for the pool: good, endless, greedy and deadly."""

import ctypes
import os
import signal
import time
from pathlib import Path

from app.errors import ArchiveTooLarge, DiskFull


def double(number: int) -> int:
    return number * 2


def wait(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def spin(mark: Path) -> None:
    mark.write_text(str(os.getpid()))
    while True:
        pass


def fill(size: int) -> int:
    return len(bytearray(size))


def give(size: int) -> bytes:
    return b"x" * size


def refuse() -> None:
    raise ArchiveTooLarge("a bomb", limit_bytes=7)


def be_unavailable() -> None:
    raise DiskFull("full", retry_after=3.5)


def divide_by_zero() -> float:
    return 1 / 0


def give_something_that_cannot_travel() -> object:
    return lambda: None


def leave() -> None:
    os._exit(3)


def abort() -> None:
    os.abort()


def crash() -> None:
    ctypes.string_at(0)


def circumstances() -> dict[str, object]:
    return {
        "niceness": os.nice(0),
        "threads": os.environ.get("OPENBLAS_NUM_THREADS"),
        "ignores_ctrl_c": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
        "pid": os.getpid(),
    }
