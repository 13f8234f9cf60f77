"""Passages an illustrator could draw."""

from dataclasses import dataclass
from enum import StrEnum


class DescriptionType(StrEnum):
    LOCATION = "location"
    CHARACTER = "character"
    ATMOSPHERE = "atmosphere"
    OBJECT = "object"
    ACTION = "action"


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
