"""Passages an illustrator could draw."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.names import NamedEntity


class DescriptionType(StrEnum):
    LOCATION = "location"
    CHARACTER = "character"
    ATMOSPHERE = "atmosphere"
    OBJECT = "object"
    ACTION = "action"


class Reason(StrEnum):
    """Why a passage was marked, or why it was drawn; most telling first."""

    READABLE_NOW = "readable_now"  # in the part a reader sees without progress
    VIVID = "vivid"  # among the surest passages
    MAIN_CHARACTER = "main_character"  # names somebody the book is about
    NEW_FACE = "new_face"  # the first picture that names this character
    NEW_PLACE = "new_place"  # the first picture that names this place
    NEW_TYPE = "new_type"  # the first picture of its type
    WELL_APART = "well_apart"  # no other picture for a long stretch of text
    BEST_OF_CHAPTER = "best_of_chapter"  # a plain chapter keeps its best
    BEST_LEFT = "best_left"  # nothing better was left within the budget


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    One passage of a chapter, before any selection.

    *start* is an offset in *block*, *end* in *end_block*, in code points, end exclusive; *worth* is 0-1 and calibrated;
    *type_probabilities* sum to 1.
    """

    block: int
    start: int
    end_block: int
    end: int
    text: str
    worth: float
    type: DescriptionType
    type_probabilities: dict[DescriptionType, float]
    features_version: int
    entities: tuple[NamedEntity, ...] = ()
