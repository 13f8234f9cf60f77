"""
Seeds of many books: `python -m bench.seeds [--books 300] [--seeds 3000]`.

Prints how often two pictures of one book share a seed, beside what chance alone would give, and how
evenly seeds lie. Exit code 1 where either is out of bounds.
"""

import argparse
import hashlib
import math
import sys
from collections import Counter
from collections.abc import Iterator

from app.illustration import seeds

_RANGE = 2**31 - 3
_BUCKETS = 16
# A run that chance gives less often than this has found a fault.
_IMPROBABLE = 1e-4
# As many pictures of a book are views of people and places as are scenes (a guess that only makes
# recipes differ).
_VIEWS = ("", "portrait", "profile", "full_body")


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.seeds")
    options.add_argument("--books", type=int, default=300)
    options.add_argument("--seeds", type=int, default=3000)
    chosen = options.parse_args()
    buckets: Counter[int] = Counter()
    doubled = 0
    for number in range(chosen.books):
        sha = hashlib.sha256(f"book {number}".encode()).hexdigest()
        found = list(of_book(sha, chosen.seeds))
        doubled += len(found) - len(set(found))
        buckets.update((seed - 1) * _BUCKETS // _RANGE for seed in found)
    expected = chosen.books * chosen.seeds * (chosen.seeds - 1) / 2 / _RANGE
    whole = chosen.books * chosen.seeds
    mean = whole / _BUCKETS
    chi = sum((buckets[bucket] - mean) ** 2 / mean for bucket in range(_BUCKETS))
    print(f"{chosen.books} books x {chosen.seeds} seeds in 1 ... 2^31-3")
    print(f"in-book collisions: {doubled}, expected by chance {expected:.2f}")
    print(
        f"{_BUCKETS} buckets of {mean:.0f}: {min(buckets.values())} to {max(buckets.values())}, "
        f"chi-square {chi:.1f} (15 degrees of freedom; above 44.3 once in ten thousand)"
    )
    return int(more_than(doubled, expected) < _IMPROBABLE or chi > 44.3)


def of_book(sha: str, many: int) -> Iterator[int]:
    """As a book would have them: scenes at places of their own, views of its people."""
    for number in range(many):
        view = _VIEWS[number % len(_VIEWS)]
        chapter, block = 1 + number // 100, number % 100
        if view:
            entity = f"character:{chapter}/{block}/0"
            yield seeds.seed(edition_sha=sha, family="character", entity=entity, view=view)
        else:
            place = f"{chapter}:{block}:0"
            yield seeds.seed(edition_sha=sha, family="scene", entity=place, view="scene")


def more_than(found: int, expected: float) -> float:
    """The probability of *found* or more, where *expected* are expected."""
    less = sum(math.exp(-expected) * expected**n / math.factorial(n) for n in range(found))
    return 1.0 - less


if __name__ == "__main__":
    sys.exit(main())
