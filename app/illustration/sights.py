"""What a passage shows and what it says is not there, as lemmas for the local painter."""

import re
from collections.abc import Iterable, Sequence

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Sights, Slot
from app.illustration import clauses, lexicons, translation
from app.illustration.clauses import Reading
from app.illustration.lexicons import NOUNS

_ANY_WORD = re.compile(r"[\w']+")
_ENGLISH_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
# Where a denial ends: "no light IN the windows" has windows, "nothing BUT snow" has snow.
_ENDINGS = """
    in on at under over by behind beyond near from into along above below among between but except
    save though although because while when where
    в во на под над у за из с со по от до к ко при среди между кроме но а однако зато
"""
_ENDS = frozenset(_ENDINGS.split())
_ONLY = frozenset({"only", "merely", "just", "только", "лишь", "просто"})
# These deny what follows them, never what stands before.
_FORWARD = frozenset({"no", "without", "nor", "без"})
# What the hour and the air of the chapter add; its fires and lamps are not those of the passage.
_AIR = frozenset({"time", "weather"})


def of(
    own: Reading,
    mood: Iterable[Slot],
    kind: DescriptionType,
    style: str,
    cast: Iterable[Slot] = (),
) -> Sights:
    """*mood* are the slots that `ambience.describe` found, *cast* says how whoever is in the passage looks."""
    seen = [word for clause in own.clauses for word in _lemmas(clause.text)]
    absent: set[str] = set()
    for denial in own.denials:
        denied, kept = _split(denial)
        absent.update(denied)
        seen += kept
    seen += [word for slot in cast for word in _lemmas(slot.words)]
    seen += [word for slot in mood if slot.name in _AIR for word in _lemmas(slot.words)]
    return Sights(kind, style, tuple(seen), frozenset(absent))


def _split(denial: str) -> tuple[list[str], list[str]]:
    """
    What a denying clause denies, and what stands in it all the same.

    «Луна не светила» denies what stands before the "not", «не было луны» what follows it.
    """
    words = _ANY_WORD.findall(denial.lower().replace("’", "'"))
    first = next(index for index, word in enumerate(words) if clauses.denies(word))
    before, after = words[:first], words[first + 1 :]
    if after and after[0] in _ONLY:
        return [], [*_english(before), *_english(after)]
    denied, rest = _until_its_end(after)
    if _nouns(denied) or words[first] in _FORWARD:
        return _nouns(denied), [*_english(before), *_english(rest)]
    denied, kept = _until_its_end(before)
    return _nouns(denied), [*_english(kept), *_english(rest)]


def _until_its_end(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    end = next((index for index, word in enumerate(words) if word in _ENDS), len(words))
    return words[:end], words[end:]


def _nouns(words: Sequence[str]) -> list[str]:
    table = lexicons.english()
    return [word for word in _english(words) if table.get(word) in NOUNS]


def _english(words: Sequence[str]) -> list[str]:
    text = " ".join(words)
    return _lemmas(translation.render(text).english if translation.is_russian(text) else text)


def _lemmas(english: str) -> list[str]:
    return [lexicons.lemma(word, "en") for word in _ENGLISH_WORD.findall(english.lower())]
