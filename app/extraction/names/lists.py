"""The hand-made lists of names and of what stands beside them, by language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

LEXICONS = Path(__file__).parent.parent / "lexicons"


@dataclass(frozen=True)
class Lists:
    """`sections[title male]` and so on; `full[short form]` are the names it may stand for."""

    sections: dict[str, frozenset[str]]
    full: dict[str, frozenset[str]]
    short_gender: dict[str, str]

    def has(self, section: str, word: str) -> bool:
        return word in self.sections[section]


SECTIONS = (
    *("title male", "title female", "title", "title kin", "married", "kin male", "kin female"),
    *("place head", "place before", "place of", "in"),
    *("person before", "person after", "no name", "given male", "given female"),
)
SHORT_SECTIONS = {"short": "male", "short female": "female"}


@cache
def read(language: str) -> Lists:
    """Empty where no such list was made."""
    words: dict[str, set[str]] = {section: set() for section in SECTIONS}
    full: dict[str, set[str]] = {}
    genders: dict[str, set[str]] = {}
    section = ""
    path = LEXICONS / f"names_{language}.txt"
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if line.startswith("["):
            section = line.strip("[]")
        elif section in SHORT_SECTIONS:
            name, *shorts = line.split()
            for short in shorts:
                full.setdefault(short, set()).add(name)
                genders.setdefault(short, set()).add(SHORT_SECTIONS[section])
            genders.setdefault(name, set()).add(SHORT_SECTIONS[section])
        elif line and not line.startswith("#"):
            words[section].update(line.split())
    return Lists(
        {name: frozenset(members) for name, members in words.items()},
        {short: frozenset(names) for short, names in full.items()},
        {name: min(found) for name, found in genders.items() if len(found) == 1},
    )
