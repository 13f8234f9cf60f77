"""What we ask a provider to draw, and what comes back."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from app.domain.descriptions import DescriptionType


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


@dataclass(frozen=True, slots=True)
class Style:
    """*words* go verbatim into every prompt; *name* is for people."""

    id: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What the prompt compiler reads: the words, their language ("ru", "en" ...) and what they are mostly about."""

    text: str
    language: str
    type: DescriptionType
    context: str = ""


@dataclass(frozen=True, slots=True)
class CompiledPrompt:
    """*slots* tells which words came from where, in prompt order; *losses* names what had to be left out."""

    text: str
    slots: tuple[tuple[str, str], ...]
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """Provider-neutral and complete: the same request is the same picture where the provider honours seeds."""

    prompt: str
    negative: str | None
    width: int
    height: int
    seed: int
    model: str | None = None
    quality: Quality = Quality.STANDARD


@dataclass(frozen=True, slots=True)
class Drawn:
    """A verified picture and the truth about how it came to be; *losses* is what the provider could not honour."""

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


@dataclass(frozen=True, slots=True)
class Degraded:
    """A fallback somebody can see."""

    from_: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Renditions:
    """One picture as WebP at several widths in pixels, the largest last, without metadata."""

    files: tuple[tuple[int, bytes], ...]
    width: int
    height: int
    colour: str
    blurhash: str


class Studio(Protocol):
    """Draws with whoever is asked, or the best that is allowed."""

    async def draw(
        self, request: ImageRequest, *, provider: str = "auto", consent: bool = False
    ) -> Drawn: ...


@dataclass(frozen=True, slots=True)
class Placement:
    """A JPEG to stand after block *block* of chapter *chapter* in a book file."""

    chapter: int
    block: int
    data: bytes
    width: int
    height: int
    alt: str
