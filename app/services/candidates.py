"""The passages of a book that can be drawn, as the choice among them sees them."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.db.models import Batch, Book, Chapter, Description, Entity, Illustration, Job
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import IllustrationState
from app.domain.jobs import LIVE
from app.illustration import choosing
from app.services import descriptions, illustrations


async def of(session: ReadSession, book: Book) -> list[choosing.Ranked]:
    """What was found in the book and is not hidden; a reader's own passages are nobody's to choose."""
    rows = await session.execute(
        select(
            Description,
            Chapter.words_before,
            Chapter.word_count,
            func.cardinality(Chapter.blocks).label("block_count"),
        )
        .join(
            Chapter,
            (Chapter.edition_id == Description.edition_id)
            & (Chapter.ordinal == Description.chapter),
        )
        .where(
            Description.edition_id == book.edition_id,
            Description.book_id.is_(None),
            Description.retired_at.is_(None),
            ~descriptions.is_hidden(book.id),
        )
    )
    importance = await _importance(session, book.edition_id)
    return [
        _ranked(
            row.Description,
            importance,
            words_before=row.words_before
            + round(row.word_count * row.Description.start_block / max(1, row.block_count)),
        )
        for row in rows
    ]


async def drawn(session: ReadSession, book: Book) -> set[UUID]:
    """Descriptions that have a picture or will have one: a book taken back keeps what it had."""
    rows = await session.scalars(
        select(Illustration.description_id).where(
            Illustration.book_id == book.id,
            Illustration.description_id.is_not(None),
            Illustration.deleted_at.is_(None),
            or_(Illustration.state == IllustrationState.READY, _is_under_way()),
        )
    )
    return {each for each in rows if each is not None} | await _ordered(session, book)


async def under_way(session: ReadSession, book: Book) -> set[UUID]:
    """Descriptions of which a picture is being drawn, or will be."""
    rows = await session.scalars(
        select(Illustration.description_id).where(
            Illustration.book_id == book.id,
            Illustration.description_id.is_not(None),
            Illustration.view == illustrations.SCENE,
            Illustration.deleted_at.is_(None),
            _is_under_way(),
        )
    )
    return {each for each in rows if each is not None} | await _ordered(session, book)


def _is_under_way() -> ColumnElement[bool]:
    # One that is being cancelled will not have one.
    will_be = exists().where(
        Job.subject_id == Illustration.id, Job.state.in_(LIVE), ~Job.cancel_requested
    )
    return and_(Illustration.state.in_(illustrations.UNDER_WAY), will_be)


async def _ordered(session: ReadSession, book: Book) -> set[UUID]:
    """Of batches whose job has not come to order its pictures yet."""
    is_new = ~exists().where(Illustration.batch_id == Batch.id)
    rows = await session.scalars(
        select(func.unnest(Batch.description_ids))
        .join(Job, Job.subject_id == Batch.id)
        .where(Batch.book_id == book.id, Job.state.in_(LIVE), ~Job.cancel_requested, is_new)
    )
    return set(rows)


async def _importance(session: ReadSession, edition_id: UUID) -> dict[str, float]:
    """Of everybody in the book, by key."""
    rows = await session.execute(
        select(Entity.key, Entity.importance).where(
            Entity.edition_id == edition_id, Entity.retired_at.is_(None)
        )
    )
    return {row.key: row.importance for row in rows}


def _ranked(
    row: Description, importance: Mapping[str, float], *, words_before: int
) -> choosing.Ranked:
    keys = [each["key"] for each in row.entities]
    return choosing.Ranked(
        id=row.id,
        at=Address(row.chapter, row.start_block, row.start_offset),
        words_before=words_before,
        worth=row.worth,
        type_probabilities={DescriptionType(k): v for k, v in row.type_probabilities.items()},
        priority=row.priority,
        named={key: importance[key] for key in keys if key in importance},
        is_verse=row.is_verse,
    )
