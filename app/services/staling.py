"""Pictures that show a bible as it was before an edit, and what drawing them again would take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from app.db.models import Book, Illustration
from app.db.work import ReadSession, UnitOfWork
from app.domain.figures import BROUGHT, Figure
from app.domain.illustrations import IllustrationState, Style
from app.services import names, planning
from app.services.presence import Folded

# One that is being drawn is drawn by the version it was ordered with.
_DRAWN = (IllustrationState.QUEUED, IllustrationState.DRAWING, IllustrationState.READY)


@dataclass(frozen=True, slots=True)
class Stale:
    """*seconds* and *cost* are of drawing all of them again; None where nobody can tell."""

    pictures: int
    seconds: float | None
    cost: Decimal | None
    currency: str | None


async def look(
    session: ReadSession,
    book: Book,
    provider: str,
    *,
    painters: Sequence[planning.Painter],
    operator_consent: bool,
) -> Stale:
    """Views of a book of which the newest picture is stale; a view drawn anew is none."""
    pictures = await _count(session, book)
    if not pictures:
        return Stale(0, 0.0, Decimal(0), None)
    told = await planning.estimate(
        session,
        book,
        provider,
        pictures,
        painters=painters,
        operator_consent=operator_consent,
    )
    return Stale(pictures, told.seconds, told.cost, told.currency)


async def mark_others(work: UnitOfWork, book: Book, style: Style) -> None:
    """Pictures in any style but the one that is now the book's."""
    await _mark(work, book, Illustration.style_words.is_distinct_from(style.words))


async def mark(work: UnitOfWork, book: Book, affected: Iterable[tuple[Folded, Figure]]) -> None:
    """Pictures of those *affected*, for their own sake or in a passage."""
    session = ReadSession(work.session)
    ids: set[UUID] = set()
    named: list[ColumnElement[bool]] = []
    for folded, figure in affected:
        ids |= set(figure.ids)
        passages = await names.passages_of(session, book, folded, figure)
        named.append(Illustration.description_id.in_(passages))
    await _mark(work, book, or_(Illustration.entity_id.in_(ids), *named))


async def _mark(work: UnitOfWork, book: Book, which: ColumnElement[bool]) -> None:
    await work.session.execute(
        update(Illustration)
        .where(
            Illustration.book_id == book.id,
            Illustration.state.in_(_DRAWN),
            # What a reader brought was never drawn from the bible.
            Illustration.wanted_provider != BROUGHT,
            which,
        )
        .values(stale=True)
        .execution_options(synchronize_session=False)
    )


def is_left() -> ColumnElement[bool]:
    """Pictures that are stale, and not drawn anew since."""
    newer = aliased(Illustration)
    return and_(
        Illustration.state == IllustrationState.READY,
        Illustration.stale,
        Illustration.deleted_at.is_(None),
        ~_has(newer, ~newer.stale, newer.state.in_(_DRAWN)),
    )


def is_newest_left() -> ColumnElement[bool]:
    """Of each view that is left the newest picture: the one to be drawn again."""
    newer = aliased(Illustration)
    is_later = newer.variant > Illustration.variant
    return and_(
        is_left(),
        ~_has(newer, is_later, newer.stale.is_(True), newer.state == IllustrationState.READY),
    )


def _has(other: type[Illustration], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the same view of the same subject has such a picture."""
    return (
        select(other.id)
        .where(
            other.book_id == Illustration.book_id,
            other.description_id.is_not_distinct_from(Illustration.description_id),
            other.entity_id.is_not_distinct_from(Illustration.entity_id),
            other.view == Illustration.view,
            other.deleted_at.is_(None),
            *conditions,
        )
        .exists()
    )


async def _count(session: ReadSession, book: Book) -> int:
    views = (
        select(Illustration.description_id, Illustration.entity_id, Illustration.view)
        .where(Illustration.book_id == book.id, is_left())
        .distinct()
        .subquery()
    )
    return await session.scalar(select(func.count()).select_from(views)) or 0
