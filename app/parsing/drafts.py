"""A chapter in the making: in pieces, so that ids and links are filled in once all is known."""

from dataclasses import dataclass, field

from app.domain.books import BlockSource

Target = tuple[str, str]
"""A member and a fragment of it; the fragment is "" for the beginning."""


@dataclass(slots=True)
class Link:
    """A link or a piece of it: *opening* and *closing* are places in `Draft.pieces`."""

    opening: int
    block: int
    start: int
    target: Target
    is_note: bool
    closing: int = 0
    end: int = 0


@dataclass(slots=True)
class Opening:
    """Where a block starts in `Draft.pieces`, and what its tag will be."""

    piece: int
    name: str
    attributes: str


@dataclass(slots=True, eq=False)
class Draft:
    """
    Blocks, their openings and their sources go side by side.

    *level* counts from 0; *name* is what links to where it begins inside a document, "" for nothing.
    """

    title: str = ""
    level: int = 0
    name: str = ""
    types: set[str] = field(default_factory=set)
    is_front: bool = False
    is_linear: bool = True
    is_notes: bool = False
    pieces: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    sources: list[BlockSource] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    has_images: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.blocks and not self.has_images

    def absorb(self, other: "Draft") -> tuple[int, int]:
        """Append *other*; returns how far its pieces and blocks moved."""
        by_pieces, by_blocks = len(self.pieces), len(self.blocks)
        self.pieces += other.pieces
        self.blocks += other.blocks
        self.sources += other.sources
        for opening in other.openings:
            opening.piece += by_pieces
        for link in other.links:
            link.opening += by_pieces
            link.closing += by_pieces
            link.block += by_blocks
        self.openings += other.openings
        self.links += other.links
        self.has_images |= other.has_images
        return by_pieces, by_blocks


@dataclass(slots=True)
class Manuscript:
    """
    All drafts in the order they began, the notes taken out of them, and where each target is.

    *ends* is the block after the element a target names, in the same draft.
    """

    drafts: list[Draft] = field(default_factory=list)
    notes: Draft = field(default_factory=lambda: Draft(is_notes=True))
    places: dict[Target, tuple[Draft, int]] = field(default_factory=dict)
    ends: dict[Target, int] = field(default_factory=dict)
    note_count: int = 0
