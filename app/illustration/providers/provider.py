"""What every provider of pictures can be asked, whether it answers at once or takes a ticket."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Protocol

from app.domain.illustrations import ImageRequest


class Seeds(StrEnum):
    EXACT = "exact"
    BEST_EFFORT = "best-effort"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """
    *is_remote* means that words of the book leave this machine; *is_preview* that it is no
    picture to keep.
    """

    is_remote: bool
    is_preview: bool
    seeds: Seeds
    has_negative: bool
    languages: frozenset[str]
    prompt_characters: int
    max_side: int
    summary: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """Bytes as they came, not yet verified."""

    data: bytes
    model: str | None
    seed: int | None
    cost: Decimal | None = None
    currency: str | None = None
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticket:
    """A picture on its way; *delivered* is there once it is finished."""

    id: str
    delivered: Delivered | None = None
    poll_after_s: float = 2.0

    @property
    def is_finished(self) -> bool:
        return self.delivered is not None


class ImageProvider(Protocol):
    name: ClassVar[str]
    capabilities: ClassVar[Capabilities]

    async def submit(self, request: ImageRequest) -> Ticket: ...

    async def poll(self, ticket: Ticket) -> Ticket: ...

    async def cancel(self, ticket: Ticket) -> None: ...

    async def aclose(self) -> None: ...


class Immediate:
    """The half of the protocol that a provider which answers at once has nothing to say to."""

    async def poll(self, ticket: Ticket) -> Ticket:
        return ticket

    async def cancel(self, ticket: Ticket) -> None:
        """Nothing runs after the answer has come."""
