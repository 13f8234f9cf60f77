"""The pictures a reader has: found, and looked at one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_

from app.db.models import Illustration
from app.db.paging import Order as PageOrder
from app.db.paging import Page, PageRequest, page
from app.db.work import ReadSession
from app.domain.illustrations import IllustrationState
from app.errors import NotFound
from app.services import calling, illustrations, names, sifting, variants
from app.services.sifting import Wanted


class Sort(StrEnum):
    """By when it was asked for, by where it stands in its book, or the best rated first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    PLACE = "place"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture, those beside it in the book, and all variants of its subject in its view."""

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
    """Beside it are drawn pictures; of the scenes only those that stand in the text."""
    picture = await get(session, reader_id, illustration_id)
    beside = (
        sifting.bounded(Illustration.owned_by(reader_id))
        .where(
            Illustration.book_id == picture.book_id,
            Illustration.state == IllustrationState.READY,
            or_(Illustration.shown, Illustration.view != illustrations.SCENE),
        )
        .with_only_columns(Illustration.id)
        .limit(1)
    )
    place = tuple_(*_PLACE)
    here = tuple_(
        picture.chapter, picture.start_block, picture.start_offset, picture.variant, picture.id
    )
    before = beside.where(place < here).order_by(*(each.desc() for each in _PLACE))
    after = beside.where(place > here).order_by(*_PLACE)
    same = await session.scalars(
        Illustration.owned_by(reader_id).where(variants.of(picture)).order_by(Illustration.variant)
    )
    return Looked(
        illustration=picture,
        previous_id=await session.scalar(before),
        next_id=await session.scalar(after),
        variants=same.all(),
    )


async def find(
    session: ReadSession,
    reader_id: UUID,
    request: PageRequest,
    wanted: Wanted,
    *,
    is_bounded: bool = True,
    sort: Sort = Sort.NEWEST,
) -> Page[Illustration]:
    """The gallery, up to each book's furthest address if *is_bounded*."""
    statement = Illustration.owned_by(reader_id)
    if is_bounded:
        statement = sifting.bounded(statement)
    statement = sifting.sifted(statement, wanted)
    if wanted.words is not None:
        says = sifting.says(wanted.words)
        shows = await calling.shows_one_called(
            session, reader_id, wanted.words, book_id=wanted.book_id, is_bounded=is_bounded
        )
        statement = statement.where(says if shows is None else or_(says, shows))
    if wanted.entity_id is not None:
        shows = await names.is_of(session, reader_id, wanted.entity_id, is_bounded=is_bounded)
        statement = statement.where(shows)
    # Rows are wide: only those of the page are read whole.
    narrow = statement.with_only_columns(Illustration.id)
    found = await page(session, narrow, _ORDERS[sort], request)
    rows = await session.scalars(select(Illustration).where(Illustration.id.in_(found.items)))
    by_id = {row.id: row for row in rows}
    return Page([by_id[each] for each in found.items if each in by_id], found.next, found.total)


_PLACE = (
    Illustration.chapter,
    Illustration.start_block,
    Illustration.start_offset,
    Illustration.variant,
    Illustration.id,
)
# Ids are ordered by time.
_ORDERS = {
    Sort.NEWEST: (PageOrder(Illustration.id, is_descending=True),),
    Sort.OLDEST: (PageOrder(Illustration.id),),
    Sort.PLACE: (PageOrder(Illustration.book_id), *(PageOrder(each) for each in _PLACE)),
    Sort.RATING: (
        PageOrder(func.coalesce(Illustration.rating, 0), is_descending=True),
        PageOrder(Illustration.id, is_descending=True),
    ),
}
