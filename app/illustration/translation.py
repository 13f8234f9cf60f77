"""
Renders what can be seen in a Russian clause into plain English, word by word from the shipped
lexicon.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from app.illustration import lexicons
from app.illustration.lexicons import NOUNS, Entry

_TOKEN = re.compile(r"[а-яё]+(?:-[а-яё]+)*|[a-z]+(?:['’-][a-z]+)*|\d+", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщыэюя"
_SOUNDS = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya"
# Of old Russian, Ukrainian, Belarusian and Serbian.
_MORE_LETTERS = "іїєґўѣѳѵјљњђћџ"
_MORE_SOUNDS = "i yi ye g u e f i j lj nj dj c dz"
_OTHERS = dict(zip(_MORE_LETTERS, _MORE_SOUNDS.split(), strict=True))
_LATIN = dict(zip(_LETTERS, _SOUNDS.split(), strict=True)) | _OTHERS | {"ъ": "", "ь": ""}
# A name is the same in another case if no more than so many letters of it differ, and the case adds no more.
_SHORTEST_NAME = 3
_MOST_UNLIKE = 2
_LONGEST_CASE = 4
_PLURAL_ENDINGS = ("ами", "ями", "ам", "ям", "ах", "ях", "ов", "ев")
_ADJECTIVAL = re.compile(
    r"(?:ыми|ими|ого|его|ому|ему|ый|ий|ой|ая|яя|ое|ее|ые|ие|ым|им|ом|ем|ую|юю|ых|их|ою|ею|ей)"
    r"(?:ся)?$"
)
# An adjective of many makes its noun one of many: «зелёные глаза».
_OF_MANY = ("ые", "ие", "ых", "их", "ыми", "ими")
_SHADES = {
    "темно": "dark",
    "светло": "light",
    "бледно": "pale",
    "ярко": "bright",
    "изжелта": "yellowish",
    "иссиня": "bluish",
    "золотисто": "golden",
    "серо": "greyish",
    "сине": "bluish",
    "красно": "reddish",
    "желто": "yellowish",
}
_WITHOUT_PLURAL = """
    armour attire bread clothing countryside darkness deer dust earth fire fish foam fog foliage
    furniture gloom gold grass hair hay ice lace light livery marble moss moustache mud people
    radiance rain rye sand sheep silence silk silver smoke snow teeth velvet water wheat wine
"""
# «На лету» is no summer.
_IDIOMS = re.compile(r"\bна\s+лету\b|\bсломя\s+голову\b", re.IGNORECASE)
# «Полки» are regiments, or shelves where they hold what stands on shelves.
_REGIMENTS, _SHELF = "полки", "полка"
_HOUSEHOLD = re.compile(
    r"\b(?:книг|том(?:а|ами|ов)\b|посуд|банк|бутыл|склян|тарел|чаш|игрушк|товар|стен(?:е|у|ы|ам|ах)\b|стеллаж|шкаф|"
    r"комнат|кухн|чулан|лавк)",
    re.IGNORECASE,
)
_UNCOUNTABLE = frozenset(_WITHOUT_PLURAL.split())
_IRREGULAR = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "dwarf": "dwarves",
    "knife": "knives",
    "leaf": "leaves",
    "mouse": "mice",
    "shelf": "shelves",
    "wolf": "wolves",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """*unknown* counts the words the lexicon does not hold."""

    english: str
    unknown: int


def is_russian(text: str) -> bool:
    """Whether *text* is written in Cyrillic letters, whatever its declared language."""
    return bool(_CYRILLIC.search(text))


def transliterate(name: str) -> str:
    return latin(name.lower()).capitalize()


def latin(text: str) -> str:
    """*text* letter by letter in Latin ones, capitals kept; a Cyrillic letter we do not know is dropped."""
    return "".join(_letter(each) for each in text)


def _letter(letter: str) -> str:
    if not is_russian(letter):
        return letter
    sound = _LATIN.get(letter.lower(), "")
    return sound.capitalize() if letter.isupper() else sound


def render(clause: str, names: Sequence[str] = ()) -> Rendered:
    """
    Adjectives keep their noun, a noun in the genitive becomes "of", names are written in Latin
    letters; those of *names* whatever their case.
    """
    phrase, unknown, is_of_many = _Phrase(), 0, False
    is_shelf = bool(_HOUSEHOLD.search(clause))
    for index, token in enumerate(_TOKEN.findall(_IDIOMS.sub(" ", clause))):
        if not is_russian(token):
            if token[0].isupper() or "'" in token:
                phrase.name(token)
            else:
                phrase.add(Entry("thing", token), is_plural=False)
            continue
        if token[0].isupper() and (known := _known(token, names)):
            phrase.name(known)
            continue
        # Within a clause a capital makes a name: «князь Волков» is no wolf.
        is_name = index > 0 and token[0].isupper() and token.lower() not in lexicons.russian()
        entry = (
            None
            if is_name
            else _entry(_SHELF if is_shelf and token.lower() == _REGIMENTS else token)
        )
        if entry:
            is_plural = is_of_many or token.lower().endswith(_PLURAL_ENDINGS)
            phrase.add(entry, is_plural=is_plural)
            is_of_many = entry.kind == "adjective" and token.lower().endswith(_OF_MANY)
        elif token.lower() == "и":
            phrase.join()
        elif is_name:
            phrase.name(transliterate(token))
        else:
            phrase.interrupt()
            unknown += 1
    return Rendered(phrase.text(), unknown)


def _known(token: str, names: Sequence[str]) -> str:
    """Whom «Базаровым» names: of those that begin alike the one that is most like it, "" for none."""
    form = latin(token.lower())
    alike = []
    for name in {word for each in names for word in each.split() if len(word) >= _SHORTEST_NAME}:
        shared = sum(1 for _ in takewhile(_is_pair, zip(form, name.lower(), strict=False)))
        is_long_enough = shared >= max(_SHORTEST_NAME, len(name) - _MOST_UNLIKE)
        if is_long_enough and len(form) - shared <= _LONGEST_CASE:
            alike.append((-shared, abs(len(form) - len(name)), name))
    return min(alike)[2] if alike else ""


def _is_pair(letters: tuple[str, str]) -> bool:
    return letters[0] == letters[1]


def _entry(token: str) -> Entry | None:
    table = lexicons.russian()
    form = token.lower().replace("ё", "е")
    known = table.get(form) or table.get(lexicons.lemma(token.lower(), "ru"))
    return known or _adjective(form)


def _adjective(form: str) -> Entry | None:
    """
    Participles that no dictionary lemmatises ("остриженные"), and shades: of "тёмно-русые" the
    last part.
    """
    shade, hyphen, last = form.rpartition("-")
    if hyphen and shade in _SHADES and (base := _entry(last)):
        return Entry(base.kind, f"{_SHADES[shade]} {base.english}")
    table, stem = lexicons.russian(), _ADJECTIVAL.sub("", form)
    found = (table.get(stem + ending) for ending in ("ый", "ий", "ой", "ийся"))
    return next((entry for entry in found if entry and entry.kind == "adjective"), None)


@dataclass
class _Phrase:
    """Gathers words; adjectives and prepositions wait until their noun has come."""

    words: list[str] = field(default_factory=list)
    adjectives: list[str] = field(default_factory=list)
    preposition: str = ""
    is_after_noun: bool = False
    is_joined: bool = False

    def add(self, entry: Entry, *, is_plural: bool) -> None:
        if entry.kind == "preposition":
            self._settle()
            self.preposition = entry.english
        elif entry.kind in NOUNS:
            self._noun(_plural(entry.english) if is_plural else entry.english)
        elif entry.kind == "verb":
            self._settle()
            self.words.append(entry.english)
        else:
            self.adjectives.append(entry.english)

    def join(self) -> None:
        if not self.adjectives:
            self.is_joined = bool(self.words)
            self.is_after_noun = False

    def name(self, latin: str) -> None:
        """Names follow each other and their titles without "of"."""
        if self.is_joined or self.preposition:
            self._noun(latin)
        else:
            self.words += [*self.adjectives, latin]
            self.adjectives = []
        self.is_after_noun = False

    def interrupt(self) -> None:
        """An unknown word stands between: what follows does not belong to the noun before."""
        self.is_after_noun = False

    def text(self) -> str:
        self._settle()
        return " ".join(self.words)

    def _noun(self, english: str) -> None:
        if self.preposition:
            self.words.append(self.preposition)
        elif self.is_joined:
            self.words.append("and")
        elif self.is_after_noun:
            self.words.append("of")
        self.words += [*self.adjectives, english]
        self.adjectives, self.preposition = [], ""
        self.is_after_noun, self.is_joined = True, False

    def _settle(self) -> None:
        """
        Adjectives that no noun followed describe the noun before them, as in «лес, тёмный и
        сырой».
        """
        if self.adjectives and self.words and self.is_after_noun:
            self.words[-1:-1] = self.adjectives
        else:
            self.words += self.adjectives
        self.adjectives, self.preposition = [], ""
        self.is_after_noun = self.is_joined = False


def _plural(english: str) -> str:
    head, _, last = english.rpartition(" ")
    if last in _UNCOUNTABLE or last.endswith("s") or "of" in head.split():
        return english
    if last in _IRREGULAR:
        many = _IRREGULAR[last]
    elif last.endswith(("ch", "sh", "x")):
        many = f"{last}es"
    elif last.endswith("y") and last[-2] not in "aeiou":
        many = f"{last[:-1]}ies"
    else:
        many = f"{last}s"
    return f"{head} {many}".strip()
