"""Finding passages: the best run of whole sentences of each block, and what is left beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.extraction.features import Counts, Matrix, describe
from app.extraction.scoring import Model
from app.extraction.sentences import Span

# What fits a caption and a prompt; of 151 labelled passages none is longer.
MOST_SENTENCES = 5
SHORTEST, LONGEST = 60, 1000
# A block with more sentences is read in parts: nobody labelled paragraphs as long as a chapter.
SENTENCES_READ_TOGETHER = 30


@dataclass(frozen=True)
class Passage:
    """Sentences *first* to *last* (one past it); *type_chances* are in the order of `TYPES`."""

    first: int
    last: int
    worth: float
    type_chances: Matrix


@dataclass(frozen=True)
class Window:
    first: int
    last: int
    gain: float


def find(counts: Counts, model: Model, standard: str) -> list[Passage]:
    """Every passage that could be meant, in no order; passages never overlap."""
    if not counts.spans:
        return []
    alone = describe(counts.rows, [(i, i + 1) for i in range(len(counts.spans))])
    chances = model.chance_inside(alone, standard) - model.threshold
    runs, passages = runs_of_blocks(counts.blocks), []
    while runs:
        chosen = [(run, best_window(run, chances, counts.spans)) for run in runs]
        pairs = [(run, window) for run, window in chosen if window is not None]
        if pairs:
            passages += _judge(pairs, counts, model, standard)
        runs = [rest for run, window in pairs for rest in _beside(run, window)]
    return passages


def runs_of_blocks(blocks: Sequence[int]) -> list[Span]:
    """The sentences of each block; *blocks* names the block of every sentence."""
    starts: list[int] = []
    for i, block in enumerate(blocks):
        is_new = i == 0 or block != blocks[i - 1]
        if is_new or i - starts[-1] == SENTENCES_READ_TOGETHER:
            starts.append(i)
    return list(pairwise((*starts, len(blocks))))


def best_window(run: Span, chances: Matrix, spans: Sequence[Span]) -> Window | None:
    """The window that exceeds the threshold most in sum; None if none has a fitting length."""
    best = None
    for first in range(*run):
        gain = 0.0
        for last in range(first, min(run[1], first + MOST_SENTENCES)):
            gain += float(chances[last])
            length = spans[last][1] - spans[first][0]
            if length > LONGEST:
                break
            if length >= SHORTEST and (best is None or gain > best.gain):
                best = Window(first, last + 1, gain)
    return best


def _judge(
    pairs: list[tuple[Span, Window]], counts: Counts, model: Model, standard: str
) -> list[Passage]:
    runs = describe(counts.rows, [run for run, _ in pairs])
    windows = describe(counts.rows, [(window.first, window.last) for _, window in pairs])
    worths = model.worth(runs, [window.gain for _, window in pairs], standard)
    types = model.type_chances(windows, standard)
    return [
        Passage(window.first, window.last, float(worth), chances)
        for (_, window), worth, chances in zip(pairs, worths, types, strict=True)
    ]


def _beside(run: Span, window: Window) -> list[Span]:
    """What a long block has before and after its best window may hold another picture."""
    sides = ((run[0], window.first), (window.last, run[1]))
    return [(first, last) for first, last in sides if last > first]
