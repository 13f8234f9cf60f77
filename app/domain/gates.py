"""How an engine asks a machine that is not ours: when it may, within what bounds, and no other way."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Pace:
    """
    What one provider is asked by all our processes together.

    *slots* requests at a time, *per_minute* of them, *burst* at once. A caller waits up to
    *patience_s* for its turn; at 0 it is told when to come again.
    """

    slots: int
    per_minute: float
    burst: int
    patience_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request; *timeout_s* is from the first byte to the last, *max_bytes* of the answer."""

    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    timeout_s: float = 60
    max_bytes: int = 1_000_000

    def __repr__(self) -> str:
        # The generated one would write keys and passages into every log that shows a call.
        return f"Call({self.method} {self.url})"


@dataclass(frozen=True, slots=True)
class Answer:
    """*headers* are in lower case; *retry_after* in seconds, where the answer names it in any form."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    retry_after: float | None = None


class Visit(Protocol):
    """A slot at a provider, ours until the block ends."""

    async def ask(self, call: Call) -> Answer:
        """
        Whatever status comes back is an answer; no redirect is followed.

        Raises `ProviderUnavailable` where no whole answer came, `ProviderMisconfigured` for an
        address that is none; *reason* says which.
        """
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """How things are with a provider: *wait_s* until it is asked again, and why."""

    is_shared: bool
    held: int
    slots: int
    wait_s: float = 0.0
    reason: str = ""


class Gate(Protocol):
    """
    Lets nobody ask a provider more than it takes, whichever process wants to.

    It learns from what happens inside the block: `Snoozed` closes it for as long as that says,
    `ProviderUnavailable` again and again lets the provider rest, as do a refused key and used up
    credit. Raises `Snoozed` with *reason* "slots", "rate", "told" or "resting", or the error that
    sent the provider to rest where waiting a moment would not help.

    A *provider* is a name, or a name, a colon and an account of its own: slots, pace, waits and rests
    are then those of the account, the pace is that of the name.
    """

    def admit(self, provider: str) -> AbstractAsyncContextManager[Visit]: ...

    async def standing(self, provider: str) -> Standing: ...
