"""
A stand-in for every provider of pictures and for any chat service, over real sockets, with every fault
their clients have met. By hand: `python -m tests.standin --help`.
"""

from tests.standin.chat import LIES
from tests.standin.faults import FAULTS
from tests.standin.server import StandIn

__all__ = ["FAULTS", "LIES", "StandIn"]
