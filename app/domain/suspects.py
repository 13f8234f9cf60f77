"""Pictures that are probably none: a service's notice, delivered as if it were what was asked for."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Suspect:
    """
    What a provider sent, and why it is not believed.

    *reason* is "placeholder" (its own headers say so, or the digest is known), "duplicate" (the same
    bytes came for another prompt) or "aspect"; *digest* is the SHA-256 in hex of *data*, *dhash* its
    look in 64 bits, None where it cannot be decoded. *prompt* is what was asked for.
    """

    provider: str
    model: str | None
    reason: str
    digest: str
    dhash: int | None
    data: bytes = field(repr=False)
    media_type: str
    prompt: str = field(repr=False)


class Quarantine(Protocol):
    """Where suspects are kept as evidence, and what all our processes together know of deliveries."""

    async def hold(self, suspect: Suspect) -> None:
        """The same bytes of the same provider are one suspect, however often they come."""
        ...

    async def known(self) -> frozenset[str]:
        """Digests that an admin confirmed to be notices: never taken for a picture again."""
        ...

    async def seen(self, provider: str, digest: str, dhash: int, prompt: str) -> bool:
        """
        Whether *provider* delivered these same bytes for another prompt within 24 hours.

        False for what an admin cleared.
        """
        ...

    async def cleared(self, provider: str, digest: str) -> bool:
        """Whether an admin took these bytes of *provider* for a picture: they may come for any prompt."""
        ...
