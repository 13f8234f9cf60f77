"""English words: lemma, reading and category."""

from functools import lru_cache

import simplemma

from app.extraction.words import QUALITIES, Word, describe, lexicon

# More than the distinct forms of the longest novels, so that a chapter never waits for evictions.
FORMS_REMEMBERED = 200_000
FORM_OF = {"n": "noun", "v": "verb", "a": "adjective", "r": "adverb"}
PAST_AUXILIARIES = frozenset(("was", "were", "had", "did", "'d"))
PRESENT_AUXILIARIES = frozenset(("is", "are", "am", "has", "have", "do", "does", "will", "shall"))


@lru_cache(FORMS_REMEMBERED)
def read(form: str) -> Word:
    """*form* is one word in lower case, apostrophes straight."""
    form = form.removesuffix("'s")
    lemma = simplemma.lemmatize(form, lang="en").lower() if form.isascii() else form
    entries = lexicon("en")
    readings = [reading.partition("=") for reading in entries.get(lemma) or entries.get(form, ())]
    traits = {category for kind, _, found in readings if not kind for category in found.split(",")}
    if form.endswith("n't"):
        traits.add("negation")
    if form in PAST_AUXILIARIES:
        traits |= {"verb", "past"}
    elif form in PRESENT_AUXILIARIES:
        traits |= {"verb", "present"}
    elif not traits:
        traits = _content(form, lemma, {kind: found for kind, _, found in readings})
    return describe(lemma, traits)


def _content(form: str, lemma: str, readings: dict[str, str]) -> set[str]:
    if not readings:
        return _unlisted(form)
    kind = _reading(form, lemma, readings)
    traits = {FORM_OF[kind], *filter(None, readings[kind].split(","))}
    if kind == "v":
        traits.add(_tense(form, lemma))
    return traits


def _reading(form: str, lemma: str, readings: dict[str, str]) -> str:
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
    """Adverbs in -ly, and the "red-haired" or "half-open": adjectives with the qualities of their parts."""
    if "-" not in form:
        return {"adverb"} if form.endswith("ly") else set()
    parts = (trait for part in form.split("-") if part for trait in _traits_of_part(part))
    return {"adjective", *parts}


def _traits_of_part(part: str) -> set[str]:
    found = {
        category
        for reading in lexicon("en").get(part, ())
        for category in reading.partition("=")[2].split(",")
    }
    return found.intersection(QUALITIES)
