"""Pictures of those whom some words name, as far as their reader knows the names."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH

from app.db.models import BibleEdit, Book, Description, Edition, Entity, Illustration, Progress
from app.db.work import ReadSession
from app.domain.bible import EditKind
from app.services import books, figures, names, sifting


async def shows_one_called(
    session: ReadSession,
    reader_id: UUID,
    words: str,
    *,
    book_id: UUID | None = None,
    is_bounded: bool = True,
) -> ColumnElement[bool] | None:
    """
    Whether a picture shows somebody with *words* in a name; None where nobody is called so.

    Whom is asked for first, in plain lists: as part of the question for pictures it would be asked
    again for each of them.
    """
    mine = Book.owned_by(reader_id)
    if book_id is not None:
        mine = mine.where(Book.id == book_id)
    is_edited = (
        select(BibleEdit.id)
        .where(BibleEdit.book_id == Book.id, BibleEdit.kind != EditKind.SET_STYLE)
        .exists()
    )
    shows = []
    for book in (await session.scalars(mine.where(is_edited))).all():
        shows += await _by_the_bible(session, book, words, is_bounded=is_bounded)
    plain = mine.where(~is_edited).with_only_columns(Book.id)
    shows += await _by_extraction(session, words, books_=plain, is_bounded=is_bounded)
    return or_(*shows) if shows else None


async def _by_the_bible(
    session: ReadSession, book: Book, words: str, *, is_bounded: bool
) -> list[ColumnElement[bool]]:
    """What the reader has renamed, merged and split is only in the fold."""
    folded = await figures.of(session, book)
    bound = await books.bound(session, book) if is_bounded else None
    shows: list[ColumnElement[bool]] = []
    for figure in folded.living:
        known = names.known_name(figure, bound)
        called = [each.name for each in names.known_names(figure, bound) if not each.is_dropped]
        if known is None or not _is_in(words, known, *called):
            continue
        passages = await names.passages_of(session, book, folded, figure)
        is_it = or_(
            Illustration.entity_id.in_(figure.ids), Illustration.description_id.in_(passages)
        )
        shows.append(and_(Illustration.book_id == book.id, is_it))
    return shows


def _is_in(words: str, *called: str) -> bool:
    return any(words.casefold() in name.casefold() for name in called)


async def _by_extraction(
    session: ReadSession, words: str, *, books_: Select[UUID], is_bounded: bool
) -> list[ColumnElement[bool]]:
    rows = (await session.execute(_called(words, books_, is_bounded=is_bounded))).all()
    if not rows:
        return []
    keys: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        keys[row.edition_id].append(row.key)
    passages = await session.scalars(select(Description.id).where(_names_any(keys)))
    return [
        Illustration.entity_id.in_(_listed([row.id for row in rows])),
        Illustration.description_id.in_(_listed(passages.all())),
    ]


def _called(words: str, books_: Select[UUID], *, is_bounded: bool) -> Select[*tuple[Any, ...]]:
    alias = func.jsonb_array_elements(Entity.aliases).table_valued(column("value", JSONB))
    found = (
        sifting.with_bounds(select(Entity.edition_id, Entity.id, Entity.key).select_from(Book))
        .join(Entity, Entity.edition_id == Book.edition_id)
        .join(alias, true())
        .where(
            Book.id.in_(books_),
            Entity.retired_at.is_(None),
            func.strpos(func.lower(alias.c.value["name"].astext), func.lower(words)) > 0,
        )
        .distinct()
    )
    if not is_bounded:
        return found
    first = tuple_(
        *(cast(alias.c.value[part].astext, BigInteger) for part in ("chapter", "block", "offset"))
    )
    chapter = cast(alias.c.value["chapter"].astext, BigInteger)
    return found.where(
        or_(
            and_(Progress.id.is_(None), chapter <= Edition.first_body_chapter),
            first < sifting.FURTHEST,
        )
    )


def _names_any(keys: Mapping[UUID, Sequence[str]]) -> ColumnElement[bool]:
    """Of the descriptions of each edition those that name one of its keys."""
    named = func.jsonb_path_query_array(
        Description.entities, cast("$[*].key", JSONPATH), type_=JSONB
    )
    return or_(
        *(
            and_(Description.edition_id == edition_id, named.has_any(literal(each, ARRAY(Text))))
            for edition_id, each in keys.items()
        )
    )


def _listed(ids: Sequence[UUID]) -> Select[UUID]:
    """One parameter, however many: a statement has room for 32,767."""
    return select(func.unnest(literal(list(ids), ARRAY(Uuid))))
