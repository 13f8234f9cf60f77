"""
What reading a book takes in the worker and in its child processes: `python -m bench.parsing_memory FILE..`.

The whole way: uploaded over HTTP, parsed in a child, sent back, written to the database. Peaks are
the kernel's own (VmHWM), in MB, from the upload until the chapters are written.
"""

import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from bench.server import Server, running

_PATIENCE_S = 120
_BEFORE_CHAPTERS = {"received", "parsing"}


def main(paths: list[Path]) -> None:
    with running("--no-demo") as server:
        client = server.client()
        for path in paths:
            with _watched(server) as peaks:
                status = _parsed(client, path)
            told = ", ".join(f"{name} {before} to {peak}" for name, (before, peak) in peaks.items())
            print(f"{path.name}: {status}; {told}", flush=True)


def _parsed(client: httpx.Client, path: Path) -> str:
    files = {"file": (path.name, path.read_bytes())}
    answer = client.post("/api/v1/books/upload", files=files, data={"illustrate": "none"})
    book = answer.raise_for_status().json()["book"]
    end = time.monotonic() + _PATIENCE_S
    while book["status"] in _BEFORE_CHAPTERS and time.monotonic() < end:
        time.sleep(0.05)
        book = client.get(f"/api/v1/books/{book['id']}").raise_for_status().json()
    return str(book["status"])


@contextmanager
def _watched(server: Server) -> Iterator[dict[str, tuple[int, int]]]:
    """Filled in at the end: what each kind of process held at first, and at most."""
    before, most = _sizes(server, "VmRSS"), defaultdict[str, int](int)
    for pid in server.children(""):
        # From here on the kernel counts the peak anew.
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            for name, size in _sizes(server, "VmHWM").items():
                most[name] = max(most[name], size)

    watcher = threading.Thread(target=watch)
    watcher.start()
    told: dict[str, tuple[int, int]] = {}
    try:
        yield told
    finally:
        ended.set()
        watcher.join()
        told |= {name: (before.get(name, 0), size) for name, size in most.items()}


def _sizes(server: Server, field: str) -> dict[str, int]:
    """The largest of each kind, in MB."""
    sizes = defaultdict[str, int](int)
    for worker in server.children("WorkerSettings"):
        sizes["worker"] = max(sizes["worker"], _size(worker, field))
        for child in _below(worker):
            sizes["child"] = max(sizes["child"], _size(child, field))
    return sizes


def _below(pid: int) -> Iterator[int]:
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, listing.read_text().split()):
                yield child
                yield from _below(child)


def _size(pid: int, field: str) -> int:
    """0 for a process that has ended meanwhile."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) // 1024
    return 0


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
