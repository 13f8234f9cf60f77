"""A file becomes an edition: chapters, contents, cover and inner pictures."""

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import Insert, insert

from app import extraction, parsing
from app.db.base import Json, new_id
from app.db.models import Asset, Book, Chapter, Edition, EditionState, Job, TocEntry
from app.db.work import Begin, UnitOfWork
from app.domain.books import BookFormat, ChapterKind, ParsedBook, ParsedChapter
from app.domain.books import TocEntry as ContentsEntry
from app.domain.compute import Compute
from app.domain.illustrations import Renditions
from app.domain.jobs import LIVE, JobKind, JobState
from app.errors import BookReaderError
from app.illustration import quality
from app.services import leases
from app.services.leases import Lease
from app.services.versions import version_of
from app.storage import Storage

log = structlog.get_logger()

ENDED = (EditionState.READY, EditionState.FAILED)
# Some pages of a novel; the detection itself reads the middle 4000 characters.
_SAMPLED_BLOCKS = 200


async def parse(begin: Begin, lease: Lease, storage: Storage, compute: Compute) -> None:
    """Turn a stored file into canonical chapters, and ask for each to be extracted."""
    async with begin() as work:
        edition = await work.session.get_one(Edition, lease.subject_id)
        edition.state, edition.problem = EditionState.PARSING, None
        sha256 = edition.sha256

    parsed = await compute.run(parsing.parse, await storage.get(sha256))
    language = await language_of(parsed, compute)
    for asset in parsed.assets:
        await storage.put(asset.data)
    cover = await _cover(parsed, storage, compute)

    async with lease.record() as work:
        edition = await work.session.get_one(Edition, lease.subject_id, with_for_update=True)
        await _forget_former_parse(work, edition.id)
        _describe(edition, parsed, language)
        _put_cover(edition, cover)
        work.session.add_all(_contents(edition.id, parsed.contents))
        work.session.add_all(
            Asset(
                edition_id=edition.id,
                digest=asset.digest,
                media_type=asset.media_type,
                width=asset.width,
                height=asset.height,
            )
            for asset in parsed.assets
        )
        chapters = list(_chapters(edition.id, parsed.chapters))
        work.session.add_all(chapters)
        await work.session.flush()
        for chapter in chapters:
            if chapter.extractor_version is None:
                await work.submit(JobKind.EXTRACT_CHAPTER, chapter.id)
        edition.state = EditionState.EXTRACTING
        await finish_if_done(work, edition)
    log.info("book_parsed", edition_id=str(lease.subject_id), chapters=len(parsed.chapters))


async def language_of(parsed: ParsedBook, compute: Compute) -> str:
    """What the file says, or else what its text is written in."""
    if parsed.metadata.language:
        return parsed.metadata.language
    return await compute.run(extraction.detect_language, sample(parsed))


def sample(parsed: ParsedBook) -> str:
    """Some pages of the body, to tell the language by."""
    body = (chapter for chapter in parsed.chapters if chapter.kind is ChapterKind.BODY)
    blocks = (block for chapter in body for block in chapter.blocks)
    return "\n".join(islice(blocks, _SAMPLED_BLOCKS))


async def finish_if_done(work: UnitOfWork, edition: Edition) -> None:
    """Ready once no chapter is waiting; the caller holds the edition's row locked."""
    await work.session.flush()
    is_open = await work.session.scalar(
        select(
            select(Chapter.id)
            .where(Chapter.edition_id == edition.id, Chapter.extractor_version.is_(None))
            .exists()
        )
    )
    if is_open:
        return
    edition.state = EditionState.READY
    edition.extractor_version = extraction.EXTRACTOR_VERSION
    edition.description_count = (
        await work.session.scalar(
            select(func.coalesce(func.sum(Chapter.description_count), 0)).where(
                Chapter.edition_id == edition.id
            )
        )
        or 0
    )
    books = select(Book.id).where(Book.edition_id == edition.id)
    await leases.release(
        work, (Job.kind == JobKind.PREPARE_BOOK) & Job.subject_id.in_(books.scalar_subquery())
    )


async def parse_ended(work: UnitOfWork, edition_id: UUID, state: JobState, problem: Json) -> None:
    """The file cannot be read: whoever waits for this edition is told the same reason."""
    edition = await work.session.get_one(Edition, edition_id, with_for_update=True)
    if state is JobState.CANCELLED:
        edition.state = EditionState.RECEIVED
        return
    edition.state, edition.problem = EditionState.FAILED, problem
    await work.session.execute(
        update(Job)
        .where(
            Job.kind == JobKind.PREPARE_BOOK,
            Job.state.in_(LIVE),
            Job.subject_id.in_(
                select(Book.id).where(Book.edition_id == edition_id).scalar_subquery()
            ),
        )
        .values(state=JobState.FAILED, problem=problem, finished_at=func.now(), lease_owner=None)
    )


async def lock(work: UnitOfWork, book_id: UUID) -> None:
    """The edition of a book, before its book and its jobs; see `leases`."""
    edition_id = select(Book.edition_id).where(Book.id == book_id).scalar_subquery()
    await work.session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update())


async def stop_if_nobody_waits(work: UnitOfWork, edition_id: UUID) -> None:
    """Cancel the work on an edition that no book waits for any more."""
    edition = await work.session.get_one(Edition, edition_id, with_for_update=True)
    is_awaited = await work.session.scalar(
        select(
            select(Job.id)
            .join(Book, Book.id == Job.subject_id)
            .where(
                Job.kind == JobKind.PREPARE_BOOK,
                Job.state.in_(LIVE),
                Book.edition_id == edition_id,
            )
            .exists()
        )
    )
    if is_awaited or edition.state in ENDED:
        return
    chapters = select(Chapter.id).where(Chapter.edition_id == edition_id).scalar_subquery()
    of_edition = (Job.subject_id == edition_id) | Job.subject_id.in_(chapters)
    await leases.lock(work, of_edition)
    await work.session.execute(
        update(Job)
        .where(of_edition, Job.state == JobState.QUEUED)
        .values(state=JobState.CANCELLED, finished_at=func.now())
    )
    await work.session.execute(
        update(Job).where(of_edition, Job.state == JobState.RUNNING).values(cancel_requested=True)
    )


def insert_if_new(*, sha256: str, format_: BookFormat, size_bytes: int) -> Insert:
    return (
        insert(Edition)
        .values(id=new_id(), sha256=sha256, format=format_, size_bytes=size_bytes)
        .on_conflict_do_nothing(index_elements=["sha256"])
    )


async def resume(work: UnitOfWork, edition: Edition) -> None:
    """Submit what an edition still lacks; harmless when it is under way already."""
    if edition.state in (EditionState.RECEIVED, EditionState.FAILED, EditionState.PARSING):
        edition.state, edition.problem = EditionState.RECEIVED, None
        await work.submit(JobKind.PARSE_EDITION, edition.id)
    elif edition.state is EditionState.EXTRACTING:
        open_chapters = await work.session.scalars(
            select(Chapter.id).where(
                Chapter.edition_id == edition.id, Chapter.extractor_version.is_(None)
            )
        )
        for chapter_id in open_chapters:
            await work.submit(JobKind.EXTRACT_CHAPTER, chapter_id)


async def _cover(parsed: ParsedBook, storage: Storage, compute: Compute) -> "_Cover | None":
    if parsed.cover is None:
        return None
    try:
        renditions = await compute.run(quality.renditions, parsed.cover.data)
    except BookReaderError as error:
        # A book without its cover is still the book; the reader sees a title instead.
        log.warning("cover_refused", reason=error.detail)
        return None
    files = {str(width): await storage.put(data) for width, data in renditions.files}
    return renditions, files


_Cover = tuple[Renditions, dict[str, str]]


def _put_cover(edition: Edition, cover: _Cover | None) -> None:
    if cover is None:
        return
    renditions, edition.cover_files = cover
    edition.cover_width, edition.cover_height = renditions.width, renditions.height
    edition.cover_colour = renditions.colour


async def _forget_former_parse(work: UnitOfWork, edition_id: UUID) -> None:
    for table in (Chapter, TocEntry, Asset):
        await work.session.execute(delete(table).where(table.edition_id == edition_id))


def _describe(edition: Edition, parsed: ParsedBook, language: str) -> None:
    about = parsed.metadata
    edition.parser_version = parsing.PARSER_VERSION
    edition.title, edition.subtitle = about.title, about.subtitle
    edition.authors, edition.translators = list(about.authors), list(about.translators)
    edition.language, edition.annotation = language, about.annotation
    if about.series is not None:
        edition.series_name, edition.series_number = about.series.name, about.series.number
    edition.publisher, edition.published = about.publisher, about.published
    edition.isbn, edition.genres = about.isbn, list(about.genres)
    edition.direction, edition.layout = parsed.direction, parsed.layout
    edition.warnings = [{"code": each.code, "detail": each.detail} for each in parsed.warnings]
    edition.word_count = parsed.word_count
    edition.chapter_count = len(parsed.chapters)
    bodies = [each.ordinal for each in parsed.chapters if each.kind is ChapterKind.BODY]
    edition.first_body_chapter = bodies[0] if bodies else 1


def _chapters(edition_id: UUID, chapters: Sequence[ParsedChapter]) -> Iterator[Chapter]:
    words = 0
    for each in chapters:
        yield Chapter(
            edition_id=edition_id,
            ordinal=each.ordinal,
            title=each.title,
            number=each.number,
            kind=each.kind,
            html=each.html,
            version=version_of(each.html),
            blocks=list(each.blocks),
            note_marks=[
                {"block": mark.block, "start": mark.start, "end": mark.end}
                for mark in each.note_marks
            ],
            word_count=each.word_count,
            words_before=words,
            # Only the body is illustrated; nothing is waited for in the rest.
            extractor_version=None
            if each.kind is ChapterKind.BODY
            else extraction.EXTRACTOR_VERSION,
        )
        words += each.word_count


def _contents(edition_id: UUID, tree: Sequence[ContentsEntry]) -> Iterator[TocEntry]:
    """The tree in reading order, without recursion: a hostile one is deep."""
    stack = [(entry, 0) for entry in reversed(tree)]
    position = 0
    while stack:
        entry, depth = stack.pop()
        yield TocEntry(
            edition_id=edition_id,
            position=position,
            depth=depth,
            title=entry.title,
            chapter=entry.target.chapter if entry.target else None,
            block=entry.target.block if entry.target else None,
        )
        position += 1
        stack.extend((child, depth + 1) for child in reversed(entry.children))
