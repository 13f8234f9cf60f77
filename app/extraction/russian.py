"""Russian words: lemma, form and category."""

import re
from functools import lru_cache

from app.extraction import lemmas
from app.extraction.words import Word, describe, lexicon

# Russian has some five forms per lemma; this is more than the distinct forms of the longest novels.
FORMS_REMEMBERED = 300_000
# Where simplemma prefers the reading that is rarer in novels: "larger" to "more".
CORRECTIONS = {"больше": "много", "меньше": "мало"}
INFINITIVE = re.compile(r"(?:ть|ти|чь)(?:ся|сь)?$")
ADJECTIVE = re.compile(r"[ыио]й$")
PARTICIPLE = re.compile(r"(?:[ущаяю]щий|вший|нный|тый|[еи]мый)(?:ся)?$")
PAST = re.compile(r"л[аои]?(?:ся|сь)?$")
PRESENT = re.compile(r"(?:[еиую]т|[еи]м|шь|[еи]те|[ую])(?:ся|сь)?$")
GERUND = re.compile(r"(?:[яав]|вши)(?:сь)?$")
# No lexicon can list every "златокудрый" and "широкоплечего", "темно-синий" and "сероватый".
LOOKS = re.compile(
    r"\w{3,}(?:волос|глаз|лиц|бород|ус|кудр|бров|нос|ног|рук|груд|кож|плеч|щек|губ|голов|зуб|шерст|крыл)"
    r"(?:[ыи]й|ая|[ое]е|[ыи]е|[ое]го|[ое]му|[ыи]ми?|[ыи]х|ую)$"
)
SHADE = re.compile(
    r"(?:темно|светло|бледно|ярко|изжелта|иссиня|красно|серо|сине|черно|бело|желто|зелено|золотисто)-"
)
TINT = re.compile(r"(?<!вин)[ое]ватый$")


@lru_cache(FORMS_REMEMBERED)
def read(form: str) -> Word:
    """*form* is one word in lower case."""
    form = form.replace("ё", "е")
    lemma = (CORRECTIONS.get(form) or lemmas.lemma(form)).lower().replace("ё", "е")
    entries = lexicon("ru")
    found = entries.get(lemma) or entries.get(form) or []
    categories = {category for field in found for category in field.split(",")}
    return describe(lemma, (categories or _quality(lemma)) | _form(form, lemma))


def _form(form: str, lemma: str) -> set[str]:
    if INFINITIVE.search(lemma):
        return _verb_form(form)
    if PARTICIPLE.search(lemma):
        return {"adjective", "participle"}
    return {"adjective"} if ADJECTIVE.search(lemma) else set()


def _verb_form(form: str) -> set[str]:
    if INFINITIVE.search(form):
        return {"verb"}
    for ending, tense in ((PAST, "past"), (PRESENT, "present"), (GERUND, "participle")):
        if ending.search(form):
            return {"verb", tense}
    # What is left of a verb is declined: "покрытого".
    return {"participle"}


def _quality(lemma: str) -> set[str]:
    if LOOKS.match(lemma):
        return {"body", "shape"}
    return {"colour"} if SHADE.match(lemma) or TINT.search(lemma) else set()
