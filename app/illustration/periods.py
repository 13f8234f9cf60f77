"""What a time has and has not: a smartphone in a drawing-room of 1860 is nobody's picture."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.descriptions import DescriptionType
from app.illustration import clauses, lexicons, looks, translation
from app.illustration.clauses import Clause
from app.illustration.lexicons import NOUNS

_YEAR = re.compile(r"\b(1\d{3}|2\d{3})(?:\b|s\b|-)")
_CENTURY = re.compile(
    r"\b(?:(?P<number>\d{1,2})(?:st|nd|rd|th)?|(?P<roman>[XVI]{1,5})|(?P<word>[a-z]+))[\s-]+"
    r"(?:centur(?:y|ies)|век\w*|в\.)",
    re.IGNORECASE,
)
_COUNTED = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
"""
_ORDINALS = {word: number for number, word in enumerate(_COUNTED.split(), 1)}
_ROMAN = {"I": 1, "V": 5, "X": 10}
_AGES = (
    (("far future", "future", "futuristic", "space age", "будущ"), 2200),
    (("ancient", "antiquity", "bronze age", "iron age", "античн", "древн"), 0),
    (("medieval", "middle ages", "средневек"), 1250),
    (("renaissance", "возрожден"), 1500),
    (("tudor", "elizabethan"), 1570),
    (("baroque",), 1650),
    (("georgian", "regency", "napoleonic"), 1810),
    (("victorian",), 1865),
    (("belle epoque", "fin de siecle"), 1895),
    (("edwardian",), 1905),
    (("modern", "present", "contemporary", "today", "nowadays", "наши дни", "современн"), 2010),
)
# The first year in which somebody could have met it, roughly, and the last where there is one.
_FIRST: dict[int, str] = {
    1300: "cannon cannonball",
    1500: "pistol musket rifle gunpowder",
    1560: "tobacco cigar",
    1790: "balloon",
    1815: "steamship steamboat steamer gaslight",
    1830: "locomotive railway railroad matchbox",
    1845: "photograph camera daguerreotype telegraph cigarette",
    1870: "bicycle typewriter revolver",
    1880: "telephone phonograph gramophone streetcar tram tramway skyscraper light-bulb",
    1895: "car automobile motorcar motor-car cinema x-ray",
    1905: "aeroplane airplane aircraft motorcycle motorbike taxi lorry minibus radio neon",
    1916: "parachute zipper",
    1935: "television tv t-shirt jeans sneakers helicopter refrigerator",
    1950: "computer robot microwave bikini supermarket",
    1965: "spaceship starship spacecraft laser android cyborg",
    1985: "laptop internet website email cellphone videogame",
    2005: "smartphone iphone drone selfie hoverboard",
    2000: "phone",
}
_LAST: dict[int, str] = {
    1780: "musketeer arquebus",
    1900: "quill crinoline sedan-chair",
    1930: "coachman footman postilion stagecoach caleche hansom cabman gaslight",
}
_BEGINS = {word: year for year, words in _FIRST.items() for word in words.split()}
# In a story of 1885 a phone is a telephone.
_BEGINS["phone"] = 1880
_ENDS = {word: year for year, words in _LAST.items() for word in words.split()}
# Years are rough, and an old thing lives on.
_SLACK = 15
# So far before a thing its article may stand.
_REACH = 4
_LONG_AGO = 1900
_TO_COME = 2100
_GUARDS = {
    DescriptionType.LOCATION: "buildings and furnishings true to the period",
    DescriptionType.CHARACTER: "period clothing, hair and furnishings",
    DescriptionType.ATMOSPHERE: "everything in view true to the period",
    DescriptionType.OBJECT: "period materials and handiwork",
    DescriptionType.ACTION: "period clothing, tools and surroundings",
}
_NOW = {
    DescriptionType.LOCATION: "present-day buildings and furnishings",
    DescriptionType.CHARACTER: "present-day clothing and hair",
    DescriptionType.ATMOSPHERE: "a present-day scene",
    DescriptionType.OBJECT: "present-day materials and make",
    DescriptionType.ACTION: "present-day clothing and surroundings",
}
_FUTURE = "clothing, buildings and machines of the future"
_IMAGINED = re.compile(
    r"science.?fiction|sci-?fi|cyber|steampunk|dieselpunk|futur|space opera|time.?travel|"
    r"научная фантастика|киберпанк|попаданц|космическая",
    re.IGNORECASE,
)
# Codes of FB2; those of fantasy keep to a past, however invented.
_IMAGINED_CODES = """
    sf sf_action sf_cyberpunk sf_space sf_social sf_history sf_detective sf_etc sf_stimpank sf_technofantasy
    sf_postapocalyptic popadanec sf_litrpg hronoopera
"""
_SCIENCE_FICTION = frozenset(_IMAGINED_CODES.split())
_SMALL_WORDS = "a an the his her its their my our your this that some one"
_DETERMINERS = frozenset(_SMALL_WORDS.split())
_TIES = """
    with in on by near at of from into behind beside under over holding held holds
    carrying carried using wearing to and
"""
_BEFORE = frozenset(_TIES.split())
_COUNTRIES = (
    *(("росси", "Russia"), ("франц", "France"), ("англи", "England"), ("германи", "Germany")),
    *(("итали", "Italy"), ("испани", "Spain"), ("украин", "Ukraine"), ("кавказ", "the Caucasus")),
    *(("москв", "Moscow"), ("петербург", "Saint Petersburg"), ("париж", "Paris")),
    *(("лондон", "London"), ("рим", "Rome"), ("середин", "mid"), ("начал", "early")),
    *(("кон(?:ец|ц)", "late"), ("советск", "Soviet"), ("древн", "ancient")),
)


def year_of(era: str) -> int | None:
    """About which year *era* ("Russia, 1860s", "XIX век", "medieval") speaks of; None where it does not tell."""
    if found := _YEAR.search(era):
        return int(found[1])
    for found in _CENTURY.finditer(era):
        century = _number(found)
        if century:
            before = re.search(r"\bB\.?C|до н", era)
            return -(century * 100 - 50) if before else century * 100 - 50
    low = era.lower()
    return next((year for signs, year in _AGES if any(sign in low for sign in signs)), None)


def is_imagined(style_words: str, genres: Iterable[str], era_seen: str) -> bool:
    """Whether the book or its style mixes times on purpose, so that no thing is out of its time."""
    words = " ".join((style_words, *genres, era_seen))
    return bool(_IMAGINED.search(words)) or any(each.lower() in _SCIENCE_FICTION for each in genres)


def guard(year: int, kind: DescriptionType) -> str:
    if year >= _TO_COME:
        return _FUTURE
    return _GUARDS[kind] if year < _LONG_AGO + 2 * _SLACK else _NOW[kind]


def avoided(year: int) -> tuple[str, ...]:
    return ("modern objects", "modern clothing", "electric light") if year < _LONG_AGO else ()


def english(era: str) -> str:
    """*era* in English words without marks; letters of names and numbers stay."""
    for russian, said in _COUNTRIES:
        era = re.sub(rf"\b{russian}\w*", said, era, flags=re.IGNORECASE)
    era = re.sub(r"\b(\d{3}0)-?[ех]\b(?:\s*(?:годы|годов|гг\.?))?", r"\1s", era)
    era = _CENTURY.sub(lambda found: _said(found) or found[0], era)
    if translation.is_russian(era):
        era = ", ".join(looks.worded(part.strip())[0] for part in era.split(","))
    return ", ".join(filter(None, (clauses.plain(part) for part in era.split(","))))


def in_time(found: Sequence[Clause], year: int) -> tuple[list[Clause], tuple[str, ...]]:
    """The clauses without what was not there in *year*, and what that was."""
    kept, strays = [], []
    for clause in found:
        words = clause.text.split()
        odd = [i for i, word in enumerate(words) if _is_stray(word, year)]
        strays += [words[i].strip(",").lower() for i in odd]
        text = _without(words, odd) if odd else clause.text
        rest = replace(clause, text=text, kinds=clauses.kinds(text)) if odd else clause
        if not odd or rest.kinds.keys() & NOUNS:
            kept.append(rest)
    return kept, tuple(dict.fromkeys(strays))


def _is_stray(word: str, year: int) -> bool:
    bare = word.strip(",").lower()
    lemma = bare if bare in _BEGINS else lexicons.lemma(bare, "en")
    begins, ends = _BEGINS.get(lemma), _ENDS.get(lemma)
    return (begins is not None and year < begins - _SLACK) or (
        ends is not None and year > ends + _SLACK
    )


def _without(words: Sequence[str], odd: Sequence[int]) -> str:
    """Each odd thing goes with its adjectives, its article and the word that ties it to the others."""
    table = lexicons.english()
    gone: set[int] = set()
    for i in odd:
        first = i - 1
        article = next(
            (
                at
                for at in range(i - 1, max(-1, i - _REACH), -1)
                if words[at].lower() in _DETERMINERS
            ),
            i,
        )
        between = [word.strip(",").lower() for word in words[article + 1 : i]]
        if article < i and not any(table.get(each) in NOUNS or each in _BEFORE for each in between):
            first = article - 1
        while first >= 0 and table.get(words[first].strip(",").lower()) == "adjective":
            first -= 1
        if first >= 0 and words[first].lower() in _BEFORE:
            first -= 1
        gone |= set(range(first + 1, i + 1))
    return " ".join(word for i, word in enumerate(words) if i not in gone).strip(", ")


def _number(found: re.Match[str]) -> int | None:
    if found["number"]:
        return int(found["number"])
    if found["roman"]:
        values = [_ROMAN[letter] for letter in found["roman"].upper()]
        return sum(
            -value if value < after else value
            for value, after in zip(values, [*values[1:], 0], strict=True)
        )
    return _ORDINALS.get(found["word"].lower())


def _said(found: re.Match[str]) -> str:
    century = _number(found)
    if century is None:
        return ""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(century % 10 if century // 10 != 1 else 0, "th")
    return f"{century}{ending} century"
