"""Which passages a reader sees marked, and which of them are drawn."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.books import Address
from app.domain.descriptions import Candidate, DescriptionType

# How much a picture of each type gives a reader, from the product's brief. Weights on evidence,
# never instead of it.
TYPE_WEIGHTS = {
    DescriptionType.LOCATION: 75,
    DescriptionType.CHARACTER: 60,
    DescriptionType.ATMOSPHERE: 45,
    DescriptionType.OBJECT: 40,
    DescriptionType.ACTION: 30,
}

# A calm page: five marks per thousand words is about one per printed page and a half (our choice).
_PER_THOUSAND_WORDS = 5
_WORTH_SHOWING = 0.35
# A plain chapter keeps its best two passages, if they describe anything at all.
_ALWAYS_SHOWN = 2
_WORTH_KEEPING = 0.2
# A second picture of the same type in one chapter counts this much of its priority (a guess).
_VARIETY = 0.75
# And so many of the book's; with the weights above a third place yields to an equal portrait (a guess).
_VARIETY_OF_BOOK = 0.9


@dataclass(frozen=True, slots=True)
class Ranked:
    """A stored description as the choice sees it; *priority* is 0-100, see `priority`."""

    id: UUID
    chapter: int
    block: int
    start: int
    worth: float
    type_probabilities: Mapping[DescriptionType, float]
    priority: float

    @property
    def type(self) -> DescriptionType:
        return max(TYPE_WEIGHTS, key=lambda kind: self.type_probabilities.get(kind, 0.0))

    @property
    def at(self) -> Address:
        return Address(self.chapter, self.block, self.start)


def priority(worth: float, type_probabilities: Mapping[DescriptionType, float]) -> float:
    """0-100: how much this passage deserves one of the book's pictures."""
    weight = sum(TYPE_WEIGHTS[kind] * share for kind, share in type_probabilities.items())
    return 100 * worth * weight / TYPE_WEIGHTS[DescriptionType.LOCATION]


def select(candidates: Sequence[Candidate], *, word_count: int) -> list[Candidate]:
    """
    The candidates of one chapter that become descriptions: the best ones, apart, in reading
    order.
    """
    budget = max(1, round(word_count / 1000 * _PER_THOUSAND_WORDS))
    chosen: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: (-one.worth, _extent(one))):
        enough = _WORTH_KEEPING if len(chosen) < _ALWAYS_SHOWN else _WORTH_SHOWING
        if len(chosen) >= budget or candidate.worth < enough:
            break
        if not any(_overlap(candidate, other) for other in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=_extent)


def choose(
    candidates: Sequence[Ranked],
    *,
    budget: int,
    per_chapter: int | None = None,
    blocks_apart: int = 3,
    within: Address | None = None,
) -> list[Ranked]:
    """
    The descriptions to draw, in the order to draw them; at most *budget*.

    Every chapter gives its best before any gives its second, at most *per_chapter* (by default an
    equal share,
    and two at least); two pictures of a chapter stand *blocks_apart* or more; the same type again
    counts less.
    Those before *within* are chosen first, because a reader may not yet see the others.
    """
    chapters = len({one.chapter for one in candidates})
    limit = per_chapter or max(2, math.ceil(budget / max(1, chapters)))
    chosen: list[Ranked] = []
    by_chapter: dict[int, list[Ranked]] = {}
    by_type: Counter[DescriptionType] = Counter()
    for group in _visible_first(candidates, within):
        served: set[int] = set()
        free = group
        while len(chosen) < budget:
            free = [
                one
                for one in free
                if _has_room(one, by_chapter.get(one.chapter, ()), limit, blocks_apart)
            ]
            if not free:
                break
            unserved = [one for one in free if one.chapter not in served]
            if not unserved:
                served.clear()
                continue
            best = min(unserved, key=lambda one: (-_appeal(one, by_chapter, by_type), one.at))
            chosen.append(best)
            served.add(best.chapter)
            by_chapter.setdefault(best.chapter, []).append(best)
            by_type[best.type] += 1
    return chosen


def _visible_first(
    candidates: Sequence[Ranked], within: Address | None
) -> tuple[list[Ranked], ...]:
    if within is None:
        return (list(candidates),)
    return (
        [one for one in candidates if one.at < within],
        [one for one in candidates if one.at >= within],
    )


def _has_room(one: Ranked, beside: Sequence[Ranked], limit: int, blocks_apart: int) -> bool:
    return len(beside) < limit and all(
        abs(one.block - other.block) >= blocks_apart for other in beside
    )


def _appeal(
    one: Ranked, by_chapter: Mapping[int, Sequence[Ranked]], by_type: Mapping[DescriptionType, int]
) -> float:
    """The priority, less for every picture of the same type: of the chapter, and of the book."""
    beside = sum(other.type is one.type for other in by_chapter.get(one.chapter, ()))
    return one.priority * _VARIETY**beside * _VARIETY_OF_BOOK ** by_type.get(one.type, 0)


def _extent(candidate: Candidate) -> tuple[int, int, int, int]:
    return (candidate.block, candidate.start, candidate.end_block, candidate.end)


def _overlap(one: Candidate, other: Candidate) -> bool:
    return (one.block, one.start) < (other.end_block, other.end) and (
        other.block,
        other.start,
    ) < (one.end_block, one.end)
