"""How a verdict and what the linear engine thought become one candidate; pure, and always the same."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.descriptions import Candidate, DescriptionType
from app.language.verdicts import Verdict

# What a verdict adds to the log odds of "worth drawing". A second reader who agrees with the first
# as often as two people do (kappa 0.8: right on 85 % of the good and 93 % of the others) would bring
# +2.5 and -1.8. It read the same words as the linear engine, so about half of that counts. A guess
# until measured with a model on labelled pages: bench/language_batches.py --gold.
_EVIDENCE = {0: -1.6, 1: -0.7, 2: 1.1, 3: 1.8}
# The linear engine is right about the type of 6 in 10 passages, a good model of 8 (the second figure
# is a guess); shares in proportion to the odds.
_TYPE_SHARE = 0.7
_LEAST, _MOST = 0.005, 0.995


def blend(found: Sequence[Candidate], verdicts: Mapping[int, Verdict]) -> tuple[Candidate, ...]:
    """*found* with the verdicts on it, which are by position; the others stay as they are."""
    return tuple(
        _judged(each, verdicts[number]) if number in verdicts else each
        for number, each in enumerate(found)
    )


def _judged(candidate: Candidate, verdict: Verdict) -> Candidate:
    worth = min(max(candidate.worth, _LEAST), _MOST)
    odds = math.log(worth / (1 - worth)) + _EVIDENCE[verdict.worth]
    chances = {
        kind: (1 - _TYPE_SHARE) * candidate.type_probabilities.get(kind, 0.0)
        + (_TYPE_SHARE if kind is verdict.type else 0.0)
        for kind in DescriptionType
    }
    whole = sum(chances.values())
    chances = {kind: chance / whole for kind, chance in chances.items()}
    return replace(
        candidate,
        worth=min(max(1 / (1 + math.exp(-odds)), _LEAST), _MOST),
        type=max(chances, key=chances.__getitem__),
        type_probabilities=chances,
    )
