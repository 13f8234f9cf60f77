"""Who an edition names, as far as a reader knows them by now."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, func, or_, select

from app.db.models import BibleEdit, Book, Chapter, Description, Entity, Illustration, Mention
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.figures import Called, Figure
from app.domain.names import Gender, Named
from app.services import books, figures, spellings
from app.services.presence import Folded

Passages = ScalarSelect[UUID] | list[UUID]


async def in_chapter(session: ReadSession, chapter: Chapter) -> list[Named]:
    rows = await session.execute(
        select(Mention.block, Mention.start_offset, Mention.end_offset, Entity.key, Entity.name)
        .join(Entity, Entity.id == Mention.entity_id)
        .where(
            Entity.edition_id == chapter.edition_id,
            Entity.retired_at.is_(None),
            Mention.chapter == chapter.ordinal,
        )
        .order_by(Mention.block, Mention.start_offset)
    )
    return [Named(*row) for row in rows]


def known_name(figure: Figure, bound: Address | None) -> str | None:
    """The name to show, or the commonest known by *bound*; None before the first of them."""
    known = known_names(figure, bound)
    told = [each for each in known if each.source is not None]
    if not told and any(each.source is not None for each in figure.names):
        return None
    if figure.is_renamed or bound is None or figure.name in {each.name for each in known}:
        return figure.name
    shown = [each for each in known if not each.is_dropped]
    called = [each for each in shown if each.source is not None] or shown or told
    return max(called, key=lambda each: each.mentions).name if called else figure.name


def known_names(figure: Figure, bound: Address | None) -> list[Called]:
    """In order of first use, the reader's own after them; those still to come at *bound* are absent."""
    return [
        each for each in figure.names if bound is None or each.first is None or each.first < bound
    ]


def known_gender(figure: Figure, bound: Address | None) -> Gender:
    """The whole book told it: of whom it has not named in full yet, it may be a surprise."""
    known = {each.name for each in known_names(figure, bound)}
    # Whoever was merged into it told the gender with a name of their own.
    is_called = not known.isdisjoint({figure.name, *figure.called_too})
    is_known = is_called if not figure.is_renamed else len(known) >= len(figure.names)
    return figure.gender if bound is None or figure.is_gender_told or is_known else Gender.UNKNOWN


async def of_descriptions(
    session: ReadSession, book: Book, described: Sequence[Description], bound: Address | None
) -> Mapping[UUID, list[tuple[UUID, str]]]:
    """
    Id and name of everybody in each description, by its id.

    Named as known up to *bound*, or in the description itself where that lies beyond.
    """
    keys = {each["key"] for row in described for each in row.entities}
    folded = await figures.named(session, book, keys=keys)
    return {row.id: list(_named_in(row, folded, bound)) for row in described}


async def passages_with(
    session: ReadSession, book: Book, entity_id: UUID, bound: Address | None
) -> Passages:
    """Ids of the descriptions somebody is in; none of whom the reader does not know by *bound*."""
    folded = await figures.named(session, book)
    figure = folded.by_id(entity_id)
    if figure is None or known_name(figure, bound) is None:
        return []
    return await passages_of(session, book, folded, figure)


async def passages_of(session: ReadSession, book: Book, folded: Folded, figure: Figure) -> Passages:
    """The same, of somebody at hand."""
    own = [each.name for each in figure.names if each.source is None]
    sources = {*figure.keys, *(each.source for each in figure.names if each.source)}
    of_book = (
        Description.edition_id == book.edition_id,
        or_(Description.book_id.is_(None), Description.book_id == book.id),
    )
    is_named = [Description.entities.contains([{"key": key}]) for key in sorted(sources)]
    if not own and not any(folded.is_split(key) for key in sources):
        return select(Description.id).where(*of_book, or_(*is_named)).scalar_subquery()
    # As a Russian sentence bends it, a name is found by its words, not by the database.
    text = func.translate(Description.text, "ёЁ", "еЕ")
    stems = (text.contains(spellings.literal(name), autoescape=True) for name in own)
    rows = await session.execute(
        select(Description.id, Description.entities, Description.text).where(
            *of_book, or_(*is_named, *stems)
        )
    )
    return [
        row.id
        for row in rows
        if figure in folded.present([each["key"] for each in row.entities], row.text)
    ]


async def is_of(
    session: ReadSession, reader_id: UUID, entity_id: UUID, *, is_bounded: bool
) -> ColumnElement[bool]:
    """Whether a picture shows somebody: in a passage, or for their own sake."""
    book = await _book_of(session, reader_id, entity_id)
    folded = await figures.named(session, book) if book is not None else None
    figure = folded.by_id(entity_id) if folded is not None else None
    if book is None or folded is None or figure is None:
        return false()
    bound = await books.bound(session, book) if is_bounded else None
    if known_name(figure, bound) is None:
        return false()
    return and_(
        Illustration.book_id == book.id,
        or_(
            Illustration.entity_id.in_(figure.ids),
            Illustration.description_id.in_(await passages_of(session, book, folded, figure)),
        ),
    )


async def _book_of(session: ReadSession, reader_id: UUID, entity_id: UUID) -> Book | None:
    """The reader's book whose bible has had somebody by this id."""
    found = await session.scalar(
        Book.owned_by(reader_id)
        .join(Entity, Entity.edition_id == Book.edition_id)
        .where(Entity.id == entity_id)
    )
    if found is not None:
        return found
    made = BibleEdit.payload["id"].astext == str(entity_id)
    return await session.scalar(
        Book.owned_by(reader_id).join(BibleEdit, BibleEdit.book_id == Book.id).where(made)
    )


def _named_in(
    row: Description, folded: Folded, bound: Address | None
) -> Iterator[tuple[UUID, str]]:
    end = Address(row.chapter, row.end_block, row.end_offset)
    for figure in folded.present([each["key"] for each in row.entities], row.text):
        name = known_name(figure, bound and max(bound, end))
        if name is not None:
            yield figure.id, name
