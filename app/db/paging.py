"""Lists by pages: stable under insertion, because a page starts after a row and not at a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import InvalidInput

Row = TypeVar("Row")
# What a column of 64 bits holds.
_LARGEST = 2**63 - 1
Keys = Sequence[str | int | float | None]


@dataclass(frozen=True, slots=True)
class Order:
    column: SQLColumnExpression[Any]
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class PageRequest:
    """*after* are the keys of the last row of the page before."""

    limit: int = 50
    after: Keys | None = None
    with_total: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    items: list[Row]
    next: Keys | None
    total: int | None = None


async def page(
    session: AsyncSession,
    statement: Select[*tuple[Any, ...]],
    order: Sequence[Order],
    request: PageRequest,
) -> Page[Any]:
    """Rows of *statement* in *order*, whose last column must be unique."""
    total = None
    if request.with_total:
        total = await session.scalar(select(func.count()).select_from(statement.subquery()))
    if request.after is not None:
        statement = statement.where(_after(order, _typed(order, request.after)))
    ordered = statement.order_by(
        *(each.column.desc() if each.is_descending else each.column.asc() for each in order)
    ).add_columns(*(each.column for each in order))
    rows = (await session.execute(ordered.limit(request.limit + 1))).all()
    width = len(order)
    items = [row[0] if len(row) == 1 + width else tuple(row[:-width]) for row in rows]
    keys = None
    if len(rows) > request.limit:
        last = rows[request.limit - 1]
        keys = [each if isinstance(each, int | float) else str(each) for each in last[-width:]]
    return Page(items[: request.limit], keys, total)


def _typed(order: Sequence[Order], keys: Keys) -> list[Any]:
    """The keys as the columns have them; whoever made the cursor up is told so."""
    if len(keys) != len(order):
        raise InvalidInput("This cursor belongs to another list", pointer="/cursor")
    typed: list[Any] = []
    for each, key in zip(order, keys, strict=True):
        # Attributes of a model have a type too; only their declaration does not say so.
        kind = cast("ColumnElement[Any]", each.column).type.python_type
        try:
            typed.append(key if kind is type(key) else kind(key))
        except (AttributeError, TypeError, ValueError, OverflowError) as error:
            raise InvalidInput("This cursor belongs to another list", pointer="/cursor") from error
        if isinstance(typed[-1], int) and abs(typed[-1]) > _LARGEST:
            raise InvalidInput("This cursor belongs to another list", pointer="/cursor")
    return typed


def _after(order: Sequence[Order], keys: Sequence[Any]) -> ColumnElement[bool]:
    """(a, b) after (x, y) with a direction per column: a beyond x, or a equal and b beyond y."""
    alternatives = []
    for position, (each, key) in enumerate(zip(order, keys, strict=True)):
        equal = [o.column == k for o, k in zip(order[:position], keys, strict=False)]
        beyond = each.column < key if each.is_descending else each.column > key
        alternatives.append(and_(*equal, beyond))
    return or_(*alternatives)
