"""Where a reader is."""

from dataclasses import dataclass

from app.domain.books import Address


@dataclass(frozen=True, slots=True)
class Progress:
    """*fraction* and *chapter_fraction* are 0-1; *furthest* bounds what lists and galleries show."""

    at: Address
    furthest: Address
    fraction: float
    chapter_fraction: float
    minutes_left: float
