"""Who and what a book speaks of by name, and where."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.books import Address, Span


class EntityKind(StrEnum):
    CHARACTER = "character"
    PLACE = "place"
    OBJECT = "object"


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChapterText:
    """
    What finding names reads of a chapter: its blocks with note marks blanked, so addresses hold.

    *language* is a BCP 47 tag of this chapter's own text.
    """

    ordinal: int
    blocks: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in one block where somebody is named; *surface* is the text there, letter by letter."""

    span: Span
    surface: str


@dataclass(frozen=True, slots=True)
class Spotted:
    """What another engine takes for a name, and of whom or what."""

    mention: Mention
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class Alias:
    """A form of a name as a reader would look it up, and where the book first uses it of this entity."""

    name: str
    first: Address
    mentions: int


@dataclass(frozen=True, slots=True)
class Entity:
    """
    A character or place under all its names.

    *name* is the form to show; *aliases* holds it too, in order of first use. *mentions* are in
    reading order and never overlap those of another entity; *importance* is 0-1 within its book
    and kind.
    """

    kind: EntityKind
    name: str
    aliases: tuple[Alias, ...]
    gender: Gender
    importance: float
    mentions: tuple[Mention, ...]

    @property
    def first(self) -> Address:
        return self.mentions[0].span.start

    @property
    def key(self) -> str:
        """The kind and the address of the first mention: renaming and merging never change it."""
        first = self.first
        return f"{self.kind}:{first.chapter}/{first.block}/{first.offset}"


@dataclass(frozen=True, slots=True)
class Named:
    """One mention as a chapter's extraction reads it; offsets in code points of *block*."""

    block: int
    start: int
    end: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """An entity a passage names, as a candidate carries it."""

    key: str
    name: str
