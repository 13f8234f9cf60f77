"""A plan of pictures: what they will take, in time and money."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Select, func, select

from app.db.models import Book, Illustration, Reader
from app.db.work import ReadSession
from app.domain.illustrations import IllustrationState

# The newest pictures of a provider tell how it is today; a guess.
_RECENT = 50
# Of one picture before any was measured, in seconds: on this machine, and elsewhere. Guesses, on the
# safe side of what public benchmarks of such services tell.
_DRAWN_HERE_S = 2.0
_DRAWN_ELSEWHERE_S = 15.0
_MILLIONTH = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Painter:
    """
    A provider that is set up: *slots* pictures at a time and *per_minute* at most.

    *price* is that of a picture in *currency*: 0 where it is free, None where nobody knows.
    """

    name: str
    slots: int
    is_remote: bool
    is_preview: bool
    per_minute: float | None = None
    price: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """*seconds* from the first picture to the last; *cost* None where nobody knows the price."""

    seconds: float
    cost: Decimal | None
    currency: str | None


async def estimate(
    session: ReadSession,
    book: Book,
    provider: str,
    count: int,
    *,
    painters: Sequence[Painter],
    model: str | None = None,
    operator_consent: bool = False,
) -> Estimate:
    """
    What *count* pictures of *book* will take, if nobody else draws meanwhile.

    By the newest pictures of that provider, whoever's they are; before there are any, by its declared
    price and a guess. *painters* are those that are set up, in the order in which `auto` asks them.
    """
    painter = await _painter(session, book, provider, painters, operator_consent=operator_consent)
    measured = await _measured(session, painter.name, model)
    each_s = measured.seconds
    if each_s is None:
        each_s = _DRAWN_ELSEWHERE_S if painter.is_remote else _DRAWN_HERE_S
    seconds = each_s * math.ceil(count / max(1, painter.slots))
    if painter.per_minute:
        seconds = max(seconds, 60 / painter.per_minute * max(0, count - painter.slots) + each_s)
    price, currency = measured.cost, measured.currency
    if price is None:
        price, currency = painter.price, painter.currency
    return Estimate(
        seconds=round(seconds if count else 0.0, 1),
        cost=None if price is None else (price * count).quantize(_MILLIONTH),
        currency=None if price is None else currency,
    )


async def _painter(
    session: ReadSession,
    book: Book,
    provider: str,
    painters: Sequence[Painter],
    *,
    operator_consent: bool,
) -> Painter:
    """Who will draw: the one named, or whom `auto` asks first, which is a sketch without consent."""
    if provider != "auto":
        found = [each for each in painters if each.name == provider]
        return found[0] if found else Painter(provider, 1, is_remote=True, is_preview=False)
    sketch = next(each for each in painters if each.is_preview)
    first = next((each for each in painters if not each.is_preview), sketch)
    if not first.is_remote or operator_consent:
        return first
    reader = await session.get_one(Reader, book.owner_id)
    return sketch if reader.remote_consent_at is None else first


@dataclass(frozen=True, slots=True)
class _Measured:
    seconds: float | None
    cost: Decimal | None
    currency: str | None


async def _measured(session: ReadSession, provider: str, model: str | None) -> _Measured:
    took = _recent(provider, model).subquery()
    mean_ms = await session.scalar(select(func.avg(took.c.duration_ms)))
    paid = _recent(provider, model).where(Illustration.cost.is_not(None)).subquery()
    by_currency = (
        await session.execute(
            select(func.avg(paid.c.cost), paid.c.currency)
            .group_by(paid.c.currency)
            .order_by(func.count().desc())
            .limit(1)
        )
    ).first()
    cost, currency = (None, None) if by_currency is None else by_currency
    return _Measured(None if mean_ms is None else float(mean_ms) / 1000, cost, currency)


def _recent(provider: str, model: str | None) -> Select[int | None, Decimal | None, str | None]:
    """Pictures of all readers: how long and how much, which tells nobody's books."""
    statement = (
        select(Illustration.duration_ms, Illustration.cost, Illustration.currency)
        .where(
            Illustration.provider == provider,
            Illustration.state == IllustrationState.READY,
            Illustration.duration_ms.is_not(None),
        )
        .order_by(Illustration.id.desc())
        .limit(_RECENT)
    )
    return statement if model is None else statement.where(Illustration.model == model)
