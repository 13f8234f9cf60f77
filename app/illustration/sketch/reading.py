"""What the words of a prompt ask the painter for."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import simplemma

from app.domain.illustrations import Sights
from app.illustration.framing import FRAMES
from app.illustration.sketch.vocabulary import (
    CLOTHES,
    COLOURS,
    HAIR,
    MOODS,
    PEOPLE,
    TAGS,
    TIMES,
    WEATHER,
)
from app.illustration.styles import DEFAULT_STYLE, STYLES

# How many words may stand between a colour and what it colours: "a red silk evening dress".
_REACH = 3
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


# An old letter is no old man: the adjective must stand just before somebody.
_OLD = frozenset({"old", "ancient"})
# A helmet of these is no knight's.
_SOFT = frozenset({"leather", "leathern", "felt", "fur", "pith", "cork", "flying"})
# Among these a lane is a path, and no street of houses.
_COUNTRY = frozenset(
    {"village", "hamlet", "cottage", "farm", "field", "meadow", "river", "hedge", "orchard"}
)
# Nor is every "well" one to draw water from.
_OF_WELLS = frozenset({"a", "the", "old", "deep", "stone", "village", "dry"})
_INSIDE = frozenset(
    {"room", "fireplace", "candle", "table", "books", "window", "lamp", "bed", "carpet", "armchair",
     "piano", "chandelier", "stairs", "door", "icon"}
)  # fmt: skip
_OUTSIDE = frozenset(
    {"castle", "mountain", "forest", "sea", "water", "village", "city", "church", "ship", "boat",
     "road", "field", "bridge", "tower", "lighthouse", "windmill", "desert", "garden", "graveyard",
     "haystack", "campfire", "tent", "waterfall", "fence", "tree"}
)  # fmt: skip
LIGHTS = frozenset({"light", "lamp", "fire", "candle", "lantern", "flame", "ray", "glow"})
_STREET = frozenset({"street", "square", "pavement", "boulevard", "lane", "quarter",
                     "lamppost", "yard", "courtyard"})  # fmt: skip


class Composition(StrEnum):
    LANDSCAPE = "landscape"
    STREET = "street"
    INTERIOR = "interior"
    PORTRAIT = "portrait"
    STILL_LIFE = "still life"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Scene:
    """*frame* is one of the keys of `FRAMES`; *absent* are the words the text denies."""

    frame: str
    style: str
    tags: frozenset[str]
    time: str
    weather: frozenset[str]
    mood: str
    colours: tuple[str, ...]
    people: frozenset[str]
    hair: str
    cloth: str
    absent: frozenset[str]
    is_street: bool

    @property
    def composition(self) -> Composition:
        if self.frame == "character":
            return Composition.PORTRAIT
        if self.frame == "object":
            return Composition.STILL_LIFE
        if self.frame == "action":
            return Composition.ACTION
        if self.is_indoors:
            return Composition.INTERIOR
        return Composition.STREET if self.is_street else Composition.LANDSCAPE

    @property
    def is_dark(self) -> bool:
        return self.time in {"night", "dusk"}

    @property
    def is_lit(self) -> bool:
        """Whether windows glow: after dark, unless the text says that no light is there."""
        return self.is_dark and not self.absent & LIGHTS

    @property
    def is_woman(self) -> bool:
        return "woman" in self.people and not self.people & {"beard", "moustache"}

    @property
    def is_indoors(self) -> bool:
        # A room is a room, however much is seen through its window.
        inside = len(self.tags & _INSIDE) + 2 * ("room" in self.tags)
        return inside > len(self.tags & _OUTSIDE)


def read(prompt: str, sights: Sights | None = None) -> Scene:
    """
    Everything the painter knows; without *sights* the words of the prompt must do, and those of
    its style and shot, which describe no scene, are set aside first.
    """
    if sights is None:
        style, rest = _style(prompt)
        frame, rest = _frame(rest)
        words = [_lemma(word) for word in _WORD.findall(rest.lower())]
        return _scene(frame, style, words, frozenset())
    seen = [word for word in sights.seen if word not in sights.absent]
    return _scene(sights.type.value, sights.style, seen, sights.absent)


def _scene(frame: str, style: str, words: list[str], absent: frozenset[str]) -> Scene:
    words = [
        "cap" if word == "helmet" and before in _SOFT else word
        for before, word in itertools.pairwise(["", *words])
    ]
    if not _COUNTRY.isdisjoint(words):
        words = ["path" if word == "lane" else word for word in words]
    people = set(_found(words, PEOPLE))
    pairs = list(itertools.pairwise(words))
    # Old men around her make no woman old.
    is_woman = "woman" in people and not people & {"beard", "moustache"}
    somebody = set(PEOPLE["woman" if is_woman else "man"].split())
    if any(first in _OLD and second in somebody for first, second in pairs):
        people.add("old")
    tags = set(_found(words, TAGS))
    if any(first in _OF_WELLS and second == "well" for first, second in pairs):
        tags.add("well")
    return Scene(
        frame=frame,
        style=style,
        tags=frozenset(tags),
        time=_first(words, TIMES, "day"),
        weather=frozenset(_found(words, WEATHER)),
        mood=_first(words, MOODS, ""),
        colours=tuple(_found(words, COLOURS)),
        people=frozenset(people),
        hair=_colour_of(words, HAIR),
        cloth=_colour_of(words, CLOTHES),
        absent=absent,
        is_street=bool(_STREET & set(words)),
    )


def _style(prompt: str) -> tuple[str, str]:
    for style in STYLES:
        if style.words in prompt:
            return style.id, prompt.replace(style.words, " ")
    return DEFAULT_STYLE.id, prompt


def _frame(prompt: str) -> tuple[str, str]:
    for name, words in FRAMES.items():
        if words in prompt:
            return name, prompt.replace(words, " ")
    return "location", prompt


def _lemma(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="en")).lower()


def _found(words: Sequence[str], table: Mapping[str, str]) -> list[str]:
    """The keys whose words occur, most often first; among equals the one named first."""
    counted = {key: sum(words.count(one) for one in text.split()) for key, text in table.items()}
    first = {
        key: min((words.index(one) for one in text.split() if one in words), default=0)
        for key, text in table.items()
    }
    hits = [key for key, count in counted.items() if count]
    return sorted(hits, key=lambda key: (-counted[key], first[key]))


def _colour_of(words: Sequence[str], things: str) -> str:
    """The colour named shortly before the first of *things* or just after it, "" if none is."""
    colour_of = {sign: name for name, signs in COLOURS.items() for sign in signs.split()}
    for index, word in enumerate(words):
        if word in things.split():
            near = [*reversed(words[max(0, index - _REACH) : index]), *words[index + 1 : index + 2]]
            found = next((colour_of[one] for one in near if one in colour_of), "")
            if found:
                return found
    return ""


def _first(words: Sequence[str], table: Mapping[str, str], otherwise: str) -> str:
    return next(iter(_found(words, table)), otherwise)
