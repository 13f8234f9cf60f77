"""What a dictionary of Russian knows of a word that is written large."""

from functools import cache, lru_cache

import pymorphy3

from app.domain.names import Gender
from app.extraction.names.lexemes import Role
from app.extraction.names.tokens import plain

FORMS_REMEMBERED = 50_000
ROLES = {
    "Name": Role.FIRST,
    "Surn": Role.SURNAME,
    "Patr": Role.PATRONYMIC,
    "Geox": Role.PLACE,
}
GENDERS = {"masc": Gender.MALE, "femn": Gender.FEMALE}
CASES = {
    "nomn": "n",
    "voct": "n",
    "gent": "g",
    "gen2": "g",
    "datv": "d",
    "accs": "a",
    "acc2": "a",
    "ablt": "i",
    "loct": "p",
    "loc2": "p",
}
# Parts of speech that may name somebody when they are capitalised inside a sentence.
NAMING = {"NOUN", "ADJF", "PRTF", "ADJS"}


class Sense:
    """What the dictionary knows of a form."""

    __slots__ = ("is_common", "is_nameable", "lemmas", "proper")

    def __init__(self, form: str) -> None:
        self.proper: list[tuple[str, Role, Gender, str]] = []
        self.is_common = False
        self.is_nameable = True
        parses = morphology().parse(form) if morphology().word_is_known(form) else []
        self.lemmas = {plain(parse.normal_form) for parse in parses}
        merged: dict[tuple[str, Role, Gender], str] = {}
        for parse in parses:
            tag = parse.tag
            role = next((role for mark, role in ROLES.items() if mark in tag), None)
            if role is None:
                self.is_common = True
                continue
            if tag.number == "plur" and "Pltm" not in tag:
                continue
            gender = (
                GENDERS.get(tag.gender or "", Gender.UNKNOWN)
                if "ms-f" not in tag
                else Gender.UNKNOWN
            )
            lemma = plain(parse.normal_form)
            if role is Role.SURNAME and gender is Gender.FEMALE:
                lemma = feminine(lemma)
            case = CASES.get(tag.case or "", "")
            key = (lemma, role, gender)
            merged[key] = merged.get(key, "") + case
        self.proper = [(*key, cases) for key, cases in merged.items()]
        if parses and not self.proper:
            self.is_nameable = any(parse.tag.POS in NAMING for parse in parses)


@cache
def morphology() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(FORMS_REMEMBERED)
def sense(form: str) -> Sense:
    return Sense(form)


def feminine(surname: str) -> str:
    if surname.endswith(("ов", "ев", "ин", "ын")):
        return surname + "а"
    return surname[:-2] + "ая" if surname.endswith(("ий", "ый", "ой")) else surname
