"""A port that nobody answers on."""

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture
def unused_port() -> Iterator[int]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # Bound and not listening: every connection is refused.
        yield bound.getsockname()[1]
