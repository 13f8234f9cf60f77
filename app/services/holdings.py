"""Which stored bytes a row names. Whatever no row names may be thrown away, so every table is here."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    any_,
    bindparam,
    case,
    func,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

from app.db.base import Json
from app.db.models import Asset, Edition, Export, Illustration, SuspectPicture
from app.db.work import ReadSession

# Columns with the digest of stored bytes, and those with digests by width.
DIGESTS = (Edition.sha256, Asset.digest, Export.digest, SuspectPicture.digest)
FILES = (Edition.cover_files, Illustration.files)

_Which = Callable[[SQLColumnExpression[Any]], ColumnElement[bool]]
_Source = tuple[Select[Any], SQLColumnExpression[Any]]


async def of_these(session: ReadSession, digests: Collection[str]) -> set[str]:
    """Those of *digests* that some row names; content addresses are shared."""
    if not digests:
        return set()
    asked = any_(bindparam("digests", list(digests), type_=ARRAY(String)))
    return await _those(session, lambda digest: digest == asked)


async def beginning_with(session: ReadSession, prefix: str) -> set[str]:
    return await _those(session, lambda digest: digest.startswith(prefix, autoescape=True))


async def _those(session: ReadSession, which: _Which) -> set[str]:
    every = union_all(*(statement.where(which(digest)) for statement, digest in _named()))
    return set(await session.scalars(every))


def _named() -> list[_Source]:
    plain: list[_Source] = [(select(column), column) for column in DIGESTS]
    return [*plain, *(_values(files) for files in FILES)]


def _values(files: InstrumentedAttribute[Json | None]) -> _Source:
    """The digests in a column that has them by width."""
    # What is no object has no values, and is told as an error unless it is left out.
    told = case((func.jsonb_typeof(files) == "object", files))
    each = func.jsonb_each_text(told).table_valued("key", "value").lateral()
    return select(each.c.value).select_from(files.class_).join(each, true()), each.c.value
