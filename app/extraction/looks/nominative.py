"""Puts a Russian noun and its adjectives into the nominative: «длинным лицом» is «длинное лицо»."""

import re

from app.domain.names import Gender
from app.extraction import lemmas
from app.extraction.looks.people import Token

ENDING = re.compile(
    r"(?:ыми|ими|ого|его|ому|ему|ый|ий|ой|ая|яя|ое|ее|ые|ие|ым|им|ом|ем|ую|юю|ых|их|ою|ею|ей)"
    r"(?:ся)?$"
)
PLURAL_ENDING = re.compile(r"(?:ами|ями|ах|ях|ам|ям)$")
MANY_ENDING = re.compile(r"(?:ыми|ими|ые|ие|ых|их)(?:ся)?$")
ALWAYS_MANY = frozenset({"волос", "ус", "бакенбард", "бакенбарда", "кудри"})
HISSING = "жшчщ"
HARD_BEFORE_I = "гкх" + HISSING
NUMBER = re.compile(
    r"\d+|(?:один|одного|дв[ауе]х?|тр[иеё]х?|четыр\w*|пят\w*|шест\w*|сем[ьи]\w*|вос[ье]м\w*|девят\w*"
    r"|десят\w*|\w*надцат\w*|двадцат\w*|тридцат\w*|сорока?|девяност\w*|сто|под|около)$"
)
_MASCULINE = """
    профиль рояль фонарь отель ноготь локоть портфель перстень гребень ремень камень корабль монастырь огонь
    конь парень гость князь день дождь уголь костыль стебель щебень ливень янтарь
"""
# All other nouns in -ь are feminine; these are those of looks and rooms that are not.
MASCULINE = frozenset(_MASCULINE.split())


def is_number(form: str) -> bool:
    return NUMBER.match(form) is not None


def is_count(form: str) -> bool:
    """A number, not only "около"."""
    return is_number(form) and form not in {"под", "около"}


def is_instrumental(form: str) -> bool:
    return form.endswith(("ом", "ем", "ами", "ями", "ой", "ою", "ью"))


def may_be(head: Token) -> bool:
    """Whether a noun can stand in the nominative as it is written."""
    return head.form.replace("ё", "е") in {head.look.lemma, _plural(head)}


def is_adjective(form: str) -> bool:
    """Whether it is declined like one: «выпуклостей» is not."""
    match = ENDING.search(form)
    if match is None:
        return False
    return match.group() != "ей" or form[match.start() - 1] in HISSING + "нш"


def agrees(form: str, head: Token) -> bool:
    """Whether an adjective can belong to *head*: both of one or both of many."""
    return is_adjective(form) and bool(MANY_ENDING.search(form)) == is_plural(head)


def is_plural(head: Token) -> bool:
    form = head.form.replace("ё", "е")
    if form == head.look.plural or PLURAL_ENDING.search(form):
        return True
    return form != head.look.lemma and form == _plural(head)


def phrase(head: Token, adjectives: list[str]) -> str:
    """Adjectives and noun in the nominative, of the number they stand in."""
    # «Старой шляпы» and «старые шляпы»: where the noun leaves it open, its adjectives tell.
    many = is_plural(head) or head.look.lemma in ALWAYS_MANY
    if adjectives and head.look.lemma not in ALWAYS_MANY and not PLURAL_ENDING.search(head.form):
        many = bool(MANY_ENDING.search(adjectives[-1]))
    noun = _plural(head) if many else head.look.lemma
    gender = "many" if many else _gender(head.look.lemma)
    return " ".join((*(_adjective(form, gender) for form in adjectives), noun))


def of_person(lemma: str, gender: Gender) -> str:
    """«Высок», «высокого» of a man: «высокий»."""
    return _adjective(lemma, "female" if gender is Gender.FEMALE else "male")


def _gender(lemma: str) -> str:
    if lemma in MASCULINE:
        return "male"
    if lemma.endswith(("а", "я", "ь")):
        return "female"
    return "neuter" if lemma.endswith(("о", "е")) else "male"


def _plural(head: Token) -> str:
    lemma = head.look.lemma
    stem, last = lemma[:-1], lemma[-1:]
    if head.look.plural or last in "ыи":
        return head.look.plural or lemma
    if last in "ое":
        return stem + ("а" if last == "о" else "я")
    if last in "яьй":
        return f"{stem}и"
    kept = stem if last == "а" else lemma
    return kept + ("и" if kept[-1:] in HARD_BEFORE_I else "ы")


def _adjective(form: str, gender: str) -> str:
    match = ENDING.search(form)
    if match is None:
        return form
    stem, ending = form[: match.start()], match.group().removesuffix("ся")
    reflexive = "ся" if match.group().endswith("ся") else ""
    last = stem[-1:]
    is_soft = ending[0] in "иеюя" and last not in HARD_BEFORE_I
    is_soft = (is_soft and ending not in {"ей", "ею", "ее", "его", "ему", "ем"}) or ending in {
        "яя",
        "юю",
    }
    if gender == "male":
        return _masculine(form, stem, is_soft=is_soft) + reflexive
    endings = {
        "female": "яя" if is_soft else "ая",
        "neuter": "ее" if is_soft or last in HISSING else "ое",
        "many": "ие" if is_soft or last in HARD_BEFORE_I else "ые",
    }
    return stem + endings[gender] + reflexive


def _masculine(form: str, stem: str, *, is_soft: bool) -> str:
    lemma = lemmas.lemma(form)
    if lemma in {f"{stem}ой", f"{stem}ый", f"{stem}ий"}:
        return lemma
    return stem + ("ий" if is_soft or stem[-1:] in HARD_BEFORE_I else "ый")
