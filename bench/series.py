"""
Series through a whole server: `python -m bench.series [--minimal | --quick | --full] [--provider NAME]`.

One picture, two views, or five hard subjects in three views each, drawn by real workers: by the stand-in
of a provider (a process of its own that takes --latency seconds for every picture), by the sketch, or by
a provider whose key is set. Prints the seconds, the speed, the seeds and the scores of each case and of
all. Exit code 1 where a seed comes twice, a picture is missing, somebody else drew than was asked, or the
stand-in's took more than 1.15 of the least possible; what others take is not known beforehand, there the
least is told by one picture alone.
"""

import argparse
import math
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from statistics import mean
from typing import Any

import httpx

from bench import subjects
from bench.picture_speed import service
from bench.server import running
from bench.subjects import SUBJECTS, Subject

_MOST = 1.15
_SLOTS = 4
_PATIENCE_S = 1800
_STAND_IN = "stand-in"


@dataclass(frozen=True, slots=True)
class Scale:
    subjects: Sequence[Subject]
    views: int


_SCALES = {
    "minimal": Scale(SUBJECTS[:1], 1),
    "quick": Scale(SUBJECTS[:1], 2),
    "full": Scale(SUBJECTS, 3),
}


@dataclass(frozen=True, slots=True)
class Painter:
    """
    *asked* is who is asked for: the stand-in as `auto`, so that a fallback could fire.

    *one_s* is the least time of one picture; *slots* so many are drawn side by side.
    """

    name: str
    asked: str
    one_s: float
    slots: int
    is_timed: bool

    def least_s(self, views: int, *, is_anchored: bool) -> float:
        waves = [1, views - 1] if is_anchored else [views]
        return self.one_s * sum(math.ceil(each / self.slots) for each in waves)


@dataclass
class Case:
    """What was measured of one series; times in seconds, scores 0-100."""

    name: str
    series: dict[str, Any]
    seconds: float
    bound_s: float
    slots: int
    problems: list[str] = field(default_factory=list)

    @property
    def pictures(self) -> list[dict[str, Any]]:
        return [each["illustration"] for each in self.series["views"]]

    @property
    def efficiency(self) -> float:
        """The times of all pictures beside the wall; above 1 where they wait for a processor meanwhile."""
        busy = sum(each["duration_ms"] or 0 for each in self.pictures) / 1000
        return busy / (self.seconds * min(self.slots, len(self.pictures)))

    def score(self, name: str) -> float | None:
        scores = [(each["scores"] or {}).get(name) for each in self.pictures]
        known = [each for each in scores if each is not None]
        return mean(known) if known else None


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.series")
    scale = options.add_mutually_exclusive_group()
    for name in _SCALES:
        scale.add_argument(f"--{name}", dest="scale", action="store_const", const=name)
    options.add_argument("--provider", default=_STAND_IN, help="sketch, or one whose key is set")
    options.add_argument("--latency", type=float, default=12.3, help="of the stand-in, in seconds")
    options.set_defaults(scale="quick")
    chosen = options.parse_args()
    wanted = _SCALES[chosen.scale]
    with _house(chosen.provider, chosen.latency) as client:
        is_ours = chosen.provider == _STAND_IN
        name, asked = ("pollinations", "auto") if is_ours else (chosen.provider,) * 2
        passages = dict(_passages(client, wanted.subjects))
        _warm(client, asked, wanted.subjects, passages)
        alone_s = _alone(client, asked, passages)
        print(f"one picture alone: {alone_s:.2f} s", flush=True)
        painter = Painter(
            name,
            asked,
            one_s=chosen.latency if is_ours else alone_s,
            # The sketch has the processors, and each paints alone.
            slots=(os.cpu_count() or 1) if name == "sketch" else _SLOTS,
            is_timed=is_ours,
        )
        cases = [
            _case(client, painter, each, passages[each.title], wanted.views)
            for each in wanted.subjects
        ]
    return _tell(cases, alone_s)


@contextmanager
def _house(provider: str, latency_s: float) -> Iterator[httpx.Client]:
    ours = {
        "BOOKREADER_ILLUSTRATION__REMOTE_CONSENT": "true",
        "BOOKREADER_ILLUSTRATION__PER_BOOK": "0",
    }
    if provider != _STAND_IN:
        with running("--no-demo", **ours) as server:
            yield server.client()
        return
    with service(latency_s) as url:
        stand_in = {
            "BOOKREADER_ILLUSTRATION__POLLINATIONS__URL": url,
            "BOOKREADER_ILLUSTRATION__POLLINATIONS__KEY": "sk_bench",
            "BOOKREADER_ILLUSTRATION__POLLINATIONS__SLOTS": str(_SLOTS),
        }
        with running("--no-demo", **ours, **stand_in) as server:
            yield server.client()


def _passages(
    client: httpx.Client, wanted: Sequence[Subject]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The book and the passage of each subject, marked letter by letter."""
    for language in dict.fromkeys(each.language for each in wanted):
        file = (f"{language}.fb2", subjects.book(language))
        uploaded = (
            client.post("/api/v1/books/upload", files={"file": file}).raise_for_status().json()
        )
        _ended(client, uploaded["job"])
        book = uploaded["book"]["id"]
        chapters = client.get(f"/api/v1/books/{book}/chapters").json()["items"]
        for subject in wanted:
            if subject.language == language:
                ordinal = next(
                    each["ordinal"] for each in chapters if each["title"] == subject.title
                )
                yield (
                    subject.title,
                    {"book": book, "passage": _marked(client, book, ordinal, subject)},
                )


def _marked(client: httpx.Client, book: str, ordinal: int, subject: Subject) -> str:
    html = client.get(f"/api/v1/books/{book}/chapters/{ordinal}").json()["html"]
    block = next(
        int(found[1]) for found in re.finditer(r'id="b(\d+)"[^>]*>([^<]*)', html)
        if found[2][:20] == subject.text[:20]
    )  # fmt: skip
    span = {
        "start": {"chapter": ordinal, "block": block, "offset": 0},
        "end": {"chapter": ordinal, "block": block, "offset": len(subject.text)},
    }
    answer = client.post(f"/api/v1/books/{book}/descriptions", json={"span": span})
    return answer.raise_for_status().json()["id"]


def _warm(
    client: httpx.Client,
    asked_for: str,
    wanted: Sequence[Subject],
    passages: Mapping[str, Mapping[str, str]],
) -> None:
    """Children start and load the dictionaries of each language before any clock runs."""
    for one in {each.language: passages[each.title] for each in wanted}.values():
        wish = {"subject": {"description": one["passage"]}, "provider": asked_for}
        wish |= {"views": ["wide", "medium", "detail"], "quality": "draft"}
        told = client.post(f"/api/v1/books/{one['book']}/series", json=wish).raise_for_status()
        _ended(client, told.json()["job"])


def _alone(
    client: httpx.Client, asked_for: str, passages: Mapping[str, Mapping[str, str]]
) -> float:
    """Seconds of one picture by itself."""
    passage = next(iter(passages.values()))["passage"]
    asked = client.post(
        f"/api/v1/descriptions/{passage}/illustrations", json={"provider": asked_for}
    )
    job = _ended(client, asked.raise_for_status().json()["job"])
    if job["state"] != "succeeded":
        raise SystemExit(f"One picture alone could not be drawn: {job['problem']}")
    return _seconds(job)


def _case(
    client: httpx.Client, painter: Painter, subject: Subject, where: Mapping[str, str], views: int
) -> Case:
    wish: dict[str, Any] = {"subject": {"description": where["passage"]}, "provider": painter.asked}
    # Only for a painter that looks at pictures the first is drawn before the others.
    is_anchored = subject.is_anchored and painter.name == "pollinations"
    wish |= {"anchor": "first", "model": "kontext"} if is_anchored else {}
    wish["views"] = _views(client, where["passage"])[:views]
    asked = client.post(f"/api/v1/books/{where['book']}/series", json=wish)
    told = asked.raise_for_status().json()
    job = _ended(client, told["job"])
    series = client.get(f"/api/v1/series/{told['series']['id']}").json()
    least_s = painter.least_s(views, is_anchored=is_anchored)
    case = Case(subject.title, series, _seconds(job), least_s, painter.slots)
    case.problems += _problems(case, told["series"], painter)
    return case


def _views(client: httpx.Client, passage: str) -> list[str]:
    kind = client.get(f"/api/v1/descriptions/{passage}").json()["type"]
    return (
        ["portrait", "profile", "full_body"]
        if kind == "character"
        else ["wide", "medium", "detail"]
    )


def _problems(case: Case, told: Mapping[str, Any], painter: Painter) -> Iterator[str]:
    if [each["seed"] for each in told["views"]] != [each["seed"] for each in case.series["views"]]:
        yield "other seeds than were told"
    for view in case.series["views"]:
        picture = view["illustration"]
        if view["state"] != "ready":
            yield f"{view['view']} is {view['state']}"
        elif picture["degraded"] is not None or picture["provider"] != painter.name:
            yield f"{view['view']} fell back: {picture['degraded']}"
    if painter.is_timed and case.seconds > _MOST * case.bound_s:
        yield f"{case.seconds:.2f} s is more than {_MOST} x {case.bound_s:.2f} s"


def _ended(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    end = time.monotonic() + _PATIENCE_S
    while job["state"] in {"queued", "running"} and time.monotonic() < end:
        time.sleep(0.05)
        job = client.get(f"/api/v1/jobs/{job['id']}").json()
    return job


def _seconds(job: Mapping[str, Any]) -> float:
    """By the clock of the server: from being asked for to the end."""
    asked, ended = (datetime.fromisoformat(job[name]) for name in ("created_at", "finished_at"))
    return (ended - asked).total_seconds()


def _tell(cases: Sequence[Case], alone_s: float) -> int:
    seeds = [each["seed"] for case in cases for each in case.series["views"]]
    for case in cases:
        own = {each["seed"] for each in case.series["views"]}
        print(
            f"{case.name}: series {case.series['id']}, {len(case.pictures)} views "
            f"({case.series['anchor']}), {case.seconds:.2f} s, {case.seconds / case.bound_s:.3f} of the "
            f"least possible, efficiency {100 * case.efficiency:.0f} %, {len(own)} seeds; consistency "
            f"{_said(case.series['consistency'])}, coverage {_said(case.score('coverage'))}, technical "
            f"{_said(case.score('technical'))}{''.join(f'  MISSED: {each}' for each in case.problems)}"
        )
    pictures = sum(len(case.pictures) for case in cases)
    seconds = sum(case.seconds for case in cases)
    groups = [
        case.series["consistency"] for case in cases if case.series["consistency"] is not None
    ]
    covered = [each for case in cases if (each := case.score("coverage")) is not None]
    doubled = len(seeds) - len(set(seeds))
    print(
        f"all: {pictures} pictures in {seconds:.2f} s ({alone_s * pictures / seconds:.2f} times as fast as "
        f"one at a time), seeds that come twice: {doubled}, consistency "
        f"{_said(mean(groups) if groups else None)}, coverage {_said(mean(covered) if covered else None)}"
    )
    return int(bool(doubled) or any(case.problems for case in cases))


def _said(score: float | None) -> str:
    return "-" if score is None else f"{score:.1f}"


if __name__ == "__main__":
    sys.exit(main())
