"""
What each refusal of Pollinations means to us; its many shapes are those seen in its public code
and issues.
"""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, NoReturn

from app.errors import (
    PictureRefused,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
    Snoozed,
)

_SAFETY = frozenset(
    {
        "content_policy_violation",
        "safety_error",
        "moderation_blocked",
        "image_generation_user_error",
    }
)
# The edge sends 429 without Retry-After; its window is ten seconds. Longer than an hour nobody
# means seriously.
_DEFAULT_WAIT_S = 10.0
_LONGEST_WAIT_S = 3600.0


def is_placeholder(headers: Mapping[str, str]) -> bool:
    """
    An over-limit request may be answered with 200 and a branded picture; only these headers tell.
    """
    flags = (headers.get("x-rate-limited"), headers.get("x-pollinations-rate-limit-fallback"))
    return any(flag is not None and flag.lower() != "false" for flag in flags)


def refuse(status: int, headers: Mapping[str, str], body: bytes) -> NoReturn:
    """Raises our error for an answer that is not 200."""
    answer = _json(body)
    codes = _codes(answer)
    if codes & _SAFETY or status == HTTPStatus.UNPROCESSABLE_ENTITY:
        raise PictureRefused(reason="moderation")
    if status == HTTPStatus.TOO_MANY_REQUESTS or "x402Version" in answer:
        # 402 with an x402 body is a full queue, whatever the number says.
        raise Snoozed(retry_after=_wait(headers, answer), reason=f"status-{status}")
    if status == HTTPStatus.PAYMENT_REQUIRED:
        raise QuotaExceeded("The credit at Pollinations is used up.", reason="status-402")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        raise ProviderUnavailable("Pollinations is out of order.", reason=f"status-{status}")
    if status < HTTPStatus.BAD_REQUEST:
        # Redirects are never followed: they could lead into the operator's own network.
        raise ProviderUnavailable("Pollinations sent us elsewhere.", reason=f"status-{status}")
    raise ProviderMisconfigured(
        "Pollinations did not accept key, model or request.", reason=f"status-{status}"
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _codes(answer: Mapping[str, Any]) -> set[str]:
    error = answer.get("error")
    if not isinstance(error, dict):
        return {str(error)}
    return {str(error.get("code")), str(error.get("type"))}


def _wait(headers: Mapping[str, str], answer: Mapping[str, Any]) -> float:
    """Seconds, from a number, an HTTP date or the body."""
    named = headers.get("retry-after") or answer.get("retryAfterSeconds")
    if named is None:
        return _DEFAULT_WAIT_S
    try:
        seconds = float(named)
    except (TypeError, ValueError):
        seconds = _until(str(named))
    if math.isnan(seconds):
        return _DEFAULT_WAIT_S
    return min(max(seconds, 1.0), _LONGEST_WAIT_S)


def _until(date: str) -> float:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return _DEFAULT_WAIT_S
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
