"""What every provider of pictures can be asked, whether it answers at once or takes a ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Protocol

from app.domain.illustrations import ImageRequest

# What almost all of them take: a signed integer of 32 bits, which is never negative.
LARGEST_SEED = 2**31 - 1


class Seeds(StrEnum):
    EXACT = "exact"
    BEST_EFFORT = "best-effort"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """
    *is_remote* means that words of the book leave this machine; *is_preview* that it is no
    picture to keep.

    Where *sizes* is empty any size does whose sides are multiples of *multiple_of* and at most
    *max_side*. *url_bytes* bounds a prompt that travels in an address, percent-encoded.
    *references* is the number of pictures it looks at. Without *has_models* there is nothing to choose.
    """

    is_remote: bool
    is_preview: bool
    seeds: Seeds
    has_negative: bool
    languages: frozenset[str]
    prompt_characters: int
    max_side: int
    summary: str
    largest_seed: int = LARGEST_SEED
    sizes: tuple[tuple[int, int], ...] = ()
    multiple_of: int = 1
    url_bytes: int | None = None
    references: int = 0
    has_models: bool = True


@dataclass(frozen=True, slots=True)
class Delivered:
    """
    Bytes as they came, not yet verified.

    *instead_of* is the model that was asked for, where *model* is another one.
    """

    data: bytes
    model: str | None
    seed: int | None
    cost: Decimal | None = None
    currency: str | None = None
    losses: tuple[str, ...] = ()
    instead_of: str | None = None
    request_id: str | None = None
    is_cached: bool | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """
    A picture on its way; *delivered* is there once it is finished.

    *id* and *notes* are all that another process needs to go on with it.
    """

    id: str
    delivered: Delivered | None = None
    poll_after_s: float = 2.0
    notes: Mapping[str, str] = field(default_factory=dict)


class ImageProvider(Protocol):
    name: ClassVar[str]
    capabilities: ClassVar[Capabilities]

    async def capable(self, model: str | None) -> Capabilities:
        """Of *model*, or of the one that is used where none is named."""
        ...

    async def submit(self, request: ImageRequest) -> Ticket:
        """Of a request that is within the capabilities: see `adapting`."""
        ...

    async def poll(self, ticket: Ticket) -> Ticket: ...

    async def cancel(self, ticket: Ticket) -> None: ...

    async def credit(self) -> Decimal | None:
        """What is left on the account; None where nobody tells."""
        ...


class Immediate:
    """The half of the protocol that a provider which answers at once has nothing to say to."""

    capabilities: ClassVar[Capabilities]

    async def capable(self, model: str | None) -> Capabilities:  # noqa: ARG002  # all are alike
        return self.capabilities

    async def poll(self, ticket: Ticket) -> Ticket:
        return ticket

    async def cancel(self, ticket: Ticket) -> None:
        """Nothing runs after the answer has come."""

    async def credit(self) -> Decimal | None:
        return None
