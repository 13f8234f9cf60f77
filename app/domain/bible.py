"""The visual bible: what a painter must know of the people and places of a book, with its proof."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.books import Address, Span


class Attribute(StrEnum):
    """What a fact is about; the first group is of characters and objects, the second of places."""

    HAIR = "hair"
    FACIAL_HAIR = "facial_hair"
    EYES = "eyes"
    FACE = "face"
    SKIN = "skin"
    AGE = "age"
    BUILD = "build"
    CLOTHES = "clothes"
    MARKS = "marks"
    SPECIES = "species"
    STATE = "state"

    ARCHITECTURE = "architecture"
    MATERIALS = "materials"
    FURNISHING = "furnishing"
    SURROUNDINGS = "surroundings"
    LIGHT = "light"
    PALETTE = "palette"
    SEASON = "season"


class Origin(StrEnum):
    EXTRACTED = "extracted"
    INFERRED = "inferred"
    USER = "user"


class EditKind(StrEnum):
    """What a reader does to a bible."""

    ADD_ENTITY = "add_entity"
    EDIT_ENTITY = "edit_entity"
    REMOVE_ENTITY = "remove_entity"
    MERGE_ENTITIES = "merge_entities"
    SPLIT_ENTITY = "split_entity"
    ADD_FACT = "add_fact"
    EDIT_FACT = "edit_fact"
    REMOVE_FACT = "remove_fact"
    SET_REFERENCE = "set_reference"
    REMOVE_REFERENCE = "remove_reference"
    SET_STYLE = "set_style"


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One thing the book says of the look of *entity* (a key, see `Entity.key`).

    *value* is in the words of the book, *quote* the text at *span*, letter by letter. A passing
    state (wet, bloody, in a travelling cloak today) has *is_lasting* False and ends at *valid_to*;
    *contradicts* are positions in the list it came in of facts that cannot hold together with it.
    """

    entity: str
    attribute: Attribute
    value: str
    quote: str
    span: Span
    confidence: float
    origin: Origin
    is_lasting: bool
    valid_from: Address
    valid_to: Address | None = None
    contradicts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """
    When a book takes place, for clothes and streets; *era* and *label* are "" where nothing tells.

    *era* is a century or decade ("1860s", "19th century"), *label* words for a prompt
    ("Russia, 1860s"); *confidence* is 0-1.
    """

    era: str
    label: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Bible:
    """What extraction knows of a whole book."""

    facts: tuple[Fact, ...]
    setting: Setting
