"""
How many passages a language model is asked about at once: `python -m bench.language_batches`.

Asks the model of BOOKREADER_LANGUAGE__URL, or else the stand-in, whose carelessness is invented, in
batches of 1, 3, 5 and 10; prints seconds, what had to be dropped, and how often the verdicts are
those of one at a time. With --gold FILE the passages are labelled paragraphs, and it prints how
often the verdicts are right, and what each is worth as evidence (the log odds it should add).
"""

import argparse
import asyncio
import json
import math
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app import demo, extraction, parsing
from app.domain.descriptions import Candidate, DescriptionType
from app.domain.gates import Gate, Pace
from app.errors import BookReaderError
from app.language import Chat, ChatOptions, verdicts
from app.language.verdicts import Verdict
from app.limits import open_gate
from app.resources import chat as configured
from app.settings import Settings
from tests.standin import StandIn

LARGER = (3, 5, 10)
# Of the stand-in, in seconds, and the size of batch from which on it mixes passages up. Invented.
LATENCY_S, PASSAGE_S, CAREFUL = 0.1, 0.04, 4


@dataclass(frozen=True)
class Passage:
    """*label* and *kind* are those of the annotator, where there are any."""

    candidate: Candidate
    label: int | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Run:
    seconds: float
    verdicts: dict[int, Verdict]
    dropped: int
    failed: int


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.language_batches")
    options.add_argument("--gold", type=Path, help="labelled paragraphs, JSON lines")
    options.add_argument("--count", type=int, default=60, help="passages")
    chosen = options.parse_args()
    passages = labelled(chosen.gold) if chosen.gold else best_of_demo()
    # Every so many, so that all works are among them.
    passages = passages[:: max(1, len(passages) // chosen.count)][: chosen.count]
    asyncio.run(compare(passages))


async def compare(passages: Sequence[Passage]) -> None:
    async with opened() as (chat, lanes, name):
        print(f"{len(passages)} passages, {lanes} questions at a time, {name}")
        print("batch  seconds  questions  failed  dropped  judged  same worth  same type  right")
        alone = await judged(chat, passages, 1, lanes)
        show(1, alone, alone, passages)
        for size in LARGER:
            show(size, await judged(chat, passages, size, lanes), alone, passages)
        if any(each.label is not None for each in passages):
            show_evidence(alone, passages)


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Chat, int, str]]:
    knobs = Settings().language
    lanes, pace = knobs.slots, Pace(knobs.slots, 60_000, 1000, patience_s=600)
    async with open_gate(paces={Chat.provider: pace}) as gate:
        if model := configured(knobs, gate):
            yield model, lanes, f"{knobs.model}"
            return
        async with StandIn(
            latency_s=LATENCY_S, passage_s=PASSAGE_S, careless_after=CAREFUL
        ) as service:
            yield stand_in(gate, service), lanes, "the stand-in"


def stand_in(gate: Gate, service: StandIn) -> Chat:
    return Chat(gate, ChatOptions(f"{service.url}/v1", "stand-in"))


async def judged(chat: Chat, passages: Sequence[Passage], size: int, lanes: int) -> Run:
    room = asyncio.Semaphore(lanes)
    found: dict[int, Verdict] = {}
    dropped = failed = 0

    async def ask(start: int) -> None:
        nonlocal dropped, failed
        batch = [each.candidate for each in passages[start : start + size]]
        async with room:
            try:
                answer = await chat.ask(verdicts.question(batch))
            except BookReaderError as error:
                print(f"  batch of {size} from {start}: {error} {error.facts}")
                failed += 1
                return
        good, bad = verdicts.read(answer, batch)
        found.update({start + place: verdict for place, verdict in good.items()})
        dropped += bad

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for start in range(0, len(passages), size):
            group.create_task(ask(start))
    return Run(time.perf_counter() - began, found, dropped, failed)


def show(size: int, run: Run, alone: Run, passages: Sequence[Passage]) -> None:
    both = run.verdicts.keys() & alone.verdicts.keys()
    worth = share([run.verdicts[n].worth == alone.verdicts[n].worth for n in both])
    kind = share([run.verdicts[n].type == alone.verdicts[n].type for n in both])
    right = share(
        [
            (verdict.worth >= 2) == ((passages[n].label or 0) >= 2)
            for n, verdict in run.verdicts.items()
            if passages[n].label is not None
        ]
    )
    judged_share = len(run.verdicts) / len(passages)
    print(
        f"{size:5} {run.seconds:8.2f} {math.ceil(len(passages) / size):10} {run.failed:7} "
        f"{run.dropped:8} {judged_share:7.0%} {worth:>11} {kind:>10} {right:>6}",
        flush=True,
    )


def show_evidence(run: Run, passages: Sequence[Passage]) -> None:
    """Smoothed by one of each, since there are few."""
    good = [v.worth for n, v in run.verdicts.items() if (passages[n].label or 0) >= 2]
    other = [v.worth for n, v in run.verdicts.items() if (passages[n].label or 0) < 2]
    for worth in range(4):
        of_good = (good.count(worth) + 1) / (len(good) + 4)
        of_other = (other.count(worth) + 1) / (len(other) + 4)
        print(f"verdict {worth}: log odds {math.log(of_good / of_other):+.2f}")
    kinds = [
        verdict.type == passages[n].kind
        for n, verdict in run.verdicts.items()
        if (passages[n].label or 0) >= 2
    ]
    print(f"types right of those worth drawing: {share(kinds)}")


def share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.0%}" if hits else "-"


def best_of_demo() -> list[Passage]:
    found = []
    for path in demo.books():
        for chapter in parsing.parse(path.read_bytes()).chapters:
            language = extraction.detect_language("\n".join(chapter.blocks))
            found += [Passage(each) for each in extraction.extract(chapter.blocks, language)]
    return sorted(found, key=lambda each: -each.candidate.worth)


def labelled(path: Path) -> list[Passage]:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [
        Passage(plain(row["text"]), row["worth"], (row["type"] or "none").lower())
        for row in rows
        if len(row["text"].split()) > 20
    ]


def plain(text: str) -> Candidate:
    """Only its text is sent."""
    chances = dict.fromkeys(DescriptionType, 0.2)
    return Candidate(0, 0, 0, len(text), text, 0.5, DescriptionType.LOCATION, chances, 0)


if __name__ == "__main__":
    main()
