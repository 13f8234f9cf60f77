"""Given names and patronymics in Latin letters, English and Russian, and their short forms."""

import re
import unicodedata
from functools import cache, lru_cache

from app.domain.names import Gender
from app.extraction.names import lists
from app.extraction.names.lexemes import Role

FORMS_REMEMBERED = 50_000
CYRILLIC = dict(
    zip(
        "абвгдезийклмнопрстуфхцчшщъыьэюя",
        (
            *("a", "b", "v", "g", "d", "e", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s"),
            *("t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "i", "", "e", "iu", "ia"),
        ),
        strict=True,
    )
) | {"ж": "zh", "ё": "e"}
# What the ways to write Russian in Latin letters differ in, brought to one of them.
SPELLINGS = (
    (re.compile("tch"), "ch"),
    (re.compile("ph|ff"), "f"),
    (re.compile("w"), "v"),
    (re.compile("x"), "ks"),
    (re.compile("(?<=.)j|y"), "i"),
    (re.compile("ie$"), "i"),
    (re.compile("ie"), "e"),
    (re.compile("i+(?=[aou])"), ""),
    (re.compile(r"(.)\1"), r"\1"),
)
SON = re.compile(r"..+(?:[oea]vi(?:t?ch|c|tsch)|[iy]t?ch)$")
DAUGHTER = re.compile(r"..+(?:[oea]vna|i(?:ni)?t?chna|ishna)$")

# "Митенька", "Варечка" and "Лизанька" may be made of every short name.
TENDER = re.compile(r"(..+?)(?:[еоа]ньк|[еио]чк|[ую]шк)а$")


@lru_cache(FORMS_REMEMBERED)
def role(form: str) -> Role | None:
    """FIRST or PATRONYMIC if *form* is known as such."""
    latin = _unaccented(form)
    if SON.match(latin) or DAUGHTER.match(latin):
        return Role.PATRONYMIC
    return Role.FIRST if _genders(form) or meanings(form) != {_spelled(form)} else None


def gender(form: str) -> Gender:
    latin = _unaccented(form)
    if SON.match(latin) or DAUGHTER.match(latin):
        return Gender.FEMALE if latin.endswith("a") else Gender.MALE
    found = _genders(form)
    return next(iter(found)) if len(found) == 1 else Gender.UNKNOWN


@lru_cache(FORMS_REMEMBERED)
def meanings(form: str) -> frozenset[str]:
    """The full names *form* may stand for, itself among them; to be compared with one another."""
    found = set(_full().get(_spelled(form), ())) | {_spelled(form)}
    if tender := TENDER.match(form):
        for ending in ("а", "я", "ша"):
            shorter = _spelled(tender[1] + ending)
            found |= {shorter} | _full().get(shorter, frozenset())
    return frozenset(found)


@lru_cache(FORMS_REMEMBERED)
def father(patronymic: str) -> str:
    """What "Ivánovich", "Ivanitch" and "Ivanovna" share."""
    return re.sub(
        r"(?:[oea]vich|ich|[oea]vna|i(?:ni)?chna|ishna)$", "", _spelled(patronymic)
    ).rstrip("eio")


def _genders(form: str) -> set[Gender]:
    return _gendered().get(_spelled(form), set())


@cache
def _full() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for language in ("en", "ru"):
        for short, names in lists.read(language).full.items():
            found.setdefault(_spelled(short), set()).update(map(_spelled, names))
    return {short: frozenset(names) for short, names in found.items()}


@cache
def _gendered() -> dict[str, set[Gender]]:
    found: dict[str, set[Gender]] = {}
    named = lists.read("en")
    for each in (Gender.MALE, Gender.FEMALE):
        for name in named.sections[f"given {each}"]:
            found.setdefault(_spelled(name), set()).add(each)
    for language in ("en", "ru"):
        for name, told in lists.read(language).short_gender.items():
            found.setdefault(_spelled(name), set()).add(Gender(told))
    return found


@lru_cache(FORMS_REMEMBERED)
def _spelled(name: str) -> str:
    latin = "".join(CYRILLIC.get(letter, letter) for letter in _unaccented(name))
    for pattern, letters in SPELLINGS:
        latin = pattern.sub(letters, latin)
    return latin


def _unaccented(name: str) -> str:
    if name.isascii():
        return name
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(letter)
    )
