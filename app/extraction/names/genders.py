"""Whether a name is a woman's or a man's, by the words that speak of whoever bears it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from app.domain.names import ChapterText, Gender
from app.extraction.names.runs import Run
from app.extraction.names.tokens import plain

# A pronoun farther away is somebody else's (a guess).
REACH = 100
PRONOUN = re.compile(
    r"\b(?:(?P<male>he|him|his|himself)|(?:she|her|hers|herself))\b", re.IGNORECASE
)
# So many signs, and so many times more than for the other gender (chosen on the novels for
# development): enough to tell two people apart, and enough to say which is likelier.
CERTAIN, LIKELY = (6, 3.0), (2, 1.5)
SHORTEST_VERB = 4
HIS_PAST, HER_PAST = ("л", "лся"), ("ла", "лась")


class Signs:
    """How often the words around each name speak of a woman, and of a man."""

    def __init__(self, runs: Sequence[Run], chapters: Sequence[ChapterText], language: str) -> None:
        self._counts: dict[tuple[str, ...], Counter[Gender]] = defaultdict(Counter)
        found = _in_russian(runs) if language == "ru" else _in_english(runs, chapters)
        for run, gender in found:
            self._counts[_key(run)][gender] += 1

    def added_to(self, runs: Sequence[Run]) -> list[Run]:
        """With the gender of names that say none, where it is beyond doubt."""
        return [
            run._replace(gender=_judged(self._counts[_key(run)], *CERTAIN))
            if run.gender is Gender.UNKNOWN
            else run
            for run in runs
        ]

    def of(self, runs: Sequence[Run]) -> Gender:
        """The likelier gender of somebody with all these names."""
        told: Counter[Gender] = Counter(run.gender for run in runs)
        del told[Gender.UNKNOWN]
        if told:
            return max(told, key=lambda one: (told[one], one))
        return _judged(sum((self._counts[key] for key in set(map(_key, runs))), Counter()), *LIKELY)


def _key(run: Run) -> tuple[str, ...]:
    title = run.title.name if run.title else ""
    return (title, *(word.key for word in run.lexemes))


def _judged(signs: Counter[Gender], least: int, times_more: float) -> Gender:
    his, hers = signs[Gender.MALE], signs[Gender.FEMALE]
    if his >= least and his >= times_more * hers:
        return Gender.MALE
    return Gender.FEMALE if hers >= least and hers >= times_more * his else Gender.UNKNOWN


def _in_english(
    runs: Sequence[Run], chapters: Sequence[ChapterText]
) -> Iterator[tuple[Run, Gender]]:
    """The first pronoun after a name and before the next."""
    for run, following in zip_longest(runs, runs[1:]):
        is_same_block = following is not None and following[:2] == run[:2]
        end = min(following.start if is_same_block else run.end + REACH, run.end + REACH)
        pronoun = PRONOUN.search(chapters[run.chapter].blocks[run.block], run.end, end)
        if pronoun:
            yield run, Gender.MALE if pronoun["male"] else Gender.FEMALE


def _in_russian(runs: Sequence[Run]) -> Iterator[tuple[Run, Gender]]:
    """Verbs in the past agree with who acts, in the nominative."""
    for run in runs:
        if "n" not in run.cases:
            continue
        for verb in (plain(run.before), plain(run.after)):
            if len(verb) >= SHORTEST_VERB and verb.endswith((*HIS_PAST, *HER_PAST)):
                yield run, Gender.MALE if verb.endswith(HIS_PAST) else Gender.FEMALE
