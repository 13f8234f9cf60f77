"""
The same faults through everything there is: `python -m bench.picture_jobs BOOK [PICTURES]`.

A server of its own with Postgres, Redis and workers illustrates copies of BOOK, a hundred pictures each,
by a service of which three answers in ten are faults that pass. Prints how the pictures ended, whether
each is the one of its prompt, and what was drawn or billed twice.
"""

import asyncio
import io
import random
import sys
import time
from collections import Counter
from pathlib import Path

import httpx
from PIL import Image

from bench.faults import pages
from bench.picture_faults import LASTING
from bench.server import Server, running
from tests.flows.provider.asking import distance
from tests.standin import FAULTS, StandIn, pictures
from tests.standin.exchange import Request

_PICTURES = 100
_PER_BOOK = 100
_SHARE = 0.3
_GOAL = 0.995
_PATIENCE_S = 600
# Means of grey levels; another picture of the stand-in is 20 and more away.
_ALIKE = 8
# Slow ones take their time-out of a worker's slot, which is what they are for; the mean stays small.
_KINDS = [each for each in FAULTS if each not in LASTING and each != "429 ten minutes"]


async def main(book: Path, wanted: int) -> int:
    dice, met = random.Random(1), Counter[str]()

    def chance(_: Request) -> str | None:
        if dice.random() >= _SHARE:
            return None
        fault = dice.choice(_KINDS)
        met[fault] += 1
        # An absurd wait is an hour by our rules, and nobody has an hour here.
        return "429 interval" if fault == "429 absurd" else fault

    async with StandIn(chance=chance) as service:
        prefix = "BOOKREADER_ILLUSTRATION__"
        knobs = {
            f"{prefix}REMOTE_CONSENT": "true",
            f"{prefix}PROVIDER": "pollinations",
            f"{prefix}POLLINATIONS__KEY": "sk_bench",
            f"{prefix}POLLINATIONS__URL": service.url,
            f"{prefix}POLLINATIONS__TIMEOUT": "PT2S",
            f"{prefix}POLLINATIONS__PER_MINUTE": "6000",
        }
        return await asyncio.to_thread(illustrated, service, book, wanted, knobs, met)


def illustrated(
    service: StandIn, book: Path, wanted: int, knobs: dict[str, str], met: Counter[str]
) -> int:
    with running("--no-demo", **knobs) as server:
        client, started = server.client(), time.perf_counter()
        copies = [uploaded(client, book, copy) for copy in range(-(-wanted // _PER_BOOK))]
        found = ended(client, copies)
        wall_s = time.perf_counter() - started
        return told(service, server, client, found, met, wall_s=wall_s)


def uploaded(client: httpx.Client, path: Path, copy: int) -> str:
    # Bytes after the end of a zip's directory are its comment: another file, the same book.
    data = path.read_bytes()[:-2] + len(str(copy)).to_bytes(2, "little") + str(copy).encode()
    form = {"illustrate": str(_PER_BOOK)}
    answer = client.post("/api/v1/books/upload", files={"file": data}, data=form)
    return str(answer.raise_for_status().json()["book"]["id"])


def ended(client: httpx.Client, books: list[str]) -> list[dict]:
    """All pictures once none is under way, and every book is ready."""
    end = time.perf_counter() + _PATIENCE_S
    while time.perf_counter() < end:
        states = {client.get(f"/api/v1/books/{each}").json()["status"] for each in books}
        if states <= {"ready", "failed"}:
            break
        time.sleep(1)
    return [
        picture
        for each in books
        for picture in pages(client, f"/api/v1/illustrations?book={each}&spoilers=all&limit=200")
    ]


def told(
    service: StandIn,
    server: Server,
    client: httpx.Client,
    found: list[dict],
    met: Counter[str],
    *,
    wall_s: float,
) -> int:
    ready = [each for each in found if each["state"] == "ready" and not each["preview"]]
    wishes = {each.asked["prompt"]: each.asked for each in service.requests}
    wrong = sum(not is_right(client, each, wishes) for each in ready)
    doubled = sum(n > 1 for n in Counter(each["description_id"] for each in found).values())
    distinct = len({each.body for each in service.requests})
    others = Counter((each["state"], (each["problem"] or {}).get("reason")) for each in found)
    missed = [len(ready) < _GOAL * len(found), wrong, doubled, service.gen.generated > distinct]
    print(
        f"{len(found)} pictures in {wall_s:.0f} s, {len(service.requests)} requests, {met.total()} of them "
        f"{len(met)} kinds of faults\n"
        f"  ready {len(ready)} ({len(ready) / len(found):.1%}), wrong {wrong}, doubled {doubled}; billed "
        f"{service.gen.generated} for {distinct} different requests\n"
        f"  {dict(others)}{'  MISSED' if any(missed) else ''}"
    )
    print(f"  tracebacks in the log: {server.log.read_text().count('Traceback')}")
    return sum(map(bool, missed))


def is_right(client: httpx.Client, picture: dict, wishes: dict[str, dict]) -> bool:
    """What is shown looks like what the service draws for that prompt, by whichever seed."""
    prompt = client.get(f"/api/v1/illustrations/{picture['id']}/prompt").json()["prompt"]
    shown = Image.open(io.BytesIO(client.get(picture["image"]["url"]).content))
    drawn = [
        Image.open(io.BytesIO(pictures.picture(wish)))
        for wish in (wishes[prompt], {**wishes[prompt], "seed": "of its own"})
    ]
    return min(distance(shown, each) for each in drawn) < _ALIKE


if __name__ == "__main__":
    chosen = int(sys.argv[2]) if sys.argv[2:] else _PICTURES
    sys.exit(asyncio.run(main(Path(sys.argv[1]), chosen)) > 0)
