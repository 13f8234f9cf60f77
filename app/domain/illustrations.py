"""What we ask a provider to draw, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from app.domain.bible import Attribute
from app.domain.descriptions import DescriptionType
from app.domain.names import EntityKind, Gender


class IllustrationState(StrEnum):
    QUEUED = "queued"
    DRAWING = "drawing"
    READY = "ready"
    FAILED = "failed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Quality(StrEnum):
    DRAFT = "draft"
    STANDARD = "standard"
    HIGH = "high"


class Anchor(StrEnum):
    """What the views of a series look at: nothing, the first of them, or the approved reference."""

    NONE = "none"
    FIRST = "first"
    REFERENCE = "reference"


class ExportFormat(StrEnum):
    ZIP = "zip"


class Verdict(StrEnum):
    """Of an admin on a suspected picture: a confirmed one is never taken for a picture again."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Style:
    """*words* go verbatim into every prompt; *name* is for people."""

    id: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Trait:
    """One fact of the bible in a painter's words; *source* names it ("fact:{id}")."""

    attribute: Attribute
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Portrayed:
    """
    Somebody or something to be drawn, as the bible knows it at that place of the book.

    *locked* go into every prompt verbatim and in this order; *traits* are the others that are sure
    enough, the best first. *name* is in Latin letters. *has_reference*: a picture of it is sent along
    where the provider takes one.
    """

    key: str
    kind: EntityKind
    name: str
    gender: Gender = Gender.UNKNOWN
    locked: tuple[Trait, ...] = ()
    traits: tuple[Trait, ...] = ()
    has_reference: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """
    What the prompt compiler reads: the words, their language ("ru", "en" ...) and what they are mostly about.

    *cast* is who is in it, the most important first; *era* the bible's words for time and country
    ("Russia, 1860s"), "" where nothing tells; *view* is how a series looks at its subject ("profile",
    "wide" or free words), "" for the passage's own frame.
    """

    text: str
    language: str
    type: DescriptionType
    context: str = ""
    cast: tuple[Portrayed, ...] = ()
    era: str = ""
    view: str = ""


@dataclass(frozen=True, slots=True)
class Sights:
    """
    What a passage shows, for a painter who reads no sentences.

    *seen* are English lemmas in the order of the text; *absent* are those the text denies, and *style* is a style's id.
    """

    type: DescriptionType
    style: str
    seen: tuple[str, ...]
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """
    Some words of a prompt and where they come from.

    *source* is "passage", "context", "style", "type", "view", "reader", "era", "guard", the key of an
    entity or a trait's own.
    """

    name: str
    words: str
    source: str = "passage"


@dataclass(frozen=True, slots=True)
class CompiledPrompt:
    """
    *slots* are in prompt order; *losses* names what had to be left out.

    *avoid* is what pictures of this type are better without: a parameter where the provider has one.
    *held* says why nobody may be asked for this picture as it is; "" where all is well.
    """

    text: str
    slots: tuple[Slot, ...]
    losses: tuple[str, ...] = ()
    sights: Sights | None = None
    avoid: tuple[str, ...] = ()
    held: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture for the provider to look at; *role* says whose ("character: Ivan")."""

    data: bytes
    media_type: str
    role: str = ""

    def __repr__(self) -> str:
        return f"Reference({self.media_type}, {len(self.data)} bytes, {self.role!r})"


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """
    Provider-neutral and complete: the same request is the same picture where the provider honours seeds.

    *negative* is the reader's own; *avoid* are ours, and nobody misses them where they cannot be said.
    """

    prompt: str
    negative: str | None
    width: int
    height: int
    seed: int
    model: str | None = None
    quality: Quality = Quality.STANDARD
    sights: Sights | None = None
    references: tuple[Reference, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    A verified picture and the truth about how it came to be; *losses* is what the provider could not honour.

    *prompt* is what was sent, *request_id* the provider's own name for the request; *is_cached* tells
    whether it had the picture already, where it says so. *references* are the roles of the pictures
    that were sent along, *digest* is the SHA-256 of the bytes as they came, *dhash* their look in 64 bits.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    provider: str
    model: str | None
    seed: int | None
    preview: bool
    cost: Decimal | None = None
    currency: str | None = None
    latency_ms: int = 0
    technical: float = 1.0
    losses: tuple[str, ...] = ()
    degraded: "Degraded | None" = None
    prompt: str = ""
    request_id: str | None = None
    is_cached: bool | None = None
    references: tuple[str, ...] = ()
    digest: str = ""
    dhash: int | None = None


@dataclass(frozen=True, slots=True)
class Degraded:
    """A fallback somebody can see."""

    from_: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Renditions:
    """
    One picture as WebP at several widths in pixels, the largest last, without metadata.

    *avif* is the same again as AVIF, or empty.
    """

    files: tuple[tuple[int, bytes], ...]
    width: int
    height: int
    colour: str
    blurhash: str
    avif: tuple[tuple[int, bytes], ...] = ()

    def by_key(self) -> tuple[tuple[str, bytes], ...]:
        """As a row names them: "640" is a WebP, "640.avif" the same as AVIF."""
        return (
            *((str(width), data) for width, data in self.files),
            *((f"{width}.avif", data) for width, data in self.avif),
        )


@dataclass(frozen=True, slots=True)
class Pending:
    """
    A picture that a provider has begun: enough for another process to fetch it.

    *digest* tells for which request, *notes* is the provider's own, *begun_at* is Unix time.
    """

    provider: str
    id: str
    digest: str
    begun_at: float
    notes: Mapping[str, str]


class Tickets(Protocol):
    """Where a ticket is kept until its picture is there, whatever happens to this process."""

    async def kept(self) -> Pending | None: ...

    async def keep(self, pending: Pending | None) -> None: ...


class Studio(Protocol):
    """Draws with whoever is asked, or the best that is allowed."""

    async def draw(
        self,
        request: ImageRequest,
        *,
        provider: str = "auto",
        consent: bool = False,
        tickets: Tickets | None = None,
        keys: Mapping[str, str] = MappingProxyType({}),
    ) -> Drawn:
        """
        With *tickets* a slow picture is left to its provider: `Snoozed`, come again. *keys* are the
        reader's own, by provider: whoever is named there is asked on that account.
        """
        ...

    async def take_back(self, pending: Pending, keys: Mapping[str, str] = ...) -> None: ...


@dataclass(frozen=True, slots=True)
class Placement:
    """A JPEG to stand after block *block* of chapter *chapter* in a book file."""

    chapter: int
    block: int
    data: bytes
    width: int
    height: int
    alt: str
