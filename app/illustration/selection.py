"""Which passages of a chapter a reader sees marked, and how much each deserves a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.descriptions import Candidate, DescriptionType, Reason

# How much a picture of each type gives a reader, from the product's brief. Weights on evidence,
# never instead of it.
TYPE_WEIGHTS = {
    DescriptionType.LOCATION: 75,
    DescriptionType.CHARACTER: 60,
    DescriptionType.ATMOSPHERE: 45,
    DescriptionType.OBJECT: 40,
    DescriptionType.ACTION: 30,
}
# Of a hundred passages called as sure as this, nine in ten are worth a picture; see the bench.
VIVID = 0.8

# A calm page: five marks per thousand words is about one per printed page and a half (our choice).
_PER_THOUSAND_WORDS = 5
_WORTH_SHOWING = 0.35
# A plain chapter keeps its best two passages, if they describe anything at all.
_ALWAYS_SHOWN = 2
_WORTH_KEEPING = 0.2


@dataclass(frozen=True, slots=True)
class Marked:
    """A candidate that becomes a description, and why."""

    candidate: Candidate
    reasons: tuple[Reason, ...]


def priority(worth: float, type_probabilities: Mapping[DescriptionType, float]) -> float:
    """0-100: how much this passage deserves one of the book's pictures."""
    weight = sum(TYPE_WEIGHTS[kind] * share for kind, share in type_probabilities.items())
    return 100 * worth * weight / TYPE_WEIGHTS[DescriptionType.LOCATION]


def select(candidates: Sequence[Candidate], *, word_count: int) -> list[Marked]:
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
    return [Marked(one, _reasons(one, chosen[0])) for one in sorted(chosen, key=_extent)]


def _reasons(one: Candidate, best: Candidate) -> tuple[Reason, ...]:
    telling = {
        Reason.VIVID: one.worth >= VIVID,
        Reason.BEST_OF_CHAPTER: one is best or one.worth < _WORTH_SHOWING,
    }
    return tuple(reason for reason, holds in telling.items() if holds) or (Reason.BEST_LEFT,)


def _extent(candidate: Candidate) -> tuple[int, int, int, int]:
    return (candidate.block, candidate.start, candidate.end_block, candidate.end)


def _overlap(one: Candidate, other: Candidate) -> bool:
    return (one.block, one.start) < (other.end_block, other.end) and (
        other.block,
        other.start,
    ) < (one.end_block, one.end)
