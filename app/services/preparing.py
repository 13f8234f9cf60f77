"""A reader's own part of an upload: wait for the edition, then have a few pictures drawn."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select

from app.db.base import Json
from app.db.models import (
    Book,
    BookState,
    Chapter,
    Description,
    Edition,
    EditionState,
    Entity,
    Illustration,
    Job,
)
from app.db.work import Begin, UnitOfWork
from app.domain.books import Address
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import IllustrationState
from app.domain.jobs import LIVE, JobState, Priority
from app.illustration import choosing
from app.services import descriptions, illustrations, leases
from app.services.leases import Lease


async def prepare(begin: Begin, lease: Lease, order: illustrations.Order) -> None:
    """Ask for the book's first pictures, wait for them, and call the book ready."""
    async with begin() as work:
        book = await work.session.get_one(Book, lease.subject_id)
        edition = await work.session.get_one(Edition, book.edition_id)
        is_new = book.state is not BookState.ILLUSTRATING
        candidates = await _candidates(work, book, edition) if is_new else []
        drawn = await _drawn(work, book)

    chosen = choosing.choose(
        [each for each in candidates if each.id not in drawn],
        budget=max(0, book.wanted - len(drawn)),
        within=Address(edition.first_body_chapter + 1, 0, 0),
    )
    if edition.state is not EditionState.READY:
        async with lease.await_others() as work:
            # Locked, and looked at again: it may have become ready a moment ago.
            edition = await work.session.get_one(Edition, edition.id, with_for_update=True)
            await work.session.refresh(edition)
            if edition.state is EditionState.READY:
                await leases.release(work, Job.id == lease.job_id)
        return
    if not chosen:
        async with lease.record() as work:
            book = await work.session.get_one(Book, book.id)
            book.state = BookState.READY
        return
    async with lease.await_others() as work:
        book = await work.session.get_one(Book, book.id)
        book.state = BookState.ILLUSTRATING
        for each in chosen:
            await illustrations.order(
                work,
                book,
                await work.session.get_one(Description, each.one.id),
                order,
                illustrations.Place(
                    parent_id=lease.job_id,
                    priority=Priority.NEXT_TO_READ,
                    reasons=each.reasons,
                ),
            )


async def prepare_ended(work: UnitOfWork, book_id: UUID, state: JobState, problem: Json) -> None:
    book = await work.session.get(Book, book_id)
    if book is None:
        return
    if state is JobState.CANCELLED:
        book.state = BookState.READY  # The text is readable; pictures can be asked for.
    else:
        book.state, book.problem = BookState.FAILED, problem


async def _candidates(work: UnitOfWork, book: Book, edition: Edition) -> list[choosing.Ranked]:
    if edition.state is not EditionState.READY or book.wanted == 0:
        return []
    rows = await work.session.execute(
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
            Description.edition_id == edition.id,
            Description.book_id.is_(None),
            Description.retired_at.is_(None),
            ~descriptions.is_hidden(book.id),
        )
    )
    importance = await _importance(work, edition)
    return [
        _ranked(
            row.Description,
            importance,
            words_before=row.words_before
            + round(row.word_count * row.Description.start_block / max(1, row.block_count)),
        )
        for row in rows
    ]


async def _importance(work: UnitOfWork, edition: Edition) -> dict[str, float]:
    """Of everybody in the book, by key."""
    rows = await work.session.execute(
        select(Entity.key, Entity.importance).where(
            Entity.edition_id == edition.id, Entity.retired_at.is_(None)
        )
    )
    return {row.key: row.importance for row in rows}


async def _drawn(work: UnitOfWork, book: Book) -> set[UUID]:
    """Descriptions that have a picture or will have one: a book taken back keeps what it had."""
    # One that is being cancelled will not have one.
    will_be = exists().where(
        Job.subject_id == Illustration.id, Job.state.in_(LIVE), ~Job.cancel_requested
    )
    rows = await work.session.scalars(
        select(Illustration.description_id).where(
            Illustration.book_id == book.id,
            Illustration.description_id.is_not(None),
            Illustration.deleted_at.is_(None),
            or_(
                Illustration.state == IllustrationState.READY,
                and_(Illustration.state.in_(illustrations.UNDER_WAY), will_be),
            ),
        )
    )
    return {each for each in rows if each is not None}


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
