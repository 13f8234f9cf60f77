"""Russian words: lemma, form and category."""

from functools import lru_cache

import simplemma

from app.extraction.words import Word, describe, lexicon

# Russian has some five forms per lemma; this is more than the distinct forms of the longest novels.
FORMS_REMEMBERED = 300_000
VERB_ENDINGS = ("ть", "ться", "ти", "тись", "чь", "чься")
ADJECTIVE_ENDINGS = ("ый", "ий", "ой")
PAST_ENDINGS = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")
PRESENT_ENDINGS = ("т", "тся", "м", "мся", "шь", "шься", "те", "тесь", "у", "ю", "усь", "юсь")
PARTICIPLE_ENDINGS = ("щий", "щийся", "вший", "вшийся", "нный", "тый", "емый", "имый")
GERUND_ENDINGS = ("я", "ясь", "а", "ась", "в", "вши", "вшись")
# Parts of words that no lexicon can list in full: "златокудрый", "темно-синий", "сероватый", "широкоплечий".
BODY_ENDINGS = ("волосый", "глазый", "лицый", "бородый", "плечий", "усый", "кудрый", "бровый", "носый", "ногий", "рукий", "грудый", "кожий", "щекий", "губый", "головый", "зубый", "шерстый", "крылый")  # fmt: skip
TINT_ENDINGS = ("оватый", "еватый")
SHADES = ("темно", "светло", "бледно", "ярко", "изжелта", "иссиня", "красно", "серо", "сине", "черно", "бело", "желто", "зелено", "золотисто")  # fmt: skip


@lru_cache(FORMS_REMEMBERED)
def read(form: str) -> Word:
    """*form* is one word in lower case."""
    form = form.replace("ё", "е")
    lemma = simplemma.lemmatize(form, lang="ru").lower().replace("ё", "е")
    entries = lexicon("ru")
    found = entries.get(lemma) or entries.get(form) or ()
    categories = {category for field in found for category in field.split(",")}
    traits = categories or _quality(lemma)
    return describe(lemma, traits | _form(form, lemma))


def _form(form: str, lemma: str) -> set[str]:
    if lemma.endswith(VERB_ENDINGS):
        return _verb_form(form)
    if lemma.endswith(PARTICIPLE_ENDINGS):
        return {"adjective", "participle"}
    if lemma.endswith(ADJECTIVE_ENDINGS):
        return {"adjective"}
    return set()


def _verb_form(form: str) -> set[str]:
    if form.endswith(VERB_ENDINGS):
        return {"verb"}
    if form.endswith(PAST_ENDINGS):
        return {"verb", "past"}
    if form.endswith(PRESENT_ENDINGS):
        return {"verb", "present"}
    if form.endswith(GERUND_ENDINGS):
        return {"verb", "participle"}
    return {"participle"}


def _quality(lemma: str) -> set[str]:
    if lemma.endswith(BODY_ENDINGS):
        return {"body", "shape"}
    first, dash, _ = lemma.partition("-")
    if (dash and first in SHADES) or (
        lemma.endswith(TINT_ENDINGS) and not lemma.endswith("виноватый")
    ):
        return {"colour"}
    return set()
