"""Moments and days in a query, told by whoever asks in a zone of their own."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from app.errors import InvalidInput

# A plus sign that nobody has encoded arrives as a space.
_OFFSET = re.compile(r"(T.*) (\d\d:?\d\d)$")
# What every calendar and every database takes.
_YEARS = range(1900, 3000)


def zone_of(name: str, *, pointer: str = "/tz") -> ZoneInfo:
    """Raises `InvalidInput` for what is no zone of the IANA list."""
    if name not in _zones():
        raise InvalidInput(f"There is no time zone {name!r}", pointer=pointer)
    return ZoneInfo(name)


def since(value: str, zone: ZoneInfo, *, pointer: str) -> datetime:
    """The moment itself, or the start of the day; without an offset it is one of *zone*."""
    return _moment(value, zone, pointer=pointer)[0]


def until(value: str, zone: ZoneInfo, *, pointer: str) -> datetime:
    """The first moment that is too late: a day counts to its end, a moment as itself."""
    moment, is_day = _moment(value, zone, pointer=pointer)
    if not is_day:
        return moment + timedelta(microseconds=1)
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def _moment(value: str, zone: ZoneInfo, *, pointer: str) -> tuple[datetime, bool]:
    try:
        if len(value) == len("2026-11-21"):
            told = datetime.combine(date.fromisoformat(value), time(), zone)
            is_day = True
        else:
            told, is_day = datetime.fromisoformat(_OFFSET.sub(r"\1+\2", value)), False
    except ValueError as error:
        raise InvalidInput("This is no day and no moment of ISO 8601", pointer=pointer) from error
    if told.year not in _YEARS:
        raise InvalidInput("No picture is of such a year", pointer=pointer)
    return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC), is_day


@cache
def _zones() -> frozenset[str]:
    """Those the database knows, too: it has never heard of what this machine calls local."""
    return frozenset(available_timezones()) - {"localtime"}
