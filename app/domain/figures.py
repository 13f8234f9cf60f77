"""Who a bible knows and what it says of them, whether a book or its reader said so."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.domain.bible import Attribute, EditKind, Origin
from app.domain.books import Address, Span
from app.domain.names import EntityKind, Gender

# The provider of a picture that nobody drew: its reader brought it.
BROUGHT = "reader"
_NOWHERE = Address(0, 0, 0)


class Look(StrEnum):
    """How sure it is how somebody looks: draft where the book says nothing lasting of it."""

    DRAFT = "draft"
    READY = "ready"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Called:
    """
    A name of somebody; *source* is the key of whom extraction calls so.

    None is for a name by the reader: whoever has it is wherever that stands in the text. One that
    the reader dropped is not shown, and still is whose it was.
    """

    name: str
    source: str | None = None
    first: Address | None = None
    mentions: int = 0
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """
    A fact; *identity* names it through every extraction, *contradicts* are others' identities.

    *quote* and *span* are its proof, None for what only the reader says. *valid_from* None is
    always; of extracted facts *place* orders them as the text does, of others as they were made.
    """

    id: UUID
    identity: str
    attribute: Attribute
    value: str
    value_en: str | None
    quote: str | None
    span: Span | None
    confidence: float
    origin: Origin
    is_lasting: bool
    valid_from: Address | None
    valid_to: Address | None
    is_locked: bool = False
    contradicts: tuple[str, ...] = ()
    version: int = 1

    @property
    def place(self) -> tuple[int, Address, str]:
        return (self.version, self.span.start if self.span else _NOWHERE, self.identity)


@dataclass(frozen=True, slots=True)
class Figure:
    """
    Somebody or something of a bible.

    *ids* and *keys* are its own first, then of all that were merged into it; *called_too* are the
    names of those of the same gender. *look* is what the reader said of it, *reference* the picture
    that shows it, *version* is that which made it.
    """

    ids: tuple[UUID, ...]
    keys: tuple[str, ...]
    kind: EntityKind
    name: str
    names: tuple[Called, ...]
    gender: Gender
    importance: float
    first: Address
    facts: tuple[Said, ...] = ()
    called_too: tuple[str, ...] = ()
    look: Look | None = None
    reference: UUID | None = None
    version: int = 1
    is_renamed: bool = False
    is_gender_told: bool = False
    is_importance_told: bool = False
    is_removed: bool = False

    @property
    def id(self) -> UUID:
        return self.ids[0]

    @property
    def key(self) -> str:
        return self.keys[0]

    @property
    def is_own(self) -> bool:
        """Made by the reader: known at once, whatever has been read."""
        return self.version > 1


@dataclass(frozen=True, slots=True)
class Edit:
    version: int
    kind: EditKind
    payload: dict[str, Any]
