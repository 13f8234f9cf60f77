"""A file becomes an edition: chapters, contents, cover and inner pictures; or becomes it anew."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select, update

from app import extraction, parsing
from app.db.base import Json
from app.db.models import Asset, Book, Chapter, Description, Edition, EditionState, Job, TocEntry
from app.db.work import Begin, UnitOfWork
from app.domain.books import ChapterKind, ParsedBook, ParsedChapter
from app.domain.books import TocEntry as ContentsEntry
from app.domain.compute import Compute
from app.domain.illustrations import Renditions
from app.domain.jobs import LIVE, JobKind, JobState
from app.domain.limits import Limits, bounds
from app.errors import BookReaderError
from app.illustration import renditions
from app.services import editions, extracting, footnotes, languages, naming
from app.services.languages import Languages
from app.services.leases import Lease
from app.services.versions import version_of
from app.storage import Storage

log = structlog.get_logger()

# Chapters written at once. The driver makes one message of all: with a book of two million words
# in one piece the worker grew to 571 MB, so it grows to 376 (measured).
_PORTION = 20


async def parse(
    begin: Begin, lease: Lease, storage: Storage, compute: Compute, limits: Limits
) -> None:
    """Turn a stored file into canonical chapters, and ask for what follows from them."""
    async with begin() as work:
        edition = await work.session.get_one(Edition, lease.subject_id)
        # What is read again stays readable meanwhile.
        if not edition.is_renewing:
            edition.state, edition.problem = EditionState.PARSING, None
        sha256 = edition.sha256

    # Nothing here holds the file: it may be as large as all that comes of it.
    bounded = compute.within(bounds(limits))
    parsed = await bounded.run(parsing.parse, await storage.get(sha256), limits)
    spoken = await languages.of(parsed, compute)
    for asset in parsed.assets:
        await storage.put(asset.data)
    cover = await _cover(parsed, storage, compute)

    async with lease.record() as work:
        edition = await work.session.get_one(Edition, lease.subject_id, with_for_update=True)
        _describe(edition, parsed, spoken.book)
        _put_cover(edition, cover)
        await _replace_contents(work, edition.id, parsed)
        await _put_chapters(work, edition.id, parsed.chapters, spoken)
        edition.names_version = None
        if not edition.is_renewing:
            edition.state = EditionState.EXTRACTING
        await editions.advance(work, edition)
    log.info("book_parsed", edition_id=str(lease.subject_id), chapters=len(parsed.chapters))


async def parse_ended(work: UnitOfWork, edition_id: UUID, state: JobState, problem: Json) -> None:
    """The file cannot be read: whoever waits for this edition is told the same reason."""
    edition = await work.session.get_one(Edition, edition_id, with_for_update=True)
    waiting = [JobKind.REPROCESS]
    if edition.is_renewing:
        # It stays what it was.
        edition.is_renewing = False
    elif state is JobState.CANCELLED:
        edition.state = EditionState.RECEIVED
        return
    else:
        edition.state, edition.problem = EditionState.FAILED, problem
        waiting.append(JobKind.PREPARE_BOOK)
    await work.session.execute(
        update(Job)
        .where(
            Job.kind.in_(waiting),
            Job.state.in_(LIVE),
            Job.subject_id.in_(
                select(Book.id).where(Book.edition_id == edition_id).scalar_subquery()
            ),
        )
        .values(state=JobState.FAILED, problem=problem, finished_at=func.now(), lease_owner=None)
    )


_Cover = tuple[Renditions, dict[str, str]]


async def _cover(parsed: ParsedBook, storage: Storage, compute: Compute) -> _Cover | None:
    if parsed.cover is None:
        return None
    try:
        kept = await compute.run(renditions.make, parsed.cover.data, source=None)
    except BookReaderError as error:
        # A book without its cover is still the book; the reader sees a title instead.
        log.warning("cover_refused", reason=error.detail)
        return None
    files = {str(width): await storage.put(data) for width, data in kept.files}
    return kept, files


def _put_cover(edition: Edition, cover: _Cover | None) -> None:
    if cover is None:
        return
    kept, edition.cover_files = cover
    edition.cover_width, edition.cover_height = kept.width, kept.height
    edition.cover_colour = kept.colour


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
    edition.identifier = about.identifier
    edition.direction, edition.layout = parsed.direction, parsed.layout
    edition.writing_mode = parsed.writing_mode
    edition.has_media_overlays = parsed.has_media_overlays
    edition.warnings = [asdict(each) for each in parsed.warnings]
    edition.word_count = parsed.word_count
    edition.chapter_count = len(parsed.chapters)
    bodies = [each.ordinal for each in parsed.chapters if each.kind is ChapterKind.BODY]
    edition.first_body_chapter = bodies[0] if bodies else 1


async def _replace_contents(work: UnitOfWork, edition_id: UUID, parsed: ParsedBook) -> None:
    for table in (TocEntry, Asset):
        await work.session.execute(delete(table).where(table.edition_id == edition_id))
    work.session.add_all(_contents(edition_id, parsed.contents))
    work.session.add_all(
        Asset(
            edition_id=edition_id,
            digest=asset.digest,
            media_type=asset.media_type,
            width=asset.width,
            height=asset.height,
        )
        for asset in parsed.assets
    )


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


async def _put_chapters(
    work: UnitOfWork, edition_id: UUID, parsed: Sequence[ParsedChapter], spoken: Languages
) -> None:
    """By ordinal: a chapter that is parsed again keeps its id."""
    rows = await work.session.scalars(select(Chapter).where(Chapter.edition_id == edition_id))
    former = {row.ordinal: row for row in rows}
    before = {row.ordinal: row.version for row in former.values()}
    after: dict[int, str] = {}
    words = 0
    for each, language in zip(parsed, spoken.chapters, strict=True):
        row = former.pop(each.ordinal, None)
        if row is None:
            row = Chapter(edition_id=edition_id, ordinal=each.ordinal)
            work.session.add(row)
        _fill(row, each, language, words_before=words)
        after[row.ordinal] = row.version
        words += each.word_count
        if each.ordinal % _PORTION == 0:
            await work.session.flush()
    for gone in former.values():
        await work.session.delete(gone)
    if before and before != after:
        await naming.forget(work, edition_id)
    await work.session.flush()
    is_body = (
        select(Chapter.id)
        .where(
            Chapter.edition_id == edition_id,
            Chapter.ordinal == Description.chapter,
            Chapter.kind == ChapterKind.BODY,
        )
        .exists()
    )
    await extracting.retire(work, Description.edition_id == edition_id, ~is_body)


def _fill(row: Chapter, parsed: ParsedChapter, language: str, *, words_before: int) -> None:
    row.title, row.number, row.kind = parsed.title, parsed.number, parsed.kind
    row.html, row.version, row.blocks = parsed.html, version_of(parsed.html), list(parsed.blocks)
    row.language = language
    row.note_marks = [footnotes.stored(mark) for mark in parsed.note_marks]
    row.word_count, row.words_before = parsed.word_count, words_before
    row.problem = None
    # Only the body is illustrated; nothing is waited for in the rest.
    is_body = parsed.kind is ChapterKind.BODY
    row.extractor_version = None if is_body else extraction.EXTRACTOR_VERSION
    if not is_body:
        row.description_count = 0
