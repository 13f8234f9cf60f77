"""How much of a stranger's file is read, and at what cost, before it is refused."""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.compute import Bounds

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes unless named otherwise; beside each the most of 319 real books, where measured."""

    inflated: int = 512 * MIB  # seen: 69 MiB
    member: int = 128 * MIB
    markup: int = 16 * MIB  # seen: 2.0 MiB in a chapter
    fb2: int = 96 * MIB  # pictures and all; seen: 23 MiB
    ratio: int = 200  # seen: 42
    ratio_from: int = 16 * MIB  # as much as one document may have anyway
    entries: int = 10_000  # seen: 2,020
    name: int = 1_024  # seen: 111
    depth: int = 256  # levels; seen: 24. libxml2 stops there too.
    nesting: int = 32  # containers, and inline elements, that are kept inside each other
    elements: int = 500_000  # in one document; seen: 20,160
    text: int = 16_000_000  # characters
    sections: int = 20_000  # of an FB2; seen: 113
    spine: int = 10_000  # seen: 2,014
    contents: int = 10_000  # entries; seen: 2,014
    contents_depth: int = 16  # seen: 7
    notes: int = 50_000
    images: int = 2_000
    image: int = 20 * MIB
    pixels: int = 40_000_000  # seen: 7.4 million
    title: int = 1_000  # characters; seen: 76
    people: int = 100
    genres: int = 200
    annotation: int = 20_000  # characters
    warnings: int = 20  # of one kind
    expansion: int = 1_000_000  # characters that entities of a document type may add
    wall: timedelta = timedelta(seconds=60)
    cpu: timedelta = timedelta(seconds=30)
    memory: int = 448 * MIB  # beyond the 60 MiB of a bare child


LIMITS = Limits()


def bounds(limits: Limits) -> Bounds:
    """What reading one book may cost."""
    return Bounds(limits.wall.total_seconds(), limits.cpu.total_seconds(), limits.memory)
