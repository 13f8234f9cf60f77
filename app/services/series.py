"""Several views of one character, place or passage: asked for together, told together."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.db.models import Book, Description, Illustration, Job, Series
from app.db.paging import Order as PageOrder
from app.db.paging import Page, PageRequest, page
from app.db.work import ReadSession, UnitOfWork
from app.domain.illustrations import Anchor, IllustrationState
from app.domain.jobs import LIVE, JobKind, Lane, Priority
from app.errors import Conflict, InvalidInput, NotFound
from app.illustration import continuity, views
from app.services import books, figures, illustrations, portraying, sifting, styling
from app.services.illustrations import Order, Place, Sitter

# Pictures that will not come of themselves any more.
LOST = (IllustrationState.FAILED, IllustrationState.REFUSED, IllustrationState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Wish:
    """Of *entity_id* or *description_id* one; no *views* are those that such a subject usually has."""

    entity_id: UUID | None = None
    description_id: UUID | None = None
    views: Sequence[str] = ()
    anchor: Anchor = Anchor.NONE


@dataclass(frozen=True, slots=True)
class View:
    """A view and the picture that stands for it: the newest that is drawn, or else the newest."""

    name: str
    picture: Illustration | None

    @property
    def is_ready(self) -> bool:
        return self.picture is not None and self.picture.state is IllustrationState.READY

    @property
    def is_lost(self) -> bool:
        return self.picture is None or self.picture.state in LOST


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a series so far; *pictures* are all of it, the first asked for first."""

    series: Series
    views: Sequence[View]
    pictures: Sequence[Illustration]

    @property
    def main(self) -> Illustration | None:
        """The first view that is drawn."""
        return next((each.picture for each in self.views if each.is_ready), None)

    @property
    def ready(self) -> int:
        return sum(each.is_ready for each in self.views)

    @property
    def failed(self) -> int:
        return sum(each.is_lost for each in self.views)


async def ask(
    work: UnitOfWork,
    reader_id: UUID,
    book_id: UUID,
    wish: Wish,
    order_: Order,
    *,
    operator_consent: bool,
    is_bounded: bool = True,
) -> tuple[Series, UUID]:
    """
    The rows of a series and of all its pictures, and the job that has them drawn.

    Asking the same again while one is under way answers with that one. Somebody of the bible is drawn
    as far as the reader knows them if *is_bounded*. Raises `Conflict` where the reference that all
    views are to look at is not chosen yet.
    """
    order_.check()
    session = ReadSession(work.session)
    await illustrations.check_consent(session, reader_id, order_, operator_consent=operator_consent)
    book = await work.session.scalar(
        # Locked: two requests at once are one order.
        Book.owned_by(reader_id).where(Book.id == book_id).with_for_update()
    )
    if book is None:
        raise NotFound("No such book")
    subject = await _subject(session, book, wish, is_bounded=is_bounded)
    kind = views.KINDS[subject.kind] if isinstance(subject, Sitter) else subject.type
    names = views.chosen(wish.views, kind)
    if wish.anchor is Anchor.REFERENCE:
        await _check_reference(session, book, wish)
    chosen = await styling.of(
        session, book, order_.style, words=order_.style_words, house_style=order_.house_style
    )
    order_ = dataclasses.replace(
        order_, style=chosen.style.id, style_words=chosen.style.words, seed=None
    )
    row = Series(
        book_id=book.id,
        entity_id=wish.entity_id,
        description_id=wish.description_id,
        views=names,
        anchor=wish.anchor,
        consistency_group=continuity.group(
            book.id, chosen.version, chosen.style.words, order_.provider, order_.model
        ),
        style=chosen.style.id,
        quality=order_.quality,
        wanted_provider=order_.provider,
        wanted_model=order_.model,
        negative=order_.negative,
    )
    live = await _under_way(work, row)
    if live is not None:
        return live
    work.session.add(row)
    await work.session.flush()
    await work.session.refresh(row)
    place = Place(series_id=row.id)
    for name in names:
        await illustrations.note(work, book, subject, order_, place, view=name)
    return row, await submit(work, row, reader_id)


async def submit(work: UnitOfWork, row: Series, reader_id: UUID) -> UUID:
    return await work.submit(
        JobKind.DRAW_SERIES,
        row.id,
        reader_id=reader_id,
        book_id=row.book_id,
        lane=Lane.INTERACTIVE,
        priority=Priority.ASKED_FOR,
    )


async def again(work: UnitOfWork, reader_id: UUID, series_id: UUID) -> UUID:
    """
    What was lost of a series; answers the id of the job.

    The caller holds the book's lock. Raises `Conflict` where nothing is lost.
    """
    row = await work.session.scalar(Series.owned_by(reader_id).where(Series.id == series_id))
    if row is None:
        raise Conflict("The book of this job is gone")
    told = await tell(ReadSession(work.session), row)
    lost = [each.picture for each in told.views if each.is_lost and each.picture is not None]
    if not lost:
        raise Conflict("Nothing of this series has failed or was cancelled")
    for picture in lost:
        picture.state, picture.problem = IllustrationState.QUEUED, None
    row.elapsed_ms = None
    return await submit(work, row, reader_id)


async def look(session: ReadSession, reader_id: UUID, series_id: UUID) -> Told:
    row = await session.scalar(Series.owned_by(reader_id).where(Series.id == series_id))
    if row is None:
        raise NotFound("No such series")
    return await tell(session, row)


async def find(
    session: ReadSession,
    reader_id: UUID,
    book_id: UUID,
    request: PageRequest,
    *,
    is_bounded: bool = True,
) -> Page[Told]:
    """The newest first; up to the reader's furthest address if *is_bounded*."""
    await books.get(session, reader_id, book_id)
    statement = Series.owned_by(reader_id).where(Series.book_id == book_id)
    if is_bounded:
        known = sifting.bounded(Illustration.owned_by(reader_id)).where(
            Illustration.book_id == book_id, Illustration.series_id.is_not(None)
        )
        statement = statement.where(
            Series.id.in_(known.with_only_columns(Illustration.series_id).scalar_subquery())
        )
    found = await page(session, statement, [PageOrder(Series.id, is_descending=True)], request)
    return Page(await _tell(session, found.items), found.next, found.total)


async def tell(session: ReadSession, row: Series) -> Told:
    """By the pictures that were not thrown away."""
    (told,) = await _tell(session, [row])
    return told


async def _tell(session: ReadSession, rows: Sequence[Series]) -> list[Told]:
    found = await session.scalars(
        select(Illustration)
        .where(
            Illustration.series_id.in_([row.id for row in rows]), Illustration.deleted_at.is_(None)
        )
        .order_by(Illustration.id)
    )
    pictures: dict[UUID | None, list[Illustration]] = defaultdict(list)
    for picture in found:
        pictures[picture.series_id].append(picture)
    return [
        Told(
            series=row,
            views=[View(name, _chosen(pictures[row.id], name)) for name in row.views],
            pictures=pictures[row.id],
        )
        for row in rows
    ]


async def standing(session: ReadSession, picture: Illustration) -> Told | None:
    """How far the series of *picture* is; None of one that is in none."""
    if picture.series_id is None:
        return None
    return await tell(session, await session.get_one(Series, picture.series_id))


def _chosen(pictures: Sequence[Illustration], name: str) -> Illustration | None:
    of_view = [each for each in pictures if each.view == name]
    ready = [each for each in of_view if each.state is IllustrationState.READY]
    return next(reversed(ready or of_view), None)


async def _subject(
    session: ReadSession, book: Book, wish: Wish, *, is_bounded: bool
) -> Description | Sitter:
    if wish.entity_id is not None:
        bound = await books.bound(session, book) if is_bounded else None
        version = await figures.newest(session, book)
        try:
            return await portraying.sitter(session, book, version, wish.entity_id, bound)
        except NotFound as error:
            raise InvalidInput(error.detail, pointer="/subject/entity") from error
    description = await session.scalar(
        Description.owned_by(book.owner_id).where(
            Description.id == wish.description_id, Book.id == book.id
        )
    )
    if description is None:
        raise InvalidInput("This book has no such passage", pointer="/subject/description")
    return description


async def _check_reference(session: ReadSession, book: Book, wish: Wish) -> None:
    """All pictures of somebody look at the reference, where there is one; here it is asked for."""
    if wish.entity_id is None:
        raise InvalidInput(
            "A passage has no reference; draw somebody of the bible", pointer="/anchor"
        )
    version = await figures.newest(session, book)
    shown = await portraying.of_entity(session, book, version, wish.entity_id, None)
    if not shown.references:
        raise Conflict(
            "No reference is chosen yet: PUT /books/{id}/bible/entities/{id}/reference first"
        )


async def _under_way(work: UnitOfWork, row: Series) -> tuple[Series, UUID] | None:
    """A series that is drawn at this moment and equals *row* in everything that was asked for."""
    asked = (
        "book_id", "entity_id", "description_id", "views", "anchor", "consistency_group", "style",
        "quality", "wanted_provider", "wanted_model", "negative",
    )  # fmt: skip
    same = [getattr(Series, name).is_not_distinct_from(getattr(row, name)) for name in asked]
    found = (
        await work.session.execute(
            select(Series, Job.id)
            .join(Job, Job.subject_id == Series.id)
            .where(*same, Job.kind == JobKind.DRAW_SERIES, Job.state.in_(LIVE))
            .order_by(Series.id)
            .limit(1)
        )
    ).first()
    return None if found is None else (found[0], found[1])
