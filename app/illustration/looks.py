"""Renders what a book says of a look ("длинные белокурые волосы") into English, or not at all."""

import re

from app.illustration import translation

# Said of how much; a painter needs only of what.
_DEGREES = re.compile(
    r"\b(?:очень|весьма|довольно|несколько|совсем|почти|слегка|уже|ещ[её]|так|столь|слишком)\s+"
)
_OF_COLOUR = re.compile(r"^(?P<noun>.+) (?P<adjective>\w+(?:ого|его)) цвет[ау]$")
_STATURE = re.compile(r"^(?P<size>\w+) роста?$")
_STATURES = (
    ("высок", "tall"),
    ("больш", "tall"),
    ("огромн", "very tall"),
    ("исполинск", "of gigantic stature"),
    ("средн", "of medium height"),
    ("небольш", "short"),
    ("невысок", "short"),
    ("мал", "short"),
    ("низ", "short"),
    ("крошечн", "tiny"),
)
_YEARS = re.compile(r"\b(?:лет|года?|году)\b")
_UNITS = ("од", "дв", "тр", "чет", "пят", "шест", "сем", "вос", "девят")
_TEENS = (
    *("десят", "одиннадцат", "двенадцат", "тринадцат", "четырнадцат", "пятнадцат"),
    *("шестнадцат", "семнадцат", "восемнадцат", "девятнадцат"),
)
_TENS = {
    "двадцат": 20,
    "тридцат": 30,
    "сорок": 40,
    "пятьдесят": 50,
    "пятидесят": 50,
    "шестьдесят": 60,
    "шестидесят": 60,
    "семьдесят": 70,
    "семидесят": 70,
    "восемьдесят": 80,
    "восьмидесят": 80,
    "девяност": 90,
}
# Longer numbers are no ages: "восьмидесяти пяти" is two words.
_MOST_NUMBERS = 2


def render(value: str) -> str | None:
    """
    *value* in plain English; None if any word of it is not in our vocabulary.

    What is written in Latin letters comes back as it is.
    """
    if not translation.is_russian(value):
        return value
    value = _DEGREES.sub("", value.lower())
    if _YEARS.search(value):
        return _age(value)
    if stature := _STATURE.match(value):
        return next((said for stem, said in _STATURES if stature["size"].startswith(stem)), None)
    if coloured := _OF_COLOUR.match(value):
        value = f"{coloured['adjective']} {coloured['noun']}"
    rendered = translation.render(value)
    return rendered.english if rendered.english and not rendered.unknown else None


def worded(value: str) -> tuple[str, bool]:
    """
    *value* without a Cyrillic letter, the same each time, and whether its words are English.

    What our vocabulary cannot render whole is written in Latin letters.
    """
    if (english := render(value)) is not None:
        return english, True
    rendered = translation.render(value)
    if rendered.english and not rendered.unknown:
        return rendered.english, True
    return translation.latin(value), False


def _age(value: str) -> str | None:
    """ "Лет сорока" is about forty, "сорока лет" is forty."""
    words = _YEARS.sub(" ", value).split()
    numbers = [_number(word) for word in words if word not in {"под", "около", "за", "с"}]
    if not 0 < len(numbers) <= _MOST_NUMBERS or None in numbers:
        return None
    years = sum(number for number in numbers if number is not None)
    is_about = value.startswith("лет") or bool({"под", "около"} & set(words))
    return f"about {years} years old" if is_about else f"{years} years old"


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    for stem, number in _TENS.items():
        if word.startswith(stem):
            return number
    # Before the units: "пятнадцати" begins with "пят".
    for number, stem in enumerate(_TEENS, 10):
        if word.startswith(stem):
            return number
    return next((n for n, stem in enumerate(_UNITS, 1) if word.startswith(stem)), None)
