"""A stand-in for gen.pollinations.ai over real sockets, with every fault its clients have met."""

from tests.standin.faults import FAULTS
from tests.standin.server import StandIn

__all__ = ["FAULTS", "StandIn"]
