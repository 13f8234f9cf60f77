"""The pictures a reader has: found, looked at, kept, shown and thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, tuple_, update

from app.db.base import utc_now
from app.db.models import Book, Description, Edition, Illustration, Job, Progress
from app.db.paging import Order as PageOrder
from app.db.paging import Page, PageRequest, page
from app.db.work import ReadSession, UnitOfWork
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import IllustrationState
from app.errors import Conflict, NotFound
from app.services import cancelling, names
from app.services.books import RESTORABLE


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture, those beside it in the book, and the other variants of its passage."""

    illustration: Illustration
    previous_id: UUID | None
    next_id: UUID | None
    variants: Sequence[Illustration]


async def get(session: ReadSession, reader_id: UUID, illustration_id: UUID) -> Illustration:
    found = await session.scalar(
        Illustration.owned_by(reader_id).where(Illustration.id == illustration_id)
    )
    if found is None:
        raise NotFound("No such illustration")
    return found


async def look(session: ReadSession, reader_id: UUID, illustration_id: UUID) -> Looked:
    picture = await get(session, reader_id, illustration_id)
    ready = (
        _bounded(reader_id)
        .where(Illustration.book_id == picture.book_id, Illustration.shown)
        .with_only_columns(Illustration.id)
        .limit(1)
    )
    place = tuple_(*_PLACE)
    here = tuple_(
        picture.chapter, picture.start_block, picture.start_offset, picture.variant, picture.id
    )
    before = ready.where(place < here).order_by(*(each.desc() for each in _PLACE))
    after = ready.where(place > here).order_by(*_PLACE)
    variants = await session.scalars(
        Illustration.owned_by(reader_id)
        .where(
            Illustration.book_id == picture.book_id,
            Illustration.description_id == picture.description_id,
        )
        .order_by(Illustration.variant)
    )
    return Looked(
        illustration=picture,
        previous_id=await session.scalar(before),
        next_id=await session.scalar(after),
        variants=variants.all(),
    )


async def find(
    session: ReadSession,
    reader_id: UUID,
    request: PageRequest,
    *,
    book_id: UUID | None = None,
    chapter: int | None = None,
    type_: DescriptionType | None = None,
    state: IllustrationState | None = None,
    style: str | None = None,
    provider: str | None = None,
    is_favourite: bool | None = None,
    entity_id: UUID | None = None,
    is_bounded: bool = True,
    by_place: bool = False,
) -> Page[Illustration]:
    """The gallery, up to each book's furthest address if *is_bounded*."""
    statement = _bounded(reader_id) if is_bounded else Illustration.owned_by(reader_id)
    wanted = {
        Illustration.book_id: book_id,
        Illustration.chapter: chapter,
        Illustration.state: state,
        Illustration.style: style,
        Illustration.provider: provider,
        Illustration.favourite: is_favourite,
    }
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == value)
    if type_ is not None:
        of_type = select(Description.id).where(Description.type == type_).scalar_subquery()
        statement = statement.where(Illustration.description_id.in_(of_type))
    if entity_id is not None:
        named = names.descriptions_of(entity_id)
        statement = statement.where(Illustration.description_id.in_(named))
    newest = [PageOrder(Illustration.id, is_descending=True)]
    by_address = [PageOrder(Illustration.book_id), *(PageOrder(each) for each in _PLACE)]
    return await page(session, statement, by_address if by_place else newest, request)


_PLACE = (
    Illustration.chapter,
    Illustration.start_block,
    Illustration.start_offset,
    Illustration.variant,
    Illustration.id,
)


def _bounded(reader_id: UUID) -> Select[Illustration]:
    """`books.bound`, said in SQL for pictures of many books at once."""
    at = tuple_(Illustration.chapter, Illustration.start_block, Illustration.start_offset)
    furthest = tuple_(Progress.furthest_chapter, Progress.furthest_block, Progress.furthest_offset)
    return (
        Illustration.owned_by(reader_id)
        .join(Edition, Edition.id == Book.edition_id)
        .outerjoin(Progress, and_(Progress.book_id == Book.id, Progress.reader_id == Book.owner_id))
        .where(
            or_(
                and_(Progress.id.is_(None), Illustration.chapter <= Edition.first_body_chapter),
                at <= furthest,
            )
        )
    )


async def keep(
    work: UnitOfWork, reader_id: UUID, illustration_id: UUID, *, is_favourite: bool
) -> Illustration:
    picture = await _locked(work, reader_id, illustration_id)
    picture.favourite = is_favourite
    return picture


async def show(work: UnitOfWork, reader_id: UUID, illustration_id: UUID) -> Illustration:
    """This variant stands in the text from now on, and the one before it no longer does."""
    picture = await _locked(work, reader_id, illustration_id)
    if picture.state is not IllustrationState.READY:
        raise Conflict("Only a picture that is drawn can be shown")
    await _show_only(work, picture)
    return picture


async def remove(work: UnitOfWork, reader_id: UUID, illustration_id: UUID) -> None:
    """Away at once, restorable for a week; if it was shown, the newest other variant is."""
    picture = await _locked(work, reader_id, illustration_id)
    was_shown, picture.shown = picture.shown, False
    picture.deleted_at = utc_now()
    await cancelling.cancel(work, Job.subject_id == picture.id)
    if not was_shown:
        return
    other = await work.session.scalar(
        _variants(picture)
        .where(Illustration.state == IllustrationState.READY, Illustration.deleted_at.is_(None))
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
    is_another_shown = await work.session.scalar(
        _variants(picture).where(Illustration.shown, Illustration.deleted_at.is_(None)).limit(1)
    )
    if is_another_shown is None and picture.state is IllustrationState.READY:
        picture.shown = True
    return picture


async def _locked(work: UnitOfWork, reader_id: UUID, illustration_id: UUID) -> Illustration:
    return await _lock(
        work, Illustration.owned_by(reader_id).where(Illustration.id == illustration_id)
    )


async def _lock(work: UnitOfWork, statement: Select[Illustration]) -> Illustration:
    """The picture, under the lock of its book: which variant is shown is decided by one at a time."""
    picture = await work.session.scalar(statement)
    if picture is None:
        raise NotFound("No such illustration")
    await work.session.execute(select(Book.id).where(Book.id == picture.book_id).with_for_update())
    await work.session.refresh(picture)
    return picture


async def _show_only(work: UnitOfWork, picture: Illustration) -> None:
    await work.session.execute(
        update(Illustration)
        .where(
            Illustration.book_id == picture.book_id,
            Illustration.description_id == picture.description_id,
            Illustration.shown,
        )
        .values(shown=False)
    )
    picture.shown = True


def _variants(picture: Illustration) -> Select[Illustration]:
    return select(Illustration).where(
        Illustration.book_id == picture.book_id,
        Illustration.description_id == picture.description_id,
        Illustration.id != picture.id,
    )
