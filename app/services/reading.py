"""Where a reader is, how far they have been, and what that adds up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.db.base import utc_now
from app.db.models import Book, Chapter, Edition, Progress, ReadingSession
from app.db.work import ReadSession, UnitOfWork
from app.domain import reading
from app.domain.books import Address
from app.errors import Conflict, InvalidInput, NotFound
from app.services import books

# Mean silent reading of English fiction (Brysbaert 2019, doi:10.1016/j.jml.2019.104047); for
# Russian it is a guess.
WORDS_PER_MINUTE = 260
# Positions saved further apart than this belong to two sittings (a guess).
_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Saved:
    progress: reading.Progress
    updated_at: datetime | None
    version: int


async def get(session: ReadSession, reader_id: UUID, book_id: UUID) -> Saved:
    """The place to open the book at; before the first save, the start of the first body chapter."""
    book = await books.get(session, reader_id, book_id)
    edition = await session.get_one(Edition, book.edition_id)
    row = await session.scalar(Progress.owned_by(reader_id).where(Progress.book_id == book_id))
    at = _at(row) if row is not None else Address(edition.first_body_chapter, 0, 0)
    furthest = _furthest(row) if row is not None else at
    chapter = await session.scalar(
        select(Chapter).where(Chapter.edition_id == edition.id, Chapter.ordinal == at.chapter)
    )
    if chapter is None:  # Not parsed yet: nothing has been read.
        return Saved(reading.Progress(at, furthest, 0.0, 0.0, 0.0), None, 0)
    return Saved(
        _measure(edition, chapter, at, furthest),
        row.updated_at if row is not None else None,
        row.version if row is not None else 0,
    )


async def save(
    work: UnitOfWork,
    reader_id: UUID,
    book_id: UUID,
    at: Address,
    *,
    device: str | None = None,
    version: int | None = None,
) -> Saved:
    """Remember the place; raises `InvalidInput` outside the book, `Conflict` when overtaken."""
    book = await work.session.scalar(
        Book.owned_by(reader_id).where(Book.id == book_id).with_for_update()
    )
    if book is None:
        raise NotFound("No such book")
    edition = await work.session.get_one(Edition, book.edition_id)
    chapter = await _chapter_at(work, edition, at)
    row = await work.session.scalar(Progress.owned_by(reader_id).where(Progress.book_id == book_id))
    if row is not None and version is not None and version < row.version:
        raise Conflict(
            "Another device has moved on", at=str(_at(row)), version=row.version, yours=version
        )
    furthest = max(at, _furthest(row)) if row is not None else at
    measured = _measure(edition, chapter, at, furthest)
    words = round(chapter.words_before + chapter.word_count * measured.chapter_fraction)
    before = row.furthest_words if row is not None else chapter.words_before
    if row is None:
        row = Progress(reader_id=reader_id, book_id=book_id, version=0, furthest_words=0)
        work.session.add(row)
    row.at_chapter, row.at_block, row.at_offset = at.chapter, at.block, at.offset
    row.furthest_chapter, row.furthest_block = furthest.chapter, furthest.block
    row.furthest_offset = furthest.offset
    row.furthest_words = max(before, words)
    row.fraction, row.device, row.updated_at = measured.fraction, device, utc_now()
    row.version += 1
    await _note_session(work, reader_id, book_id, words=max(0, words - before))
    await work.session.flush()
    return Saved(measured, row.updated_at, row.version)


async def _chapter_at(work: UnitOfWork, edition: Edition, at: Address) -> Chapter:
    chapter = await work.session.scalar(
        select(Chapter).where(Chapter.edition_id == edition.id, Chapter.ordinal == at.chapter)
    )
    if chapter is None:
        raise InvalidInput(f"The book has no chapter {at.chapter}", pointer="/chapter")
    if at.block >= max(1, len(chapter.blocks)):
        raise InvalidInput(
            f"Chapter {at.chapter} has {len(chapter.blocks)} blocks", pointer="/block"
        )
    length = len(chapter.blocks[at.block]) if chapter.blocks else 0
    if at.offset > length:
        raise InvalidInput(f"Block {at.block} has {length} characters", pointer="/offset")
    return chapter


def _measure(
    edition: Edition, chapter: Chapter, at: Address, furthest: Address
) -> reading.Progress:
    """By words: a chapter's own fraction by characters, the book's by the words before it."""
    total = sum(map(len, chapter.blocks))
    passed = sum(map(len, chapter.blocks[: at.block])) + at.offset
    inside = min(1.0, passed / total) if total else 1.0
    words = chapter.words_before + chapter.word_count * inside
    fraction = min(1.0, words / edition.word_count) if edition.word_count else 1.0
    left = max(0.0, edition.word_count - words) / WORDS_PER_MINUTE
    return reading.Progress(at, furthest, fraction, inside, left)


def _at(row: Progress) -> Address:
    return Address(row.at_chapter, row.at_block, row.at_offset)


def _furthest(row: Progress) -> Address:
    return Address(row.furthest_chapter, row.furthest_block, row.furthest_offset)


async def _note_session(work: UnitOfWork, reader_id: UUID, book_id: UUID, *, words: int) -> None:
    now = utc_now()
    last = await work.session.scalar(
        ReadingSession.owned_by(reader_id)
        .where(ReadingSession.book_id == book_id, ReadingSession.ended_at > now - _PAUSE)
        .order_by(ReadingSession.ended_at.desc())
        .limit(1)
    )
    if last is None:
        last = ReadingSession(reader_id=reader_id, book_id=book_id, started_at=now, words=0)
        work.session.add(last)
    last.ended_at = now
    last.words += words


@dataclass(frozen=True, slots=True)
class Statistics:
    books: int
    in_progress: int
    finished: int
    words_read: int
    chapters_read: int
    minutes: int
    words_per_minute: int | None
    streak_days: int
    longest_streak_days: int
    genres: list[tuple[str, int]]
    by_day: list[tuple[date, int, int]]


# A speed from less than a minute means nothing (a guess).
_FAIR_S = 60
# The last pages of a book are notes and colophons that few people open (a guess).
_FINISHED = 0.98


async def statistics(session: ReadSession, reader_id: UUID) -> Statistics:
    """What a reader has read; days are those of UTC."""
    rows = (
        await session.execute(
            Book.owned_by(reader_id)
            .join(Edition, Edition.id == Book.edition_id)
            .outerjoin(Progress, Progress.book_id == Book.id)
            .with_only_columns(Edition.genres, Progress.fraction, Progress.furthest_words)
        )
    ).all()
    sessions = (
        await session.scalars(
            ReadingSession.owned_by(reader_id).order_by(ReadingSession.started_at)
        )
    ).all()
    fractions = [row.fraction for row in rows if row.fraction is not None]
    genres: dict[str, int] = {}
    for row in rows:
        for genre in row.genres:
            genres[genre] = genres.get(genre, 0) + 1
    seconds = sum((each.ended_at - each.started_at).total_seconds() for each in sessions)
    words = sum(each.words for each in sessions)
    days = sorted({each.started_at.astimezone(UTC).date() for each in sessions})
    streak, longest = _streaks(days, utc_now().date())
    return Statistics(
        books=len(rows),
        in_progress=sum(fraction < _FINISHED for fraction in fractions),
        finished=sum(fraction >= _FINISHED for fraction in fractions),
        words_read=words,
        chapters_read=await _chapters_read(session, reader_id),
        minutes=round(seconds / 60),
        words_per_minute=round(words / (seconds / 60)) if seconds >= _FAIR_S and words else None,
        streak_days=streak,
        longest_streak_days=longest,
        genres=sorted(genres.items(), key=lambda pair: (-pair[1], pair[0]))[:10],
        by_day=_by_day(sessions, utc_now().date()),
    )


async def _chapters_read(session: ReadSession, reader_id: UUID) -> int:
    """Chapters that lie wholly before the furthest address."""
    found = await session.scalar(
        Book.owned_by(reader_id)
        .join(Progress, Progress.book_id == Book.id)
        .join(Chapter, Chapter.edition_id == Book.edition_id)
        .where(Chapter.words_before + Chapter.word_count <= Progress.furthest_words)
        .where(Chapter.word_count > 0)
        .with_only_columns(func.count())
    )
    return int(found or 0)


def _streaks(days: Sequence[date], today: date) -> tuple[int, int]:
    """The run of days that still goes on, and the longest one."""
    longest = run = 0
    previous: date | None = None
    for day in days:
        run = run + 1 if previous is not None and day - previous == timedelta(days=1) else 1
        longest, previous = max(longest, run), day
    is_going_on = previous is not None and today - previous <= timedelta(days=1)
    return (run if is_going_on else 0), longest


def _by_day(sessions: Sequence[ReadingSession], today: date) -> list[tuple[date, int, int]]:
    """(day, minutes, words) of the last seven days, the oldest first."""
    totals = {today - timedelta(days=back): (0.0, 0) for back in range(6, -1, -1)}
    for each in sessions:
        day = each.started_at.astimezone(UTC).date()
        if day in totals:
            seconds, words = totals[day]
            seconds += (each.ended_at - each.started_at).total_seconds()
            totals[day] = (seconds, words + each.words)
    return [(day, round(seconds / 60), words) for day, (seconds, words) in totals.items()]
