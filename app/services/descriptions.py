"""The passages of a book an illustrator could draw."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from app import extraction
from app.db.base import Json, new_id
from app.db.models import Book, Chapter, Description, Edition, Illustration
from app.db.paging import Order, Page, PageRequest, page
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.compute import Compute
from app.domain.descriptions import Candidate, DescriptionType
from app.domain.jobs import JobState
from app.errors import NotFound
from app.illustration import selection
from app.services import books, editions
from app.services.leases import Lease

_CONTEXT = 32


async def extract(begin: Begin, lease: Lease, compute: Compute) -> None:
    """Find the passages of one chapter; a re-run updates them in place."""
    async with begin() as work:
        chapter = await work.session.get_one(Chapter, lease.subject_id)
        edition = await work.session.get_one(Edition, chapter.edition_id)
        blocks, marks = chapter.blocks, chapter.note_marks
        words, language = chapter.word_count, edition.language

    found = await compute.run(extraction.extract, mask(blocks, marks), language)
    chosen = selection.select(found, word_count=words)

    async with lease.record() as work:
        edition = await work.session.get_one(Edition, edition.id, with_for_update=True)
        chapter = await work.session.get_one(Chapter, chapter.id)
        await _retire(work, chapter, chosen)
        if chosen:
            await _upsert(work, chapter, chosen)
        chapter.description_count = len(chosen)
        chapter.extractor_version = extraction.EXTRACTOR_VERSION
        await editions.finish_if_done(work, edition)


async def extract_ended(work: UnitOfWork, chapter_id: UUID, state: JobState, problem: Json) -> None:
    """One chapter's failure never stops a book: it is read without marks, and says why."""
    chapter = await work.session.get(Chapter, chapter_id)
    if chapter is None or state is JobState.CANCELLED:
        return
    edition = await work.session.get_one(Edition, chapter.edition_id, with_for_update=True)
    chapter.problem = problem
    chapter.extractor_version = extraction.EXTRACTOR_VERSION
    await editions.finish_if_done(work, edition)


def mask(blocks: Sequence[str], marks: Sequence[Mapping[str, int]]) -> list[str]:
    """The blocks with note marks blanked, at the same length: addresses stay what they are."""
    masked = list(blocks)
    for mark in marks:
        text, start, end = masked[mark["block"]], mark["start"], mark["end"]
        masked[mark["block"]] = text[:start] + " " * (end - start) + text[end:]
    return masked


def text_at(blocks: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text between two (block, offset); over several blocks joined with newlines."""
    if start[0] == end[0]:
        return blocks[start[0]][start[1] : end[1]]
    middle = blocks[start[0] + 1 : end[0]]
    return "\n".join([blocks[start[0]][start[1] :], *middle, blocks[end[0]][: end[1]]])


async def of_chapter(
    session: ReadSession, reader_id: UUID, book_id: UUID, ordinal: int
) -> Sequence[tuple[Description, Illustration | None]]:
    """All of them: a chapter that is opened lies open."""
    book = await books.get(session, reader_id, book_id)
    await books.chapter_id(session, book, ordinal)
    rows = await session.execute(
        _with_shown(book)
        .where(Description.chapter == ordinal)
        .order_by(Description.start_block, Description.start_offset)
    )
    return [(row[0], row[1]) for row in rows]


async def find(
    session: ReadSession,
    reader_id: UUID,
    book_id: UUID,
    request: PageRequest,
    *,
    type_: DescriptionType | None = None,
    chapter: int | None = None,
    min_priority: float | None = None,
    is_illustrated: bool | None = None,
    is_bounded: bool = True,
    by_priority: bool = False,
) -> Page[tuple[Description, Illustration | None]]:
    """Descriptions of a book, up to the reader's furthest address if *is_bounded*."""
    book = await books.get(session, reader_id, book_id)
    statement = _with_shown(book)
    if type_ is not None:
        statement = statement.where(Description.type == type_)
    if chapter is not None:
        statement = statement.where(Description.chapter == chapter)
    if min_priority is not None:
        statement = statement.where(Description.priority >= min_priority)
    if is_illustrated is not None:
        is_missing = Illustration.id.is_(None)
        statement = statement.where(~is_missing if is_illustrated else is_missing)
    if is_bounded:
        bound = await books.bound(session, book)
        at = tuple_(Description.chapter, Description.start_block, Description.start_offset)
        statement = statement.where(at <= tuple_(bound.chapter, bound.block, bound.offset))
    position = [
        Order(Description.chapter),
        Order(Description.start_block),
        Order(Description.start_offset),
        Order(Description.end_block),
        Order(Description.end_offset),
    ]
    order = (
        [Order(Description.priority, is_descending=True), *position] if by_priority else position
    )
    return await page(session, statement, order, request)


async def get(
    session: ReadSession, reader_id: UUID, description_id: UUID
) -> tuple[Description, Illustration | None, Book, str]:
    """A description with its picture, the book it was reached through, and the block around it."""
    row = (
        await session.execute(
            Description.owned_by(reader_id)
            .add_columns(Book)
            .where(Description.id == description_id)
        )
    ).first()
    if row is None:
        raise NotFound("No such description")
    description, book = row
    shown = await session.scalar(
        select(Illustration).where(
            Illustration.book_id == book.id,
            Illustration.description_id == description.id,
            Illustration.shown,
            Illustration.deleted_at.is_(None),
        )
    )
    block = await session.scalar(
        select(Chapter.blocks[description.start_block + 1]).where(
            Chapter.edition_id == book.edition_id, Chapter.ordinal == description.chapter
        )
    )
    return description, shown, book, block or ""


def _with_shown(book: Book) -> Select[Description, Illustration]:
    return (
        select(Description, Illustration)
        .outerjoin(
            Illustration,
            (Illustration.description_id == Description.id)
            & (Illustration.book_id == book.id)
            & Illustration.shown
            & Illustration.deleted_at.is_(None),
        )
        .where(Description.edition_id == book.edition_id, Description.retired_at.is_(None))
    )


async def _retire(work: UnitOfWork, chapter: Chapter, chosen: Sequence[Candidate]) -> None:
    """What is no longer found goes, unless a picture points at it."""
    kept = [(each.block, each.start, each.end_block, each.end) for each in chosen]
    gone = [Description.edition_id == chapter.edition_id, Description.chapter == chapter.ordinal]
    if kept:
        span = tuple_(
            Description.start_block,
            Description.start_offset,
            Description.end_block,
            Description.end_offset,
        )
        gone.append(span.not_in(kept))
    is_drawn = select(Illustration.id).where(Illustration.description_id == Description.id).exists()
    await work.session.execute(delete(Description).where(*gone, ~is_drawn))
    await work.session.execute(update(Description).where(*gone).values(retired_at=func.now()))


async def _upsert(work: UnitOfWork, chapter: Chapter, chosen: Sequence[Candidate]) -> None:
    statement = insert(Description).values([_row(chapter, each) for each in chosen])
    new = statement.excluded
    await work.session.execute(
        statement.on_conflict_do_update(
            index_elements=[
                "edition_id",
                "chapter",
                "start_block",
                "start_offset",
                "end_block",
                "end_offset",
            ],
            set_={
                "text": new.text,
                "prefix": new.prefix,
                "suffix": new.suffix,
                "chapter_version": new.chapter_version,
                "type": new.type,
                "type_probabilities": new.type_probabilities,
                "worth": new.worth,
                "priority": new.priority,
                "features_version": new.features_version,
                "retired_at": None,
            },
        )
    )


def _row(chapter: Chapter, found: Candidate) -> Json:
    first, last = chapter.blocks[found.block], chapter.blocks[found.end_block]
    return {
        "id": new_id(),
        "edition_id": chapter.edition_id,
        "chapter": chapter.ordinal,
        "start_block": found.block,
        "start_offset": found.start,
        "end_block": found.end_block,
        "end_offset": found.end,
        # Cut from the chapter itself, not from what extraction read: there note marks are blank.
        "text": text_at(chapter.blocks, (found.block, found.start), (found.end_block, found.end)),
        "prefix": first[max(0, found.start - _CONTEXT) : found.start],
        "suffix": last[found.end : found.end + _CONTEXT],
        "chapter_version": chapter.version,
        "type": found.type,
        "type_probabilities": {str(k): v for k, v in found.type_probabilities.items()},
        "worth": found.worth,
        "priority": selection.priority(found.worth, found.type_probabilities),
        "features_version": found.features_version,
    }
