"""What every provider of pictures can be asked, whether it answers at once or takes a ticket."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Protocol, Self

from app.domain.illustrations import ImageRequest
from app.errors import InvalidInput, ProviderMisconfigured

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
    *takes_key*: a reader may bring a key of their own. *repeats*: the same bytes asked for again are
    neither drawn nor billed again.
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
    takes_key: bool = False
    repeats: bool = False


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
    """
    *account* is whose slots, pace and credit are used: the name of the provider, or that and a
    digest of a reader's own key.
    """

    name: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    account: str

    def with_key(self, key: str) -> Self:
        """
        The same provider on the account of *key*.

        Raises `InvalidInput` where it takes none, `ProviderMisconfigured` for one that no header takes.
        """
        ...

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


class Keyless:
    """The part of the protocol that a provider without accounts has nothing to say to."""

    name: ClassVar[str]
    account: str

    def with_key(self, key: str) -> Self:  # noqa: ARG002  # there is nothing it opens
        raise InvalidInput(f"{self.name} takes no key.", pointer="/provider")


class Immediate:
    """The part of the protocol that a provider which answers at once has nothing to say to."""

    capabilities: ClassVar[Capabilities]

    async def capable(self, model: str | None) -> Capabilities:  # noqa: ARG002  # all are alike
        return self.capabilities

    async def poll(self, ticket: Ticket) -> Ticket:
        return ticket

    async def cancel(self, ticket: Ticket) -> None:
        """Nothing runs after the answer has come."""

    async def credit(self) -> Decimal | None:
        return None


def account_of(name: str, key: str) -> str:
    """The name of the gate of *key*: its own slots, pace and rests, and nothing that opens anything."""
    if not (key and key.isascii() and key.isprintable()):
        # It would fail later, in an error that quotes it.
        raise ProviderMisconfigured(f"The key for {name} has characters of no key.", reason="key")
    return f"{name}:{hashlib.sha256(key.encode()).hexdigest()[:12]}"
