"""What may improve on the passages and facts that were found: nothing, or a language model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.bible import Fact
from app.domain.descriptions import Candidate
from app.domain.illustrations import Degraded
from app.domain.names import NamedEntity


@dataclass(frozen=True, slots=True)
class Refined:
    """
    The candidates of a chapter, in the order they came.

    *judged* of them were looked at; *dropped* answers were about none of them or quoted what is not
    there. *degraded* tells where the engine could not do its work.
    """

    candidates: tuple[Candidate, ...]
    judged: int = 0
    dropped: int = 0
    degraded: Degraded | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """A block of the book, letter by letter, and whom it names."""

    chapter: int
    block: int
    text: str
    entities: tuple[NamedEntity, ...]


@dataclass(frozen=True, slots=True)
class Testimony:
    """Facts whose quotes stand in the book; *dropped* and *degraded* as in `Refined`."""

    facts: tuple[Fact, ...]
    dropped: int = 0
    degraded: Degraded | None = None


class DescriptionEngine(Protocol):
    """
    Looks again at what the linear engine found.

    Without *has_consent* nothing leaves this machine. No failure is raised: what cannot be
    improved stays as it was, and *degraded* says why.
    """

    @property
    def name(self) -> str: ...

    async def refine(self, found: Sequence[Candidate], *, has_consent: bool) -> Refined: ...

    async def testify(self, witnesses: Sequence[Witness], *, has_consent: bool) -> Testimony: ...
