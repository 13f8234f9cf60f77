"""Which descriptions of a book are drawn when there are pictures for a few only."""

import math
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.domain.books import Address
from app.domain.descriptions import DescriptionType, Reason
from app.domain.names import EntityKind
from app.illustration.selection import TYPE_WEIGHTS, VIVID

# All numbers below are our choices, made by reading what they choose in four novels.

# Nearer than this, two pictures stand on one page.
_LEAST_APART = 150
# Of a few pictures most go where the reader looks first.
_FIRST_FEW = 3
# The same face or place as the picture before or after it.
_SAME_AGAIN = 0.6
# The same type as the picture before or after it; and as all the others.
_SAME_TYPE_BESIDE = 0.85
_SAME_TYPE_THROUGHOUT = 0.5
# Whom the book is about is worth a picture more.
_FOR_IMPORTANCE = 0.3
_MAIN = 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """
    A stored description as the choice sees it.

    *priority* is 0-100, see `selection.priority`; *words_before* counts the book's words before
    it; *named* are the keys of the entities in it with their importance, 0-1.
    """

    id: UUID
    at: Address
    words_before: int
    worth: float
    type_probabilities: Mapping[DescriptionType, float]
    priority: float
    named: Mapping[str, float] = field(default_factory=dict)
    is_verse: bool = False

    @property
    def type(self) -> DescriptionType:
        return max(TYPE_WEIGHTS, key=lambda kind: self.type_probabilities.get(kind, 0.0))


@dataclass(frozen=True, slots=True)
class Budget:
    """At most *count* pictures, or *per_thousand* words so many; the smaller where both are given."""

    count: int | None = None
    per_thousand: float | None = None

    def of(self, words: int) -> int:
        """Pictures for a text of *words*: one at least where it is told by words."""
        told = [] if self.count is None else [self.count]
        if self.per_thousand is not None:
            told.append(max(1, round(words / 1000 * self.per_thousand)))
        return min(told, default=0)


@dataclass(frozen=True, slots=True)
class Choice:
    """A description to draw, and why."""

    one: Ranked
    reasons: tuple[Reason, ...]


def choose(
    candidates: Sequence[Ranked], *, budget: int, within: Address | None = None
) -> list[Choice]:
    """
    The descriptions to draw, in the order to draw them; at most *budget*.

    They are spread by words, whatever the chapters; the same face, place or type again counts
    less, and whom the book is about counts more. Those before *within* are chosen first, because a
    reader may not yet see the others. Verse is its own picture: it is drawn only where a book
    holds nothing else.
    """
    prose = [one for one in candidates if not one.is_verse] or candidates
    pool = sorted(prose, key=lambda one: (one.at, one.id))
    if not pool or budget <= 0:
        return []
    picking = _Picking(pool, budget)
    if within is not None:
        visible = bisect_left(pool, within, key=lambda one: one.at)
        fair = round(budget * visible / len(pool))
        picking.take(visible, min(budget, max(_FIRST_FEW, fair)), Reason.READABLE_NOW)
    picking.take(len(pool), budget)
    return picking.chosen


class _Picking:
    """One choice under way: what was taken, and what each of the others is worth beside it."""

    def __init__(self, pool: Sequence[Ranked], budget: int) -> None:
        self.chosen: list[Choice] = []
        self._pool = pool
        self._stride = max(_LEAST_APART, (pool[-1].words_before - pool[0].words_before) / budget)
        self._taken: list[int] = []
        self._types: Counter[DescriptionType] = Counter()
        self._named: set[str] = set()
        self._alone = [_alone(one) for one in pool]
        self._beside = list(self._alone)

    def take(self, end: int, until: int, *reasons: Reason) -> None:
        """The best of the first *end*, one by one, while fewer than *until* are chosen."""
        while len(self.chosen) < until:
            best = max(range(end), key=self._appeal, default=None)
            if best is None or self._appeal(best) <= 0:
                return
            self._take(best, reasons)

    def _appeal(self, i: int) -> float:
        share = self._types[self._pool[i].type] / max(1, len(self.chosen))
        return self._beside[i] * (1 - _SAME_TYPE_THROUGHOUT * share)

    def _take(self, i: int, reasons: Iterable[Reason]) -> None:
        one = self._pool[i]
        self.chosen.append(Choice(one, (*reasons, *self._reasons(i)) or (Reason.BEST_LEFT,)))
        insort(self._taken, i)
        self._types[one.type] += 1
        self._named.update(one.named)
        # Only what lies between the pictures on either side has a new neighbour.
        at = self._taken.index(i)
        first = self._taken[at - 1] if at else 0
        last = self._taken[at + 1] if at + 1 < len(self._taken) else len(self._pool) - 1
        for near in range(first, last + 1):
            self._beside[near] = self._measured(near)

    def _measured(self, i: int) -> float:
        """What *i* is worth between the pictures before and after it."""
        one = self._pool[i]
        value = self._alone[i] * math.sqrt(min(1.0, self._words_apart(i) / self._stride))
        if self._words_apart(i) < _LEAST_APART:
            return 0.0
        beside = [self._pool[n] for n in self._neighbours(i)]
        if any(not one.named.keys().isdisjoint(other.named) for other in beside):
            value *= _SAME_AGAIN
        if any(one.type is other.type for other in beside):
            value *= _SAME_TYPE_BESIDE
        return value

    def _words_apart(self, i: int) -> float:
        here = self._pool[i].words_before
        found = [abs(here - self._pool[n].words_before) for n in self._neighbours(i)]
        return min(found, default=math.inf)

    def _neighbours(self, i: int) -> list[int]:
        """The pictures before and after *i*, itself among them once it is taken."""
        at = bisect_left(self._taken, i)
        return self._taken[max(0, at - 1) : at + 1]

    def _reasons(self, i: int) -> list[Reason]:
        one = self._pool[i]
        new = [key for key in one.named if key not in self._named]
        telling = {
            Reason.VIVID: one.worth >= VIVID,
            Reason.MAIN_CHARACTER: any(
                importance >= _MAIN and _is(EntityKind.CHARACTER, key)
                for key, importance in one.named.items()
            ),
            Reason.NEW_FACE: any(_is(EntityKind.CHARACTER, key) for key in new),
            Reason.NEW_PLACE: any(_is(EntityKind.PLACE, key) for key in new),
            Reason.NEW_TYPE: not self._types[one.type],
            Reason.WELL_APART: bool(self._taken) and self._words_apart(i) >= self._stride,
        }
        return [reason for reason, holds in telling.items() if holds]


def _alone(one: Ranked) -> float:
    # Worth counts twice: a weak passage of the better type is no picture at all.
    return one.priority * one.worth * (1 + _FOR_IMPORTANCE * max(one.named.values(), default=0.0))


def _is(kind: EntityKind, key: str) -> bool:
    return key.startswith(f"{kind}:")
