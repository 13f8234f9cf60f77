"""The measures of extraction: what was found of labelled paragraphs beside their labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from app.extraction.scoring import TYPES

Row = dict[str, Any]
Floats = NDArray[np.float64]

GOOD = 2
BINS = 10
# What "narrative" means in the hard subset: not begun by somebody's speech, and not short.
SPEECH = ("--", "–", "—", "- ", "“", '"')
FEWEST_WORDS = 20


@dataclass(frozen=True)
class Found:
    """What was found of one labelled paragraph; no type and no span if nothing was."""

    worth: float
    span: tuple[int, int] | None = None
    types: tuple[str, ...] = ()
    """The likeliest first."""


@dataclass(frozen=True)
class Judged:
    """Labelled paragraphs and what was found of each."""

    rows: list[Row]
    found: list[Found]

    def only(self, chosen: Sequence[bool]) -> "Judged":
        kept = [i for i, is_chosen in enumerate(chosen) if is_chosen]
        return Judged([self.rows[i] for i in kept], [self.found[i] for i in kept])

    @property
    def worth(self) -> Floats:
        return np.array([one.worth for one in self.found])

    @property
    def is_good(self) -> NDArray[np.bool_]:
        return np.array([row["worth"] >= GOOD for row in self.rows])


def ranking(judged: Judged) -> str:
    hard = judged.only([is_hard(row) for row in judged.rows])
    line = f"AP {average_precision_score(judged.is_good, judged.worth):.3f}"
    line += f" AUC {roc_auc_score(judged.is_good, judged.worth):.3f}"
    line += f" hard {roc_auc_score(hard.is_good, hard.worth):.3f}"
    for depth in (3, 5):
        reached, possible = precision_at(depth, judged, judged.worth), _oracle(depth, judged)
        line += f" P@{depth} {reached:.3f} ({reached / possible:.3f} of oracle)"
    return line


def spans(judged: Judged) -> str:
    good = judged.only(list(judged.is_good))
    shared = overlaps(good)
    return f"IoU {shared.mean():.3f} at least half {(shared >= 0.5).mean():.3f}"


def types(judged: Judged) -> str:
    """Of good paragraphs; where nothing was found no type is right."""
    good = judged.only(list(judged.is_good))
    labels = [row["type"].lower() for row in good.rows]
    first = [one.types[0] if one.types else "" for one in good.found]
    macro = f1_score(labels, first, labels=list(TYPES), average="macro", zero_division=0)
    right = np.mean([one == two for one, two in zip(labels, first, strict=True)])
    top = np.mean([kind in one.types[:2] for kind, one in zip(labels, good.found, strict=True)])
    return f"types macro-F1 {macro:.3f} right {right:.3f} top-2 {top:.3f}"


def calibration(judged: Judged) -> str:
    brier = np.mean((judged.worth - judged.is_good) ** 2)
    return f"ECE {calibration_error(judged):.3f} Brier {brier:.3f}"


def calibration_error(judged: Judged) -> float:
    """How far the worth of ten bins of equal width is from the share that deserves it."""
    bins = np.minimum((judged.worth * BINS).astype(int), BINS - 1)
    gaps = (
        abs(judged.worth[bins == one].mean() - judged.is_good[bins == one].mean())
        * (bins == one).mean()
        for one in set(bins.tolist())
    )
    return float(sum(gaps))


def overlaps(judged: Judged) -> Floats:
    pairs = zip(judged.rows, judged.found, strict=True)
    return np.array([overlap(one.span, row["span_chars"]) for row, one in pairs])


def overlap(one: tuple[int, int] | None, two: Sequence[int]) -> float:
    if one is None:
        return 0.0
    shared = max(0, min(one[1], two[1]) - max(one[0], two[0]))
    return shared / (one[1] - one[0] + two[1] - two[0] - shared)


def precision_at(depth: int, judged: Judged, worth: Floats) -> float:
    """The share of good ones among the *depth* best of each part, in the mean of the parts."""
    shares = []
    for part in sorted({row["part"] for row in judged.rows}):
        own = [i for i, row in enumerate(judged.rows) if row["part"] == part]
        best = sorted(own, key=lambda i: -worth[i])[:depth]
        shares.append(np.mean([judged.rows[i]["worth"] >= GOOD for i in best]))
    return float(np.mean(shares))


def _oracle(depth: int, judged: Judged) -> float:
    return precision_at(depth, judged, judged.is_good.astype(float))


def is_hard(row: Row) -> bool:
    text = row["text"].lstrip()
    return not text.startswith(SPEECH) and len(text.split()) >= FEWEST_WORDS
