"""The views of a series: what they are called, and which of them a subject has."""

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from app.domain.descriptions import DescriptionType
from app.domain.names import EntityKind
from app.errors import InvalidInput
from app.illustration import framing

# What somebody of the bible is drawn as.
KINDS: Mapping[EntityKind, DescriptionType] = MappingProxyType(
    {
        EntityKind.CHARACTER: DescriptionType.CHARACTER,
        EntityKind.PLACE: DescriptionType.LOCATION,
        EntityKind.OBJECT: DescriptionType.OBJECT,
    }
)
# Letters by their category, and nothing to look at.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# The passage's own picture, which is no view of a series.
_SCENE = "scene"

# What is drawn where nobody says which.
DEFAULTS: Mapping[DescriptionType, tuple[str, ...]] = MappingProxyType(
    {
        DescriptionType.CHARACTER: ("portrait", "profile", "full_body"),
        DescriptionType.LOCATION: ("wide", "medium", "detail"),
        DescriptionType.ATMOSPHERE: ("wide", "medium", "detail"),
        DescriptionType.OBJECT: ("medium", "detail", "wide"),
        DescriptionType.ACTION: ("wide", "medium", "detail"),
    }
)
_OF_PEOPLE = frozenset({"portrait", "profile", "full_body", "back"})
_OF_ROOMS = frozenset({"interior"})
# A place has no face and a lamp no inside; whoever wants that says so in words of their own.
_UNFIT: Mapping[DescriptionType, frozenset[str]] = MappingProxyType(
    {
        DescriptionType.CHARACTER: _OF_ROOMS,
        DescriptionType.LOCATION: _OF_PEOPLE,
        DescriptionType.ATMOSPHERE: _OF_PEOPLE,
        DescriptionType.OBJECT: _OF_PEOPLE | _OF_ROOMS,
        DescriptionType.ACTION: frozenset(),
    }
)


def chosen(wished: Sequence[str], kind: DescriptionType) -> list[str]:
    """
    The views as they are kept; where none is wished those that *kind* usually has.

    Raises `InvalidInput` for one that cannot be drawn or that comes twice, by its position.
    """
    names: list[str] = []
    for number, view in enumerate(wished):
        name = cleaned(view)
        problem = _problem(name, kind, names)
        if problem:
            raise InvalidInput(problem, pointer=f"/views/{number}")
        names.append(name)
    return names or list(DEFAULTS[kind])


def cleaned(view: str) -> str:
    """One of `framing.VIEWS` by its own name, or the words as they are, without what nobody can see."""
    plain = unicodedata.normalize("NFC", view)
    seen = "".join(
        " " if each in BLANK or unicodedata.category(each)[0] in "CZ" else each for each in plain
    )
    words = " ".join(seen.split())
    name = words.lower().replace("-", "_").replace(" ", "_")
    return name if name in framing.VIEWS else words


def _problem(name: str, kind: DescriptionType, before: Sequence[str]) -> str:
    if not name:
        return "A view has a name, or some words"
    if name.casefold() == _SCENE:
        return "The scene is the passage's own picture: ask for that by itself"
    if name.casefold() in {each.casefold() for each in before}:
        return f"The view {name!r} comes twice"
    return f"A subject like this has no view {name!r}" if name in _UNFIT[kind] else ""
