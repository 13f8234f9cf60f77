"""The chapter number a heading prints: in figures, Roman numerals or words, English or Russian."""

import re

_NOUN = r"(?:chapter|глава|chapitre|kapitel|capítulo|capitolo|розділ)"
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_NAMED = re.compile(rf"{_NOUN}\s+(?:the\s+)?([\w-]+(?:\s+[а-яё]+)?)", re.IGNORECASE)
_BARE = re.compile(r"(\d{1,4}|[ivxlcdm]+)(?=$|\s*[.:)—–](?!\d)|\s-)", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
# Cyrillic look-alikes stand for Roman figures in many Russian books.
_LATIN = str.maketrans("хіс", "xic")

_ENGLISH = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
_ENGLISH_ORDINAL = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_RUSSIAN = (
    "первая", "вторая", "третья", "четвертая", "пятая", "шестая", "седьмая", "восьмая", "девятая",
    "десятая", "одиннадцатая", "двенадцатая", "тринадцатая", "четырнадцатая", "пятнадцатая",
    "шестнадцатая", "семнадцатая", "восемнадцатая", "девятнадцатая", "двадцатая",
)  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60,
    "семьдесят": 70, "восемьдесят": 80, "девяносто": 90,
    "тридцатая": 30, "сороковая": 40, "пятидесятая": 50,
}  # fmt: skip
_WORDS = {
    word: n for words in (_ENGLISH, _ENGLISH_ORDINAL, _RUSSIAN) for n, word in enumerate(words, 1)
}


def printed(title: str) -> int | None:
    """The number *title* prints: "Глава первая" and "XII. The Storm" have one, "Part I" not."""
    title = title.strip()
    if named := _NAMED.match(title):
        return _number(named[1]) or _number(named[1].split()[0])
    bare = _BARE.match(title)
    return _number(bare[1]) if bare and _is_number(bare[1]) else None


def _is_number(word: str) -> bool:
    """Not "Mix" or "C": Roman figures are all of one case, and few chapters are the hundredth."""
    is_of_one_case = word in {word.upper(), word.lower()}
    return word.isdecimal() or (is_of_one_case and word.lower() not in {"c", "d", "l", "m"})


def _number(word: str) -> int | None:
    word = word.lower().replace("ё", "е").strip()
    if word.isdecimal():
        return int(word)
    if roman := _ROMAN.fullmatch(word.translate(_LATIN)):
        return _roman(roman[0])
    if word in _WORDS:
        return _WORDS[word]
    tens, _, unit = word.replace("-", " ").partition(" ")
    if tens in _TENS and (not unit or _WORDS.get(unit, 10) < 10):  # noqa: PLR2004 - a unit is one figure
        return _TENS[tens] + (_WORDS[unit] if unit else 0)
    return None


def _roman(figures: str) -> int:
    values = [_VALUES[figure] for figure in figures]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
