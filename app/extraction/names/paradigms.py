"""How Russian names are declined: the forms of one name recognised without a dictionary."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.domain.names import Gender
from app.extraction.names.lexemes import Role

CONSONANT = "бвгджзклмнпрстфхцчшщ"


class Guess(NamedTuple):
    """*form* read as one of the *cases* of *lemma*."""

    lemma: str
    gender: Gender
    role: Role
    cases: str


class Paradigm(NamedTuple):
    """Endings after a stem that matches, with the cases each may stand in; the first is the nominative."""

    stem: re.Pattern[str]
    endings: dict[str, str]
    gender: Gender
    role: Role


def _paradigm(stem: str, endings: str, gender: Gender, role: Role) -> Paradigm:
    pairs = (pair.partition(":") for pair in endings.split())
    return Paradigm(
        re.compile(f"..*(?:{stem})$"),
        {ending.strip("-"): cases for ending, _, cases in pairs},
        gender,
        role,
    )


HE, SHE, ANY = Gender.MALE, Gender.FEMALE, Gender.UNKNOWN
POSSESSIVE = "[ое]в|[иы]н"
PARADIGMS = (
    _paradigm(POSSESSIVE, "-:n -а:ga -у:d -ым:i -е:p -ы:F -ых:F -ыми:F", HE, Role.SURNAME),
    _paradigm(POSSESSIVE, "-а:n -ой:gdip -у:a -ою:i", SHE, Role.SURNAME),
    _paradigm("[кгхц]", "-ий:n -ого:ga -ому:d -им:i -ом:p -ие:F -их:F -ими:F", HE, Role.SURNAME),
    _paradigm(
        "[бвдзлмнпрст]", "-ый:n -ого:ga -ому:d -ым:i -ом:p -ые:F -ых:F -ыми:F", HE, Role.SURNAME
    ),
    _paradigm(
        f"[{CONSONANT}]",
        "-ой:n -ого:ga -ому:d -ым:i -им:i -ом:p -ые:F -ых:F -ыми:F",
        HE,
        Role.SURNAME,
    ),
    _paradigm(f"[{CONSONANT}]", "-ая:n -ой:gdip -ую:a -ою:i", SHE, Role.SURNAME),
    _paradigm("[бвгдзклмнпрстфх]", "-:n -а:ga -у:d -ом:i -е:p", HE, Role.OTHER),
    _paradigm("[жшчщц]", "-:n -а:ga -у:d -ем:i -ом:i -е:p", HE, Role.OTHER),
    _paradigm("[аеоуыэюя]", "-й:n -я:ga -ю:d -ем:i -е:p", HE, Role.OTHER),
    _paradigm("и", "-й:n -я:ga -ю:d -ем:i -и:p", HE, Role.OTHER),
    _paradigm(f"[{CONSONANT}]", "-ий:n -ья:ga -ью:d -ьем:i -ье:p", HE, Role.OTHER),
    _paradigm(f"[{CONSONANT}]", "-ь:n -я:ga -ю:d -ем:i -е:p", HE, Role.OTHER),
    _paradigm("[бвдзлмнпрстфц]", "-а:n -ы:g -е:dp -у:a -ой:i -ою:i -ей:i -ею:i", ANY, Role.OTHER),
    _paradigm("[гкхжчшщ]", "-а:n -и:g -е:dp -у:a -ой:i -ою:i -ей:i -ею:i", ANY, Role.OTHER),
    _paradigm("[^и]", "-я:n -и:g -е:dp -ю:a -ей:i -ею:i", ANY, Role.OTHER),
    _paradigm("и", "-я:n -и:gdp -ю:a -ей:i -ею:i", SHE, Role.OTHER),
    _paradigm(f"[{CONSONANT}]", "-ь:na -и:gdp -ью:i", SHE, Role.OTHER),
    _paradigm(f"[{CONSONANT}]", "-о:na -а:g -у:d -ом:i -е:p", ANY, Role.PLACE),
    _paradigm(f"[{CONSONANT}]", "-ье:nap -ья:g -ью:d -ьем:i", ANY, Role.PLACE),
    _paradigm(f"[{CONSONANT}]", "-ие:na -ия:g -ию:d -ием:i -ии:p", ANY, Role.PLACE),
    _paradigm("[кгхжчшщ]", "-и:na -ам:d -ами:i -ах:p", ANY, Role.PLACE),
    _paradigm("[бвдзлмнпрстфц]", "-ы:na -ам:d -ами:i -ах:p", ANY, Role.PLACE),
    _paradigm("[кгх]", "-ое:na -ого:g -ому:d -им:i -ом:p", ANY, Role.PLACE),
    _paradigm(f"[{CONSONANT}]", "-ое:na -ого:g -ому:d -ым:i -ом:p", ANY, Role.PLACE),
)
FIXED = re.compile(r"[иуюэеоы]$|[аиоу]а$")
HIS_FATHER = re.compile(r"(.{2,}?)(?:иев|ьев|ев|ов|ь|)[иы]ч(а|у|ем|е|)$")
HER_FATHER = re.compile(r"(.{2,}?)(?:иев|ьев|ев|ов|ав|ь?(?:ин)?и[чш])н(а|ы|е|у|ой|ою)$")
HIS = {"": "n", "а": "ga", "у": "d", "ем": "i", "е": "p"}
HERS = {"а": "n", "ы": "g", "е": "dp", "у": "a", "ой": "i", "ою": "i"}


def guesses(form: str) -> Iterator[Guess]:
    """Every way to decline a name that gives *form*, in plain letters."""
    for stem, endings, gender, role in PARADIGMS:
        nominative = next(iter(endings))
        for ending, cases in endings.items():
            rest = form[: len(form) - len(ending)]
            if form.endswith(ending) and stem.match(rest):
                yield Guess(rest + nominative, gender, role, cases)


def is_indeclinable(form: str) -> bool:
    return bool(FIXED.search(form))


def patronymic(form: str) -> Guess | None:
    """The lemma keeps the form's own ending: what "Иваныч" and "Иванович" share, `father` tells."""
    if his := HIS_FATHER.match(form):
        lemma = form.removesuffix(his[2]) if his[2] else form
        return Guess(lemma, HE, Role.PATRONYMIC, HIS[his[2]])
    if hers := HER_FATHER.match(form):
        return Guess(form.removesuffix(hers[2]) + "а", SHE, Role.PATRONYMIC, HERS[hers[2]])
    return None


def father(patronymic: str) -> str:
    """What "Иванович", "Иваныч" and "Ивановна" share."""
    found = HIS_FATHER.match(patronymic) or HER_FATHER.match(patronymic)
    return found[1] if found else patronymic
