"""Which passages of a book a reader's wish means, in the order in which they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.db.models import Book, Chapter, Description, Edition, EditionState, Illustration, Progress
from app.db.work import Begin, ReadSession
from app.domain.books import Address, ChapterKind
from app.domain.compute import Compute
from app.domain.descriptions import DescriptionType, Reason
from app.errors import Conflict, InvalidInput
from app.illustration import choosing
from app.services import books, candidates, illustrations, staling


@dataclass(frozen=True, slots=True)
class Wish:
    """
    One way of choosing: so many, so many for 1000 words, these very ones, or the stale ones.

    *types* and *chapters* (ordinals) narrow all but these very ones; empty means any.
    """

    count: int | None = None
    per_thousand: float | None = None
    description_ids: Sequence[UUID] | None = None
    is_stale: bool = False
    types: Sequence[DescriptionType] = ()
    chapters: Sequence[int] = ()

    def check(self, most: int) -> None:
        """Raises `InvalidInput` for no way, for two, and for more than *most*."""
        ways = {
            "/count": self.count is not None,
            "/per_1000_words": self.per_thousand is not None,
            "/descriptions": self.description_ids is not None,
            "/stale": self.is_stale,
        }
        told = [pointer for pointer, is_told in ways.items() if is_told]
        if len(told) != 1:
            raise InvalidInput(
                "Choose in one way: count, per_1000_words, descriptions or stale",
                pointer=told[1] if told else "/count",
            )
        if self.description_ids is not None and (self.types or self.chapters):
            raise InvalidInput(
                "A list of descriptions is drawn as it is",
                pointer="/types" if self.types else "/chapters",
            )
        check_limit(max(self.count or 0, len(self.description_ids or ())), most, told[0])


def check_limit(count: int, most: int, pointer: str) -> None:
    if count > most:
        raise InvalidInput(
            f"A batch has {most} pictures at most, this would be {count}",
            pointer=pointer,
            limit=most,
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """*reasons* is empty where the reader has named it."""

    description_id: UUID
    at: Address
    reasons: tuple[Reason, ...] = ()


async def choose(
    begin: Begin, compute: Compute, reader_id: UUID, book_id: UUID, wish: Wish, *, most: int
) -> list[Chosen]:
    """
    In the order of drawing: the chapter that is being read, the next one, the rest as they stand.

    The whole book is chosen from, wherever its reader is: this is asked for, and not told. What has a
    picture already is left out, unless it is named or stale.
    """
    wish.check(most)
    async with begin() as work:
        session = ReadSession(work.session)
        book = await books.get(session, reader_id, book_id)
        edition = await session.get_one(Edition, book.edition_id)
        if edition.state is not EditionState.READY:
            raise Conflict("The passages of this book are not found yet; wait for its job")
        await _check_chapters(session, book, wish.chapters)
        is_taken = await taken(session, book, wish)
        near = await soon(session, book)
        left: list[choosing.Ranked] = []
        budget = 0
        if wish.description_ids is not None:
            chosen = await _named(session, book, wish.description_ids)
        elif wish.is_stale:
            chosen = await _stale(session, book, wish)
        else:
            chosen = []
            left = [each for each in await candidates.of(session, book) if _fits(each, wish)]
            budget = await _budget(session, book, wish, most)

    left = [each for each in left if each.id not in is_taken]
    if left:
        best = await compute.run(choosing.choose, left, budget=budget)
        chosen = [Chosen(each.one.id, each.one.at, each.reasons) for each in best]
    wanted = [each for each in chosen if each.description_id not in is_taken]
    if wish.is_stale:
        check_limit(len(wanted), most, "/stale")
    return sorted(wanted, key=lambda each: (_turn(each.at.chapter, near), each.at))


async def taken(session: ReadSession, book: Book, wish: Wish) -> set[UUID]:
    """What *wish* does not mean, though it could: it is drawn, or is on its way."""
    if wish.description_ids is not None or wish.is_stale:
        return await candidates.under_way(session, book)
    return await candidates.drawn(session, book)


async def soon(session: ReadSession, book: Book) -> tuple[int, ...]:
    """The ordinals of the chapter that is being read and of the next one, if there is one."""
    at = await session.scalar(select(Progress.at_chapter).where(Progress.book_id == book.id))
    if at is None:
        edition = await session.get_one(Edition, book.edition_id)
        at = edition.first_body_chapter
    following = await session.scalar(
        select(func.min(Chapter.ordinal)).where(
            Chapter.edition_id == book.edition_id,
            Chapter.ordinal > at,
            Chapter.kind == ChapterKind.BODY,
        )
    )
    return (at,) if following is None else (at, following)


def _turn(chapter: int, near: tuple[int, ...]) -> int:
    return near.index(chapter) if chapter in near else len(near)


def _fits(one: choosing.Ranked, wish: Wish) -> bool:
    return (not wish.types or one.type in wish.types) and (
        not wish.chapters or one.at.chapter in wish.chapters
    )


async def _budget(session: ReadSession, book: Book, wish: Wish, most: int) -> int:
    if wish.per_thousand is None:
        return wish.count or 0
    words = select(func.sum(Chapter.word_count)).where(
        Chapter.edition_id == book.edition_id, Chapter.kind == ChapterKind.BODY
    )
    if wish.chapters:
        words = words.where(Chapter.ordinal.in_(wish.chapters))
    told = choosing.Budget(per_thousand=wish.per_thousand)
    count = told.of(int(await session.scalar(words) or 0))
    check_limit(count, most, "/per_1000_words")
    return count


async def _named(session: ReadSession, book: Book, ids: Sequence[UUID]) -> list[Chosen]:
    rows = await session.execute(
        select(*_PLACE).where(
            Description.id.in_(ids),
            Description.edition_id == book.edition_id,
            or_(Description.book_id.is_(None), Description.book_id == book.id),
            Description.retired_at.is_(None),
        )
    )
    found = [_chosen(*row) for row in rows]
    if len(found) < len(set(ids)):
        known = {each.description_id for each in found}
        first = next(number for number, each in enumerate(ids) if each not in known)
        raise InvalidInput("This book has no such description", pointer=f"/descriptions/{first}")
    return found


async def _check_chapters(session: ReadSession, book: Book, ordinals: Sequence[int]) -> None:
    rows = await session.scalars(
        select(Chapter.ordinal).where(Chapter.edition_id == book.edition_id)
    )
    there = set(rows)
    for number, ordinal in enumerate(ordinals):
        if ordinal not in there:
            raise InvalidInput("This book has no such chapter", pointer=f"/chapters/{number}")


async def _stale(session: ReadSession, book: Book, wish: Wish) -> list[Chosen]:
    """Passages whose newest picture was drawn from facts that have changed since."""
    narrowed: list[ColumnElement[bool]] = []
    if wish.types:
        narrowed.append(Description.type.in_(wish.types))
    if wish.chapters:
        narrowed.append(Description.chapter.in_(wish.chapters))
    rows = await session.execute(
        select(*_PLACE)
        .join(Illustration, Illustration.description_id == Description.id)
        .where(
            Illustration.book_id == book.id,
            staling.is_left(),
            Illustration.view == illustrations.SCENE,
            Description.retired_at.is_(None),
            *narrowed,
        )
        .distinct()
    )
    return [_chosen(*row) for row in rows]


_PLACE = (
    Description.id,
    Description.chapter,
    Description.start_block,
    Description.start_offset,
)


def _chosen(description_id: UUID, chapter: int, block: int, offset: int) -> Chosen:
    return Chosen(description_id, Address(chapter, block, offset))
