"""
Damaged books, thousands of them: `python -m bench.fuzz [--minutes 5] [--seed 1] [--http]`.

Each mutant is read in a child with the limits of a server. A find is an error that is no problem
of ours, a child past a limit, or a book that was read and breaks an invariant; over HTTP it is an
answer of 5xx, a defect of a job, or a book that never comes to an end.
"""

import argparse
import asyncio
import json
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import httpx

from app.compute import Pool, open_pool
from app.domain.compute import Bounds
from app.domain.limits import LIMITS
from app.errors import BookReaderError
from app.parsing import parse
from bench.mutants import mutant
from bench.server import running
from tests.parsing import invariants

# Of a mutant: it is small, so what takes this long would hang with a large book.
_PATIENCE_S = 20
# Larger files make fewer mutants and the same mistakes.
_LARGEST = 200_000
_SETTLED = ("ready", "failed")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=5)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--folder", type=Path, default=Path("../shared/books"))
    arguments.add_argument("--keep", type=Path, help="folder for the files of finds")
    arguments.add_argument("--only", type=int, help="this mutant alone, with its traceback")
    arguments.add_argument("--http", action="store_true", help="post them to a server")
    given = arguments.parse_args()
    seeds = list(_seeds(given.folder))
    if given.only is not None:
        print(attempt(of_number(seeds, given.seed, given.only)))
        return 0
    found = Finds(given.keep)
    until = time.monotonic() + 60 * given.minutes
    if given.http:
        _over_http(seeds, given.seed, until, found)
    else:
        asyncio.run(_in_children(seeds, given.seed, until, found))
    found.tell(60 * given.minutes)
    return len(found.kinds)


def of_number(seeds: Sequence[bytes], seed: int, number: int) -> bytes:
    return mutant(Random(f"{seed}:{number}"), seeds)


def attempt(data: bytes) -> tuple[str, str]:
    """How reading ended, and the traceback of what must not happen."""
    try:
        book = parse(data)
    except BookReaderError as error:
        return error.slug, ""
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - what it is looking for
        return "crash", traceback.format_exc()
    try:
        invariants.check(book)
    except (AssertionError, ValueError):
        return "invariant", traceback.format_exc()
    return "accepted", ""


class Finds:
    """What went wrong, once for each place in the code."""

    def __init__(self, folder: Path | None) -> None:
        self.kinds: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self._folder = folder

    def add(self, number: int, data: bytes, kind: str, trace: str) -> None:
        lines = [line for line in trace.splitlines() if line.startswith("  File")]
        name = f"{kind} {lines[-1].strip() if lines else ''} {trace.strip().splitlines()[-1][:100]}"
        self.kinds[name] += 1
        if self.kinds[name] > 1:
            return
        print(f"mutant {number}: {name}\n{trace}", flush=True)
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{kind}-{number}").write_bytes(data)

    def tell(self, seconds: float) -> None:
        total = self.outcomes.total()
        print(
            f"{total} mutants, {total / seconds:.0f} a second; {dict(self.outcomes.most_common())}"
        )
        print(f"{len(self.kinds)} finds: {dict(self.kinds)}")


async def _in_children(seeds: Sequence[bytes], seed: int, until: float, found: Finds) -> None:
    # By its own clock: a machine that does other things keeps a child waiting.
    bounds = Bounds(10 * _PATIENCE_S, _PATIENCE_S, LIMITS.memory)
    async with open_pool(workers=1, bounds=bounds, preload=(__name__,)) as pool:
        number = 0
        while time.monotonic() < until:
            data = of_number(seeds, seed, number)
            kind, trace = await _one(pool, data)
            found.outcomes[kind] += 1
            if trace:
                found.add(number, data, kind, trace)
            number += 1


async def _one(pool: Pool, data: bytes) -> tuple[str, str]:
    try:
        return await pool.run(attempt, data)
    except BookReaderError as error:
        return "limit", f"{error.slug}: {error.detail}"


def _over_http(seeds: Sequence[bytes], seed: int, until: float, found: Finds) -> None:
    with running("--no-demo", BOOKREADER_LOG__LEVEL="warning") as server:
        client = server.client()
        number = 0
        while time.monotonic() < until:
            data = of_number(seeds, seed, number)
            kind, trace = _posted(client, data)
            found.outcomes[kind] += 1
            if trace:
                found.add(number, data, kind, trace)
            number += 1


def _posted(client: httpx.Client, data: bytes) -> tuple[str, str]:
    answer = client.post(
        "/api/v1/books/upload", files={"file": ("book", data)}, data={"illustrate": "none"}
    )
    if answer.is_server_error:
        return "answer", f"{answer.status_code} {answer.text}"
    if answer.is_error:
        return str(answer.json()["code"]), ""
    address = f"/api/v1/books/{answer.json()['book']['id']}"
    book = _settled(client, address)
    if book["status"] not in _SETTLED:
        return "unsettled", f"still {book['status']}"
    if book["status"] == "failed":
        code = str(book["problem"]["code"])
        return code, json.dumps(book["problem"]) if code == "internal" else ""
    for url in (
        f"{address}/contents",
        f"{address}/chapters/1",
        f"{address.removeprefix('/api/v1')}/chapters/1",
    ):
        served = client.get(url)
        if served.is_error:
            return "answer", f"{served.status_code} {url} {served.text[:300]}"
    return "accepted", ""


def _settled(client: httpx.Client, address: str) -> dict[str, Any]:
    end = time.monotonic() + 3 * _PATIENCE_S
    while True:
        answer = client.get(address)
        book: dict[str, Any] = answer.raise_for_status().json()
        if book["status"] in _SETTLED or time.monotonic() > end:
            return book
        time.sleep(0.02)


def _seeds(folder: Path) -> Iterator[bytes]:
    for entry in json.loads((folder / "manifest.json").read_text()):
        if 0 < entry["bytes"] <= _LARGEST:
            yield (folder / entry["path"]).read_bytes()


if __name__ == "__main__":
    raise SystemExit(min(main(), 100))
