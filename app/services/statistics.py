"""What a reader's pictures add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Row, Select, String, cast, func, text

from app.db.models import Illustration
from app.db.work import ReadSession
from app.domain.illustrations import IllustrationState
from app.services import books, sifting

# A year of days, the newest; our choice.
_DAYS = 366
_GROUPS = ("type", "style", "provider", "model", "state", "rating", "reason")
_FLAGS = ("favourite", "shown", "stale", "degraded", "preview")


@dataclass(frozen=True, slots=True)
class Statistics:
    """
    Counts of the pictures that are not deleted.

    *groups* counts by each of "type", "style", "provider", "model", "state", "rating" and "reason"; a
    picture without such a thing (the provider of one that is not drawn) is in none. *flags* counts the
    "favourite", "shown", "stale", "degraded" and "preview". *days* are those on which they were asked for,
    the newest year of them, *costs* are sums by currency, *seconds* the mean of those drawn.
    """

    total: int
    flags: Mapping[str, int]
    groups: Mapping[str, Mapping[str, int]]
    days: Mapping[date, int]
    costs: Mapping[str, Decimal]
    seconds: float | None
    rating: float | None


async def of(
    session: ReadSession, reader_id: UUID, zone: ZoneInfo, *, book_id: UUID | None = None
) -> Statistics:
    """All of one's own pictures count, however far one has read."""
    if book_id is not None:
        await books.get(session, reader_id, book_id)
    rows = (await session.execute(_counted(reader_id, zone, book_id))).all()
    # The bits of those a row is not about, in their order.
    names = (*_GROUPS, "day", "currency")
    about = {name: (1 << len(names)) - 1 - (1 << bit) for bit, name in enumerate(reversed(names))}
    whole = next(row for row in rows if row.mask == (1 << len(names)) - 1)

    def of_one(name: str) -> Iterable[Row[*tuple[Any, ...]]]:
        return (r for r in rows if r.mask == about[name] and getattr(r, name) is not None)

    days = sorted(((row.day, row.number) for row in of_one("day")), reverse=True)
    return Statistics(
        total=whole.number,
        flags={name: getattr(whole, f"{name}_number") for name in _FLAGS},
        groups={
            name: {
                str(getattr(row, name)): row.number
                for row in sorted(of_one(name), key=lambda row: -row.number)
            }
            for name in _GROUPS
        },
        days=dict(days[:_DAYS]),
        costs={row.currency: row.cost for row in of_one("currency") if row.cost is not None},
        seconds=None if whole.ms is None else round(float(whole.ms) / 1000, 3),
        rating=None if whole.stars is None else round(float(whole.stars), 2),
    )


def _counted(reader_id: UUID, zone: ZoneInfo, book_id: UUID | None) -> Select[*tuple[Any, ...]]:
    """One pass over the pictures: a row for each value of each column, and one for the whole."""
    pictures = _pictures(reader_id, zone, book_id).subquery()
    each = pictures.c
    columns = [each[name] for name in (*_GROUPS, "day", "currency")]
    is_ready = each.state == IllustrationState.READY.value
    return Select(
        *columns,
        func.grouping(*columns).label("mask"),
        func.count().label("number"),
        func.sum(each.cost).label("cost"),
        func.avg(each.duration_ms).filter(is_ready).label("ms"),
        func.avg(each.rating).label("stars"),
        *(func.count().filter(each[name]).label(f"{name}_number") for name in _FLAGS),
    ).group_by(func.grouping_sets(*columns, text("()")))


def _pictures(reader_id: UUID, zone: ZoneInfo, book_id: UUID | None) -> Select[*tuple[Any, ...]]:
    owned = sifting.with_types(Illustration.owned_by(reader_id))
    if book_id is not None:
        owned = owned.where(Illustration.book_id == book_id)
    return owned.with_only_columns(
        sifting.type_of().label("type"),
        Illustration.style,
        Illustration.provider,
        Illustration.model,
        cast(Illustration.state, String).label("state"),
        Illustration.rating,
        Illustration.rating_reason.label("reason"),
        cast(func.timezone(zone.key, Illustration.created_at), Date).label("day"),
        Illustration.currency,
        Illustration.cost,
        Illustration.duration_ms,
        Illustration.favourite,
        Illustration.shown,
        Illustration.stale,
        Illustration.degraded.is_not(None).label("degraded"),
        Illustration.preview,
    )
