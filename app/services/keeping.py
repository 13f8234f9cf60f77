"""What a reader does with pictures: favours, rates and shows them, throws them away and takes them back."""

from uuid import UUID

from sqlalchemy import Select, func, or_, select, update

from app.db.base import utc_now
from app.db.models import Book, Illustration, Job
from app.db.work import UnitOfWork
from app.domain.illustrations import IllustrationState
from app.errors import Conflict, NotFound
from app.services import cancelling, illustrations, variants
from app.services.books import RESTORABLE


async def favour(
    work: UnitOfWork, reader_id: UUID, illustration_id: UUID, *, is_favourite: bool
) -> Illustration:
    picture = await locked(work, reader_id, illustration_id)
    picture.favourite = is_favourite
    return picture


async def rate(
    work: UnitOfWork, reader_id: UUID, illustration_id: UUID, *, value: int, reason: str | None
) -> Illustration:
    """*value* is 1 to 5; what was said before is replaced, the reason too."""
    picture = await locked(work, reader_id, illustration_id)
    picture.rating, picture.rating_reason = value, reason
    return picture


async def unrate(work: UnitOfWork, reader_id: UUID, illustration_id: UUID) -> Illustration:
    picture = await locked(work, reader_id, illustration_id)
    picture.rating = picture.rating_reason = None
    return picture


async def show(work: UnitOfWork, reader_id: UUID, illustration_id: UUID) -> Illustration:
    """This variant stands in the text from now on, and the one before it no longer does."""
    picture = await locked(work, reader_id, illustration_id)
    if picture.state is not IllustrationState.READY:
        raise Conflict("Only a picture that is drawn can be shown")
    await work.session.execute(
        update(Illustration).where(variants.rivals(picture), Illustration.shown).values(shown=False)
    )
    picture.shown = True
    return picture


async def remove(work: UnitOfWork, reader_id: UUID, illustration_id: UUID) -> None:
    """Away at once, restorable for a week; if it was shown, the newest other variant is."""
    picture = await locked(work, reader_id, illustration_id)
    was_shown, picture.shown = picture.shown, False
    picture.deleted_at = utc_now()
    await cancelling.cancel(work, Job.subject_id == picture.id)
    if was_shown:
        await show_another(work, picture)


async def show_another(work: UnitOfWork, picture: Illustration) -> None:
    """The newest other variant that is drawn takes its place. The caller holds the book's lock."""
    await work.session.flush()
    other = await work.session.scalar(
        select(Illustration)
        .where(
            variants.of(picture),
            Illustration.id != picture.id,
            Illustration.state == IllustrationState.READY,
            Illustration.deleted_at.is_(None),
        )
        .order_by(Illustration.variant.desc())
        .limit(1)
    )
    if other is not None:
        other.shown = True


async def restore(work: UnitOfWork, reader_id: UUID, illustration_id: UUID) -> Illustration:
    picture = await _lock(
        work,
        select(Illustration)
        .join(Book, Book.id == Illustration.book_id)
        .where(
            Book.owner_id == reader_id,
            Book.deleted_at.is_(None),
            Illustration.id == illustration_id,
            or_(
                Illustration.deleted_at.is_(None),
                Illustration.deleted_at > func.now() - RESTORABLE,
            ),
        ),
    )
    picture.deleted_at = None
    await show_if_none_is(work, picture)
    return picture


async def show_if_none_is(work: UnitOfWork, picture: Illustration) -> None:
    """A scene that is drawn stands in the text where no other does. The caller holds the book's lock."""
    if picture.view != illustrations.SCENE or picture.state is not IllustrationState.READY:
        return
    another = await work.session.scalar(
        select(Illustration.id)
        .where(
            variants.rivals(picture),
            Illustration.id != picture.id,
            Illustration.shown,
            Illustration.deleted_at.is_(None),
        )
        .limit(1)
    )
    if another is None:
        picture.shown = True


async def locked(work: UnitOfWork, reader_id: UUID, illustration_id: UUID) -> Illustration:
    """Raises `NotFound`."""
    return await _lock(
        work, Illustration.owned_by(reader_id).where(Illustration.id == illustration_id)
    )


async def _lock(work: UnitOfWork, statement: Select[Illustration]) -> Illustration:
    """The picture, under the lock of its book: which variant is shown is decided by one at a time."""
    picture = await work.session.scalar(statement)
    if picture is None:
        raise NotFound("No such illustration")
    await work.session.execute(select(Book.id).where(Book.id == picture.book_id).with_for_update())
    # As it is now: whoever held the lock may have thrown it away.
    picture = await work.session.scalar(statement.execution_options(populate_existing=True))
    if picture is None:
        raise NotFound("No such illustration")
    return picture
