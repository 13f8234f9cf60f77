"""What one word says about a picture: the categories of the lexicons and the forms of grammar."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

LEXICONS = Path(__file__).parent / "lexicons"

THINGS = ("place", "body", "cloth", "person", "animal", "plant", "sky", "object")
QUALITIES = ("colour", "shape", "light", "texture")
CATEGORIES = (
    *THINGS,
    *QUALITIES,
    *("motion", "posture", "sight", "space"),
    *("abstract", "speech", "thought", "time"),
)
FUNCTIONS = ("first", "second", "third", "negation", "conjunction", "habit", "unreal")
FORMS = ("noun", "adjective", "verb", "adverb", "participle", "past", "present")
TRAITS = CATEGORIES + FUNCTIONS + FORMS
POSITIONS = {trait: i for i, trait in enumerate(TRAITS)}


@dataclass(frozen=True, slots=True)
class Word:
    """*traits* are positions in `TRAITS`."""

    lemma: str
    traits: tuple[int, ...]
    names_a_thing: bool
    names_a_quality: bool
    is_attribute: bool


def describe(lemma: str, traits: set[str]) -> Word:
    return Word(
        lemma,
        tuple(sorted(POSITIONS[trait] for trait in traits)),
        names_a_thing=not traits.isdisjoint(THINGS),
        names_a_quality=not traits.isdisjoint(QUALITIES),
        is_attribute=not traits.isdisjoint(("adjective", "participle")),
    )


def has_lexicon(language: str) -> bool:
    return language.isalpha() and (LEXICONS / f"{language}.txt").is_file()


@cache
def lexicon(language: str) -> dict[str, list[str]]:
    """Lemma to what the file says of it; the language module knows how to read that."""
    entries = {}
    for line in (LEXICONS / f"{language}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, _, fields = line.partition("\t")
            entries[lemma] = fields.split()
    return entries
