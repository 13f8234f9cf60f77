"""
Scores of recipes, not of pictures: what was asked for, and whether a series was asked for alike.

*Coverage* says how much of what a passage holds stands in the prompt that was sent; *consistency*
how far the recipes of a group agree. Both are computed offline, and neither looks at a pixel.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domain.illustrations import Passage, Portrayed, Style
from app.illustration import ambience, casting, clauses, lexicons, periods, safety, scenes
from app.illustration.clauses import Clause

WEIGHTS = {
    "entity": 3,
    "trait": 2,
    "action": 3,
    "time": 2,
    "style": 2,
    "light": 1,
    "weather": 1,
    "mood": 1,
    "era": 1,
}
_FOR_DENIAL = 10
_FOR_CYRILLIC = 40
_FOR_LENGTH = 10
# FLUX.1 schnell reads so many; the excess is dropped without a word.
_MOST_TOKENS = 256
_SURE_TRAITS = 2
# Measured with the table of CLIP: 73-80 words were 107-113 tokens, 180 Cyrillic letters 187.
_TOKENS_A_WORD = 1.45
_TOKENS_A_LETTER = 1.04
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Required:
    """
    Something a prompt has to say, by one of *ways* to say it; *kind* is a key of `WEIGHTS`.

    A way that *is_verbatim* must stand there letter by letter; of any other all words, in any form.
    """

    kind: str
    ways: tuple[str, ...]
    is_verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    What one picture of a group was made with.

    *prompt* is what was sent, *locked* what the bible wants in it verbatim; *is_seed_derived* says
    whether the seed is the one that follows from what is shown.
    """

    prompt: str
    locked: tuple[str, ...]
    has_reference: bool
    style: str
    model: str | None
    bible_version: int | None
    seed: int
    is_seed_derived: bool


def required(
    passage: Passage, style: Style, *, override: str | None = None
) -> tuple[Required, ...]:
    """
    What a prompt for *passage* has to say, read from the passage and its cast, not from any prompt.

    Everybody in the cast with all that is locked of them and their two surest other traits; without
    a cast the thing the passage shows most of; one thing that happens, where something does; and
    what tells time, light, weather, mood and era. Of an *override* the cast's locked traits only.
    """
    is_own = override is not None
    names = [casting.name_of(one) for one in passage.cast]
    read = clauses.read(passage.text if override is None else override, names=names)
    near = clauses.read("" if is_own else passage.context, names=names)
    found = [Required("style", (style.words,), is_verbatim=True)]
    for one in passage.cast:
        locked = casting.locked(one)
        if not is_own and casting.name_of(one):
            found.append(Required("entity", (casting.name_of(one),)))
        found += [Required("trait", (words,), is_verbatim=True) for words in locked]
        found += [Required("trait", (words,)) for words in _surest(one) if not is_own]
    verbs = _sights(read.clauses, frozenset({"verb"}))
    found += [Required("action", verbs)] if verbs else []
    if not passage.cast or is_own:
        about = _sights(read.clauses, scenes.subjects(passage.type) - {"verb"})
        shown = Counter(about or _sights(read.clauses, lexicons.NOUNS)).most_common(1)
        found += [Required("entity", (shown[0][0],))] if shown else []
    for slot in ambience.describe(_text(read.clauses), _text(near.clauses)):
        if slot.name != "era" or not passage.era:
            found.append(Required(slot.name, ambience.ways(slot.words)))
    if era := periods.english(passage.era):
        found.append(Required("era", (era,)))
    return tuple(found)


def coverage(prompt: str, required: Sequence[Required], languages: Collection[str]) -> float:
    """
    0-100: the weighted share of what is *required* that stands in *prompt*, less its faults.

    *prompt* is the one that was sent, *languages* are those its model reads. Where nothing is
    required, faults alone count.
    """
    spoken = _lemmas(prompt)
    plain = _folded(prompt)
    whole = sum(WEIGHTS[each.kind] for each in required)
    said = sum(WEIGHTS[each.kind] for each in required if _is_said(each, plain, spoken))
    share = 100.0 * said / whole if whole else 100.0
    if clauses.is_denial(prompt):
        share -= _FOR_DENIAL
    if "ru" not in languages and _CYRILLIC.search(prompt):
        share -= _FOR_CYRILLIC
    if tokens(prompt) > _MOST_TOKENS:
        share -= _FOR_LENGTH
    return round(max(0.0, share), 1)


def tokens(prompt: str) -> int:
    """About so many the model reads."""
    letters = len(_CYRILLIC.findall(prompt))
    words = sum(not _CYRILLIC.search(word) for word in _WORD.findall(prompt))
    return round(words * _TOKENS_A_WORD + letters * _TOKENS_A_LETTER)


def consistency(group: Sequence[Recipe]) -> float:
    """0-100: how far the recipes of *group* agree; of no recipe nothing can be said, that is 0."""
    scores = [consistency_of(each, group) for each in group]
    return round(sum(scores) / len(scores), 1) if scores else 0.0


def consistency_of(one: Recipe, group: Sequence[Recipe]) -> float:
    """0-100: how far *one* agrees with the *group* it is in."""
    others = Counter(each.seed for each in group)
    score = (
        35 * _kept(one)
        + 20 * (one.style == _most([each.style for each in group]))
        + 15 * (one.model == _most([each.model for each in group]))
        + 10 * (one.bible_version == _most([each.bible_version for each in group]))
        + 10 * one.is_seed_derived
        + 10 * (others[one.seed] <= 1)
    )
    return round(score, 1)


def _kept(one: Recipe) -> float:
    """The share of the locked traits that stand in the prompt; a picture sent along shows them all."""
    if one.has_reference or not one.locked:
        return 1.0
    prompt = _folded(one.prompt)
    return sum(_folded(trait) in prompt for trait in one.locked) / len(one.locked)


def _most(values: Sequence[str | int | None]) -> str | int | None:
    """The most frequent; of equals the first."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _is_said(one: Required, plain: str, spoken: frozenset[str]) -> bool:
    if one.is_verbatim:
        return any(_folded(way) in plain for way in one.ways)
    return any(_lemmas(way) <= spoken for way in one.ways)


def _surest(one: Portrayed) -> list[str]:
    """Those that a prompt of theirs always has room for."""
    said = [casting.painted(trait.words).words for trait in one.traits]
    fit = [words for words in said if words and not safety.is_exposing(words)]
    return list(dict.fromkeys(fit))[:_SURE_TRAITS]


def _sights(found: Sequence[Clause], kinds: frozenset[str]) -> tuple[str, ...]:
    """In the order of the text, as often as they stand there."""
    table = lexicons.english()
    words = (word for clause in found for word in _WORD.findall(clause.text.lower()))
    return tuple(
        lexicons.lemma(word, "en")
        for word in words
        if (table.get(word) or table.get(lexicons.lemma(word, "en"))) in kinds
    )


def _text(found: Sequence[Clause]) -> str:
    return ". ".join(clause.text for clause in found)


def _lemmas(text: str) -> frozenset[str]:
    return frozenset(lexicons.lemma(word.lower(), "en") for word in _WORD.findall(text))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
