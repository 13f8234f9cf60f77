"""
What each refusal means to us, whoever refuses; the many shapes are those seen in public code,
documentation and issues.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NoReturn

from app.domain.gates import Answer
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
# The account has as many running as it may have.
_CROWDED = "concurrency_limit_exceeded"
# OpenAI says 429 for a rate, which passes, and for credit, which does not.
_NO_CREDIT = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
# The edge of Pollinations sends 429 without Retry-After; its window is ten seconds. Longer than an hour nobody
# means seriously.
_DEFAULT_WAIT_S = 10.0
_LONGEST_WAIT_S = 3600.0


def refuse(answer: Answer, name: str, *, wait_s: float = _DEFAULT_WAIT_S) -> NoReturn:
    """Raises our error for an answer of *name* that is not 200; *wait_s* where a busy one names no time."""
    status, told = answer.status, _json(answer.body)
    codes = _codes(told)
    if codes & _SAFETY:
        raise PictureRefused(reason="moderation")
    if codes & _NO_CREDIT or (status == HTTPStatus.PAYMENT_REQUIRED and "x402Version" not in told):
        raise QuotaExceeded(f"The credit at {name} is used up.", reason=f"status-{status}")
    if status == HTTPStatus.TOO_MANY_REQUESTS or "x402Version" in told:
        # 402 with an x402 body is a full queue, whatever the number says.
        limit = "concurrency" if _CROWDED in codes else "rate"
        seconds = answer.retry_after or _wait(told, wait_s)
        raise Snoozed(retry_after=seconds, reason=f"status-{status}", limit=limit)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        raise ProviderUnavailable(
            f"{name} is out of order.", retry_after=answer.retry_after, reason=f"status-{status}"
        )
    if status < HTTPStatus.BAD_REQUEST:
        # Redirects are never followed: they could lead into the operator's own network.
        raise ProviderUnavailable(f"{name} sent us elsewhere.", reason=f"status-{status}")
    raise ProviderMisconfigured(
        f"{name} did not accept key, model or request.", reason=f"status-{status}"
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _codes(answer: Mapping[str, Any]) -> set[str]:
    """Of `error`, which is a word or an object, and of `detail`, which is a word or a list of objects."""
    error, detail = answer.get("error"), answer.get("detail")
    found = [error] if isinstance(error, dict) else []
    found += [each for each in detail if isinstance(each, dict)] if isinstance(detail, list) else []
    named = {str(each.get(key)) for each in found for key in ("code", "type")}
    return named | {str(error), str(answer.get("error_type"))}


def _wait(told: Mapping[str, Any], default_s: float) -> float:
    """Seconds, from the body: one of the shapes names them there and nowhere else."""
    seconds = told.get("retryAfterSeconds")
    if not isinstance(seconds, int | float) or not 0 < seconds <= _LONGEST_WAIT_S:
        return default_s
    return float(seconds)
