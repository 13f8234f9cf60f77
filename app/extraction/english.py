"""English words: lemma, reading and category."""

from functools import lru_cache

import simplemma

from app.extraction.words import QUALITIES, Word, describe, lexicon

# More than the distinct forms of the longest novels.
FORMS_REMEMBERED = 200_000
# Where simplemma prefers the reading that is rarer in novels: "he leaves", a hat of felt.
CORRECTIONS = {"leaves": "leaf", "felt": "feel"}
FORM_OF = {"n": "noun", "v": "verb", "a": "adjective", "r": "adverb"}
AUXILIARIES = {
    **dict.fromkeys(("was", "were", "had", "did", "'d"), "past"),
    **dict.fromkeys(("is", "are", "am", "has", "have", "do", "does", "will", "shall"), "present"),
}


@lru_cache(FORMS_REMEMBERED)
def read(form: str) -> Word:
    """*form* is one word in lower case with straight apostrophes."""
    form = form.removesuffix("'s")
    # Lower again, for simplemma gives proper names back as such.
    lemma = CORRECTIONS.get(form) or simplemma.lemmatize(form, lang="en").lower()
    readings = _own_quality(form) or _readings(lemma) or _readings(form)
    function = readings.pop("", "")
    traits = set(filter(None, function.split(",")))
    if form.endswith("n't"):
        traits.add("negation")
    if form in AUXILIARIES:
        traits |= {"verb", AUXILIARIES[form]}
    return describe(lemma, traits or _content(form, lemma, readings))


def _readings(lemma: str) -> dict[str, str]:
    """Letter to categories, the most frequent first; of function words the letter is empty."""
    parts = (reading.partition("=") for reading in lexicon("en").get(lemma, ()))
    return {letter: categories for letter, _, categories in parts}


def _own_quality(form: str) -> dict[str, str]:
    """Of "bearded" and "cobbled", which are more than forms of a beard and a cobble."""
    readings = _readings(form)
    return {} if set(QUALITIES).isdisjoint(readings.get("a", "").split(",")) else readings


def _content(form: str, lemma: str, readings: dict[str, str]) -> set[str]:
    if not readings:
        return _unlisted(form)
    letter = _likeliest(form, lemma, readings)
    traits = {FORM_OF[letter], *filter(None, readings[letter].split(","))}
    return traits | {_tense(form, lemma)} if letter == "v" else traits


def _likeliest(form: str, lemma: str, readings: dict[str, str]) -> str:
    if form.endswith("ly") and "r" in readings:
        return "r"
    # Inflected other than by -s: "stood", "running", but not "stones".
    if "v" in readings and form != lemma and not form.endswith("s"):
        return "v"
    return next(iter(readings))


def _tense(form: str, lemma: str) -> str:
    if form.endswith("ing"):
        return "participle"
    return "present" if form == lemma or form.endswith("s") else "past"


def _unlisted(form: str) -> set[str]:
    """Adverbs in -ly; a "red-haired" or "half-open" is an adjective with its parts' qualities."""
    if "-" not in form:
        return {"adverb"} if form.endswith("ly") else set()
    found = (
        category
        for part in form.split("-")
        for categories in _readings(part).values()
        for category in categories.split(",")
    )
    return {"adjective", *(category for category in found if category in QUALITIES)}
