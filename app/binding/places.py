"""Which picture belongs after which element of which member of a book file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.domain.books import ParsedBook
from app.domain.illustrations import Placement


@dataclass(frozen=True, slots=True)
class Bound:
    """A book file with pictures in it; *missed* holds those whose place was not found."""

    data: bytes
    placed: int
    missed: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """*element* counts start tags of *member* from 0; *text* is what the parser read there."""

    member: str
    element: int
    text: str
    placement: Placement


def locate(book: ParsedBook, placements: Iterable[Placement]) -> list[Place]:
    """The places of all pictures that have one, by member and element; equals keep their order."""
    chapters = {chapter.ordinal: chapter for chapter in book.chapters}
    places = []
    for placement in placements:
        chapter = chapters.get(placement.chapter)
        if chapter is None or not 0 <= placement.block < len(chapter.sources):
            continue
        source = chapter.sources[placement.block]
        text = chapter.blocks[placement.block]
        places.append(Place(source.member, source.element, text, placement))
    return sorted(places, key=lambda place: (place.member, place.element))


def outcome(data: bytes, placements: Sequence[Placement], placed: Iterable[Place]) -> Bound:
    """Told by identity, because two equal placements are two pictures."""
    done = {id(place.placement) for place in placed}
    missed = tuple(placement for placement in placements if id(placement) not in done)
    return Bound(data=data, placed=len(placements) - len(missed), missed=missed)


def picture_name(picture: bytes) -> str:
    """By content, so that a picture used twice is stored once; 16 hex digits do for one book."""
    return f"{sha256(picture).hexdigest()[:16]}.jpg"
