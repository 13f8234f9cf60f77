"""The shipped vocabularies of things that can be seen: Russian to English, and English by kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import simplemma
from simplemma.strategies import DefaultStrategy

# Of Russian few words are asked for; its dictionary unpacked is 130 MB, as it lies 20.
_RUSSIAN = DefaultStrategy(low_memory=True)
_FOLDER = Path(__file__).parent / "lexicon"
NOUNS = frozenset(
    {"place", "nature", "person", "body", "clothing", "thing", "animal", "time", "weather", "light"}
)
_PARTICLES = frozenset({"down", "up", "out", "off", "by", "over"})


@dataclass(frozen=True, slots=True)
class Entry:
    """*kind* is the name of the section the word stands in."""

    kind: str
    english: str


@cache
def russian() -> dict[str, Entry]:
    """By lemma, written with е for ё; the first meaning given stands."""
    table: dict[str, Entry] = {}
    for kind, entry in (*_entries("russian.txt"), *_entries("russian_looks.txt")):
        lemma, english = entry.split(" ", 1)
        table.setdefault(lemma, Entry(kind, english))
    return table


@cache
def english() -> dict[str, str]:
    """Lemma to kind: the English vocabulary and the main words of all translations."""
    table: dict[str, str] = {}
    for kind, word in _entries("english.txt"):
        table.setdefault(word, kind)
    for entry in russian().values():
        if entry.kind != "preposition":
            # "Small river" is a river, "passing by" is passing.
            words = entry.english.split()
            is_first = entry.kind == "verb" or words[-1] in _PARTICLES
            head = words[0] if is_first else words[-1]
            table.setdefault(lemma(head, "en"), entry.kind)
    return table


def lemma(word: str, language: str) -> str:
    if language == "ru":
        found = _RUSSIAN.get_lemma(word, "ru") or word
    else:
        found = str(simplemma.lemmatize(word, lang=language))
    return found.lower().replace("ё", "е")


def _entries(name: str) -> Iterator[tuple[str, str]]:
    kind = ""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if section := re.fullmatch(r"\[(\w+)\]", line):
            kind = section[1]
            continue
        yield from ((kind, entry.strip()) for entry in line.split(",") if entry.strip())
