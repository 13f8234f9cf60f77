"""The stand-in for whoever is asked over the network."""

import pytest

from tests.standin import StandIn


@pytest.fixture(scope="module")
async def listening():
    async with StandIn() as service:
        yield service


@pytest.fixture
def service(listening):
    listening.requests.clear()
    listening._script.clear()
    return listening
