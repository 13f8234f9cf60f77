"""Requests to providers: limits of size, and the second try with the very same bytes."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeVar

from app.domain.gates import Answer, Call, Visit
from app.errors import ProviderUnavailable
from app.illustration.providers import refusals

T = TypeVar("T")

MAX_PICTURE_BYTES = 20_000_000
# A third more than the picture: that is what base64 adds.
MAX_ANSWER_BYTES = math.ceil(MAX_PICTURE_BYTES * 4 / 3) + 10_000
# Between the two tries; a guess.
RETRY_WAIT_S = 2.0


async def asked(visit: Visit, call: Call, name: str) -> Answer:
    """An answer that is 200, or our error."""
    answer = await visit.ask(call)
    if answer.status != HTTPStatus.OK:
        refusals.refuse(answer, name)
    return answer


async def twice(ask: Callable[[], Awaitable[T]], pause_s: float) -> T:
    """
    Once more with the very same bytes, where that is neither drawn nor billed again.

    What the second attempt meets is final for now; waiting longer is the job's business.
    """
    try:
        return await ask()
    except ProviderUnavailable:
        pass  # Told by the second attempt, if it fails as well.
    await asyncio.sleep(pause_s)
    return await ask()
