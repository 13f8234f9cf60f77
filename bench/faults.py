"""
A worker killed, and Redis emptied, in the middle of a book: `python -m bench.faults BOOK`.

Prints when each book was ready, beside an undisturbed control in the same run, and what was doubled.
"""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
import redis

from bench.server import Server, running

_WANTED = 8
_PATIENCE_S = 120


def main(path: Path) -> int:
    with running("--no-demo") as server:
        calm = book(server, path, lambda: None, None)
        faults: dict[str, tuple[Callable[[], None], str]] = {
            "kill -9 while extracting": (lambda: kill(server), "extracting"),
            "kill -9 while drawing": (lambda: kill(server), "illustrating"),
            "FLUSHALL while extracting": (lambda: flush(server), "extracting"),
            "FLUSHALL while drawing": (lambda: flush(server), "illustrating"),
        }
        print(f"{'control':28} {calm}")
        bad = 0
        for number, (name, (fault, moment)) in enumerate(faults.items()):
            found = book(server, path, fault, moment, copy=number + 1)
            bad += found.split(";")[-1].strip() != "whole"
            print(f"{name:28} {found}", flush=True)
    return bad


def kill(server: Server) -> None:
    for pid in server.children("app.workers.WorkerSettings"):
        os.kill(pid, signal.SIGKILL)


def flush(server: Server) -> None:
    pid = server.children("app.workers.WorkerSettings")[0]
    environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    url = next(e.split(b"=", 1)[1] for e in environment if e.startswith(b"BOOKREADER_QUEUE__URL="))
    redis.Redis.from_url(url.decode()).flushall()


def book(
    server: Server, path: Path, fault: Callable[[], None], moment: str | None, *, copy: int = 0
) -> str:
    """Upload a copy that is new to the server, cause the fault at its moment, and look at the end."""
    client = server.client()
    # Bytes after the end of a zip's directory are its comment: another file, the same book.
    data = bytearray(path.read_bytes())
    data[-2:] = len(str(copy)).to_bytes(2, "little")
    data += str(copy).encode()
    started = time.perf_counter()
    answer = client.post(
        "/api/v1/books/upload", files={"file": bytes(data)}, data={"illustrate": str(_WANTED)}
    )
    uploaded = answer.raise_for_status().json()
    url = f"/api/v1/books/{uploaded['book']['id']}"
    hit_at = None
    while time.perf_counter() - started < _PATIENCE_S:
        found = client.get(url).json()
        if hit_at is None and moment == found["status"]:
            fault()
            hit_at = time.perf_counter()
        if found["status"] in {"ready", "failed"}:
            break
        time.sleep(0.01)
    ended = time.perf_counter()
    after = "" if hit_at is None else f"; {ended - hit_at:5.1f} s after the fault"
    return (
        f"{found['status']} in {ended - started:5.1f} s{after}; {found['description_count']} descriptions, "
        f"{found['illustration_count']} pictures; {whole(client, found, url)}"
    )


def whole(client: httpx.Client, found: dict, url: str) -> str:
    descriptions = pages(client, f"{url}/descriptions?spoilers=all&limit=200")
    pictures = pages(client, f"/api/v1/illustrations?book={found['id']}&spoilers=all&limit=200")
    spans = Counter(str(each["span"]) for each in descriptions)
    drawn = Counter(each["description_id"] for each in pictures)
    doubled = sum(n > 1 for n in (*spans.values(), *drawn.values()))
    is_whole = not doubled and len(descriptions) == found["description_count"]
    is_whole = is_whole and len(pictures) == _WANTED == found["illustration_count"]
    return "whole" if is_whole else f"{doubled} doubled, {len(pictures)} pictures"


def pages(client: httpx.Client, url: str) -> list[dict]:
    items, cursor = [], ""
    while cursor is not None:
        page = client.get(url + (f"&cursor={cursor}" if cursor else "")).json()
        items += page["items"]
        cursor = page["next"]
    return items


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) > 0)
