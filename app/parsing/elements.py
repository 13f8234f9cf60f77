"""Elements and blocks while they are open, and what may stand where."""

import unicodedata
from dataclasses import dataclass, field

from app.parsing.drafts import Link, Target
from app.parsing.tags import Kind, Role

_TABLE_PARENTS = {
    "tr": frozenset({"table", "thead", "tbody", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "caption": frozenset({"table"}),
}
# A browser moves text that stands in a table but in no cell out of it, so it gets a cell here.
BARE_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
CELLS = frozenset({"td", "th"})
# Tuples, because the hash of an enum's member is a call and these are asked for every element.
FLOWING = (Kind.CONTAINER, Kind.CELL)
LOOSE = (Kind.INLINE, Kind.PASSED)
_ANYWHERE = (*LOOSE, Kind.WALL)


@dataclass(slots=True)
class Open:
    """An element that has started: *kind* is what became of it, *element* its source's index."""

    kind: Kind
    name: str
    attributes: str
    element: int
    piece: int = -1
    target: Target | None = None
    href: str = ""
    is_note: bool = False

    @property
    def tag(self) -> str:
        return f"<{self.name}{self.attributes}>"


@dataclass(slots=True)
class Block:
    name: str
    attributes: str
    piece: int
    element: int
    is_implicit: bool
    after: str = ""
    texts: list[str] = field(default_factory=list)
    length: int = 0
    has_image: bool = False
    gap: int = -1  # the piece that becomes a blank or a line break if more text follows
    gap_markup: str = ""
    links: list[Link] = field(default_factory=list)


def fitting(role: Role, parent: str) -> Kind:
    """How an element is written inside *parent*: what a browser would move elsewhere leaves no trace."""
    if role.kind in _ANYWHERE:
        return role.kind
    if role.name in _TABLE_PARENTS:
        return role.kind if parent in _TABLE_PARENTS[role.name] else Kind.WALL
    return Kind.WALL if parent in BARE_TABLE else role.kind


def folded(text: str) -> str:
    """Runs of white space become a blank each: in C, because an expression takes six times as long."""
    text = composed(text)
    for blank in "\n\t\r\f":
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text.replace("\u00ad", ""))
