"""
A real novel illustrated through the whole service: `python -m bench.whole_book BOOK [--count 100]`.

A server, its workers and a stand-in of Pollinations over real sockets; locks the looks that the book
gives its first three people, has a batch drawn, and prints the consistency and coverage of all its
recipes as the service tells them, with seeds, styles, models and fallbacks counted here anew.
"""

import argparse
import asyncio
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any, Self

import httpx

from bench.real_books import upload
from bench.server import running
from tests.standin import StandIn

_PATIENCE_S = 900
_PEOPLE = 3


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.whole_book")
    options.add_argument("book", type=Path)
    options.add_argument("--count", type=int, default=100)
    chosen = options.parse_args()
    service = _Service()
    with service, running("--no-demo", **service.environment()) as server:
        client = server.client()
        book = upload(client, chosen.book)
        locked = _lock_looks(client, book["id"])
        started = time.perf_counter()
        _draw(client, book["id"], chosen.count)
        pictures = list(_pictures(client, book["id"]))
        recipes = [
            client.get(f"/api/v1/illustrations/{each['id']}/prompt").json() for each in pictures
        ]
        return _tell(book, pictures, recipes, locked, time.perf_counter() - started)


class _Service:
    """The stand-in on a loop of its own."""

    def __enter__(self) -> Self:
        self._ready, self._done = threading.Event(), None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._thread.start()
        self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(30)

    async def _run(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        async with StandIn(latency_s=0.1) as service:
            self._url = service.url
            self._ready.set()
            await self._end.wait()

    def environment(self) -> dict[str, str]:
        return {
            "BOOKREADER_ILLUSTRATION__POLLINATIONS__URL": self._url,
            "BOOKREADER_ILLUSTRATION__POLLINATIONS__KEY": "sk_bench",
            "BOOKREADER_ILLUSTRATION__REMOTE_CONSENT": "true",
            "BOOKREADER_ILLUSTRATION__PER_BOOK": "0",
        }


def _lock_looks(client: httpx.Client, book_id: str) -> dict[str, list[str]]:
    """What lasts of the first people, as their reader would: their values by entity."""
    bible = client.get(f"/api/v1/books/{book_id}/bible", params={"spoilers": "all"}).json()
    locked: dict[str, list[str]] = {}
    for entity in bible["entities"]:
        facts = [each for each in entity["facts"] if each["value_en"]][:2]
        if entity["kind"] != "character" or not facts or len(locked) == _PEOPLE:
            continue
        for fact in facts:
            client.patch(
                f"/api/v1/books/{book_id}/bible/facts/{fact['id']}",
                params={"spoilers": "all"},
                json={"locked": True},
            ).raise_for_status()
        locked[entity["id"]] = [each["value_en"] for each in facts]
    return locked


def _draw(client: httpx.Client, book_id: str, count: int) -> None:
    asked = client.post(f"/api/v1/books/{book_id}/illustrations/batch", json={"count": count})
    job = asked.raise_for_status().json()["job"]
    end = time.monotonic() + _PATIENCE_S
    while job["state"] in {"queued", "running"} and time.monotonic() < end:
        time.sleep(0.2)
        job = client.get(f"/api/v1/jobs/{job['id']}").json()


def _pictures(client: httpx.Client, book_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        params = {"book": book_id, "spoilers": "all", "limit": 200, "sort": "place"}
        page = client.get(
            "/api/v1/illustrations", params=params | ({"cursor": cursor} if cursor else {})
        ).json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            return found


def _tell(
    book: dict[str, Any],
    pictures: list[dict[str, Any]],
    recipes: list[dict[str, Any]],
    locked: dict[str, list[str]],
    seconds: float,
) -> int:
    ready = [each for each in pictures if each["state"] == "ready"]
    seeds = Counter(each["seed"] for each in pictures)
    scores = {
        name: [each["scores"][name] for each in ready if each["scores"][name] is not None]
        for name in ("consistency", "coverage", "technical")
    }
    print(f"{book['title']}: {len(ready)} of {len(pictures)} pictures ready in {seconds:.1f} s")
    print(f"seeds that come twice: {sum(n - 1 for n in seeds.values())}")
    for name in ("style", "model", "provider"):
        print(f"{name}: {dict(Counter(str(each[name]) for each in ready))}")
    print(f"fallbacks: {sum(each['degraded'] is not None for each in ready)}")
    for name, values in scores.items():
        if values:
            print(f"{name}: mean {mean(values):.1f}, least {min(values):.1f}, of {len(values)}")
    said = [
        words
        for recipe in recipes
        for words in {each for values in locked.values() for each in values}
        if words in (recipe["prompt"] or "")
    ]
    print(f"locked looks in prompts, letter by letter: {len(said)} times")
    consistent = not scores["consistency"] or mean(scores["consistency"]) >= 98
    return int(len(ready) < len(pictures) or not consistent)


if __name__ == "__main__":
    raise SystemExit(main())
