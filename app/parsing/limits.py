"""How much of a file is read before it is refused; beside it the most of 319 real books."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes unless named otherwise."""

    inflated: int = 512 * MIB  # seen: 69 MiB
    member: int = 128 * MIB
    markup: int = 16 * MIB  # seen: 2.0 MiB in a chapter
    fb2: int = 96 * MIB  # pictures and all; seen: 23 MiB
    ratio: int = 200  # seen: 42
    ratio_from: int = 10 * MIB
    entries: int = 10_000  # seen: 2,020
    name: int = 1_024  # seen: 111
    depth: int = 256  # levels; seen: 24. libxml2 stops there too.
    nesting: int = 32  # containers, and inline elements, that are kept inside each other
    elements: int = 500_000  # in one document; seen: 20,160
    text: int = 16_000_000  # characters of an FB2 without its pictures
    sections: int = 20_000  # of an FB2; seen: 113
    spine: int = 10_000  # seen: 2,014
    contents: int = 10_000  # entries; seen: 2,014
    contents_depth: int = 16  # seen: 7
    images: int = 2_000
    image: int = 20 * MIB
    pixels: int = 40_000_000  # seen: 7.4 million
    title: int = 1_000  # characters; seen: 76
    people: int = 100
    genres: int = 200
    annotation: int = 20_000  # characters
    warnings: int = 20  # of one kind
    expansion: int = 1_000_000  # characters that entities of a document type may add


LIMITS = Limits()
