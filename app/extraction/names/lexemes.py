"""What a written form of a name may stand for."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from app.domain.names import Gender


class Role(StrEnum):
    """
    What a word is in a name; OTHER may be any part of one.

    A CALLING ("the Editor") and a THING ("Revolution") are common words that are written large.
    """

    FIRST = "first"
    PATRONYMIC = "patronymic"
    SURNAME = "surname"
    PLACE = "place"
    OTHER = "other"
    CALLING = "calling"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """*name* is the form to look up, in the nominative; *key* is it in plain letters."""

    name: str
    key: str
    role: Role
    gender: Gender = Gender.UNKNOWN


class Reading(NamedTuple):
    """*cases* are the letters n g d a i p of those the form may stand in; *weight* is a prior."""

    lexeme: Lexeme
    cases: str
    weight: float


@dataclass(frozen=True)
class Readings:
    """
    *words* holds the readings of every form that is a name in this book, *phrases* the names made of
    several words that are none alone. *weak* forms are common words too: where a sentence begins
    they are names only in the company of others.
    """

    words: dict[str, list[Reading]]
    weak: frozenset[str] = frozenset()
    phrases: dict[tuple[str, ...], Lexeme] = field(default_factory=dict)

    def __or__(self, other: "Readings") -> "Readings":
        return Readings(
            self.words | other.words, self.weak | other.weak, self.phrases | other.phrases
        )
