"""What the headers of an answer say about the next question: every form they have been seen in."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

# Longer than an hour nobody means seriously; under a second is not worth a job's second start.
_SHORTEST_S, _LONGEST_S = 1.0, 3600.0
# Seconds since 1970, not a span of time: some services send the moment of the reset.
_A_MOMENT = 1_000_000_000
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_FIELDS = re.compile(r"\b(r|t|remaining|reset)\s*=\s*(\d+)")
# `RateLimit-Remaining` of the drafts, `X-RateLimit-Remaining` of many, `-requests` of OpenAI.
_REMAINING = re.compile(r"(?:x-)?ratelimit-remaining.*")


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds from 1 to 3600; None where the answer names none, or nonsense. *now* is Unix time."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return _sensible(milliseconds / 1000)
    named = headers.get("retry-after")
    if named is None:
        return None
    seconds = _number(named)
    if seconds is None:
        moment = _moment(named)
        # By the clock that wrote the date, where it says what it shows.
        seconds = None if moment is None else moment - _clock(headers, now)
    return None if seconds is None else _sensible(seconds)


def quiet_s(headers: Mapping[str, str], now: float) -> float:
    """Seconds until more is allowed, where the answer says that nothing is left; else 0."""
    resets = [seconds for left, seconds in _windows(headers, now) if left <= 0]
    return min(max([0.0, *resets]), _LONGEST_S)


def _windows(headers: Mapping[str, str], now: float) -> Iterator[tuple[float, float]]:
    """What is left in each window, and the seconds until it begins anew."""
    for policy in headers.get("ratelimit", "").split(","):
        found = dict(_FIELDS.findall(policy))
        if {"r", "t"} <= found.keys():
            yield int(found["r"]), int(found["t"])
    whole = dict(_FIELDS.findall(headers.get("ratelimit", "")))
    if {"remaining", "reset"} <= whole.keys():
        yield int(whole["remaining"]), int(whole["reset"])
    for name, value in headers.items():
        if _REMAINING.fullmatch(name):
            left, reset = _number(value), headers.get(name.replace("remaining", "reset"))
            if left is not None and reset is not None:
                yield left, _until(reset, now)


def _until(reset: str, now: float) -> float:
    number = _number(reset)
    if number is not None:
        return number - now if number > _A_MOMENT else number
    return sum(float(amount) * _UNITS[unit] for amount, unit in _LENGTH.findall(reset))


def _clock(headers: Mapping[str, str], now: float) -> float:
    moment = _moment(headers.get("date", ""))
    return now if moment is None else moment


def _moment(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _number(text: str | None) -> float | None:
    """Finite, or None."""
    if text is None or not re.fullmatch(r"\s*-?\d{1,15}(\.\d+)?\s*", text):
        return None
    return float(text)


def _sensible(seconds: float) -> float:
    return min(max(seconds, _SHORTEST_S), _LONGEST_S)
