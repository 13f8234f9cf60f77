"""How the words of a language are read: by a grammar of its own, or by its lexicon alone."""

from collections.abc import Callable
from functools import cache, lru_cache

import simplemma

from app.extraction import english, russian
from app.extraction.languages import primary
from app.extraction.words import TRAITS, Word, describe, has_lexicon, lexicon

Read = Callable[[str], Word]

# What a lexicon alone cannot say: which reading of a word is meant, and its tense.
WITH_GRAMMAR: dict[str, Read] = {"ru": russian.read, "en": english.read}
FORMS_REMEMBERED = 200_000


def reader(language: str) -> Read:
    """Of a language without a lexicon every word is read as saying nothing."""
    code = primary(language)
    if code in WITH_GRAMMAR:
        return WITH_GRAMMAR[code]
    return _listed(code) if has_lexicon(code) else _unread


@cache
def _listed(code: str) -> Read:
    entries = {
        lemma: {trait for field in fields for trait in field.split(",")}
        for lemma, fields in lexicon(code).items()
    }
    unknown = sorted(set().union(*entries.values()).difference(TRAITS))
    if unknown:
        raise ValueError(f"The lexicon {code}.txt speaks of {unknown}, which nobody knows")
    lemma_of = _lemmatizer(code)

    @lru_cache(FORMS_REMEMBERED)
    def read(form: str) -> Word:
        lemma = lemma_of(form)
        return describe(lemma, entries.get(lemma) or entries.get(form) or set())

    return read


def _lemmatizer(code: str) -> Callable[[str], str]:
    """A language simplemma does not know is read by the very forms its lexicon lists."""
    try:
        simplemma.is_known("a", lang=code)
    except ValueError:
        return str
    return lambda form: simplemma.lemmatize(form, lang=code).lower()


def _unread(form: str) -> Word:
    return describe(form, set())
