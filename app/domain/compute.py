"""How an engine asks for CPU without knowing where it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, Protocol, Self, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one call may cost: seconds on the wall and of the processor, and bytes beyond a bare process."""

    wall_s: float
    cpu_s: float
    memory: int


class Compute(Protocol):
    """Runs a pure, picklable function away from the event loop; raises what the function raises."""

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...

    def within(self, bounds: Bounds) -> Self:
        """The same processes with other *bounds* on each call."""
        ...
