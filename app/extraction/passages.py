"""Finding passages: the best run of whole sentences of each block, and what is left beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from app.extraction.chapter import Span
from app.extraction.features import COLUMN, Counts, Matrix, describe
from app.extraction.scoring import Model

# What fits a caption and a prompt; of 151 labelled passages none is longer.
MOST_SENTENCES = 5
SHORTEST, LONGEST = 60, 1000
# A block with more sentences is read in parts: nobody labelled paragraphs as long as a chapter.
SENTENCES_READ_TOGETHER = 30
# What is hardly a picture is no part of one, and what is surely one stays one; by reading the joined
# passages of Treasure Island.
FAINT, WEAK = 0.3, 0.8
# What the types of two passages share, where both show one thing; by reading the joined passages of
# four novels: below it somebody walks in one and a room is described in the other.
ALIKE = 0.25


@dataclass(frozen=True)
class Window:
    """Sentences *first* to *last* (one past it), and how far together they are beyond doubt."""

    first: int
    last: int
    gain: float


@dataclass(frozen=True)
class Passage:
    """*type_chances* are in the order of `TYPES`."""

    window: Window
    worth: float
    type_chances: Matrix


def find(counts: Counts, model: Model, standard: str) -> list[Passage]:
    """Every passage that could be meant, by position; passages never overlap."""
    if not counts.spans:
        return []
    alone = describe(counts.rows, [(i, i + 1) for i in range(len(counts.spans))])
    chances = model.chance_inside(alone, standard)
    runs: list[Span] = runs_of_paragraphs(counts.paragraphs)
    found: list[Passage] = []
    while runs:
        chosen = [(run, best_window(run, chances, counts.spans, model)) for run in runs]
        pairs = [(run, window) for run, window in chosen if window is not None]
        found += _judge(pairs, counts, model, standard)
        runs = [rest for run, window in pairs for rest in _beside(run, window)]
    return _join(sorted(found, key=lambda one: one.window.first), counts, model, standard)


def _join(found: list[Passage], counts: Counts, model: Model, standard: str) -> list[Passage]:
    """
    A picture may go on over the end of a paragraph: a weak passage joins the one it touches, if
    both together are a better picture than either. How good the better one is was learned of
    paragraphs, of more than one it would be a guess.
    """
    touching = [pair for pair in pairwise(found) if _may_join(*pair, counts)]
    windows = [_both(*pair) for pair in touching]
    runs = [((window.first, window.last), window) for window in windows]
    judged = zip(touching, _judge(runs, counts, model, standard), strict=True)
    better = [
        (replace(both, worth=best), pair)
        for pair, both in judged
        if both.worth > (best := max(one.worth for one in pair))
    ]
    if not better:
        return found
    taken: set[int] = set()
    for both, pair in sorted(better, key=lambda each: -each[0].worth):
        firsts = {one.window.first for one in pair}
        if taken.isdisjoint(firsts):
            taken |= firsts
            found = [one for one in found if one.window.first not in firsts]
            found.append(both)
    found.sort(key=lambda one: one.window.first)
    return _join(found, counts, model, standard)


def _may_join(one: Passage, two: Passage, counts: Counts) -> bool:
    both = _both(one, two)
    length = counts.spans[both.last - 1][1] - counts.spans[both.first][0]
    return (
        one.window.last == two.window.first
        and both.last - both.first <= MOST_SENTENCES
        and length <= LONGEST
        and FAINT <= min(one.worth, two.worth) < WEAK
        and not counts.rows[both.first : both.last, COLUMN["spoken"]].any()
        and _is_whole(both, counts.paragraphs)
        and np.minimum(one.type_chances, two.type_chances).sum() >= ALIKE
    )


def _is_whole(window: Window, paragraphs: Sequence[int]) -> bool:
    """Whether nothing of its paragraphs is left out; else the picture ends inside one of them."""
    begins = window.first == 0 or paragraphs[window.first - 1] != paragraphs[window.first]
    ends = window.last == len(paragraphs) or paragraphs[window.last] != paragraphs[window.last - 1]
    return begins and ends


def _both(one: Passage, two: Passage) -> Window:
    return Window(one.window.first, two.window.last, one.window.gain + two.window.gain)


def runs_of_paragraphs(paragraphs: Sequence[int]) -> list[Span]:
    """The sentences of each paragraph; *paragraphs* names that of every sentence."""
    starts: list[int] = []
    for i, paragraph in enumerate(paragraphs):
        is_new = i == 0 or paragraph != paragraphs[i - 1]
        if is_new or i - starts[-1] == SENTENCES_READ_TOGETHER:
            starts.append(i)
    return list(pairwise((*starts, len(paragraphs))))


def best_window(run: Span, chances: Matrix, spans: Sequence[Span], model: Model) -> Window | None:
    """The window that exceeds the threshold most in sum; None if none has a fitting length."""
    best, most = None, -np.inf
    for first in range(*run):
        excess = 0.0
        for last in range(first, min(run[1], first + MOST_SENTENCES)):
            excess += float(chances[last]) - model.threshold
            length = spans[last][1] - spans[first][0]
            if length > LONGEST:
                break
            if length >= SHORTEST and excess > most:
                best, most = (first, last + 1), excess
    if best is None:
        return None
    return Window(*best, float((chances[slice(*best)] - model.sure).sum()))


def _judge(
    pairs: list[tuple[Span, Window]], counts: Counts, model: Model, standard: str
) -> list[Passage]:
    if not pairs:
        return []
    runs = describe(counts.rows, [run for run, _ in pairs])
    windows = describe(counts.rows, [(window.first, window.last) for _, window in pairs])
    worths = model.worth(runs, windows, [window.gain for _, window in pairs], standard)
    types = model.type_chances(windows, standard)
    return [
        Passage(window, float(worth), chances)
        for (_, window), worth, chances in zip(pairs, worths, types, strict=True)
    ]


def _beside(run: Span, window: Window) -> list[Span]:
    """What a long block has before and after its best window may hold another picture."""
    sides = ((run[0], window.first), (window.last, run[1]))
    return [(first, last) for first, last in sides if last > first]
