"""A hostile file of our own: what it is, and every answer that is a good one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Case:
    """*secrets* may be in no answer, *markup* in no served chapter; *facts* are members of the problem."""

    name: str
    make: Callable[[], bytes]
    answers: frozenset[str]
    secrets: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    has_cover: bool | None = None


def case(name, make, *answers, **more) -> Case:
    return Case(name, make, frozenset(answers), **more)
