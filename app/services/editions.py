"""What is worked out of a file once for all its readers: how that goes on, ends and begins again."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import Insert, insert

from app import extraction, parsing
from app.db.base import new_id
from app.db.models import Book, Chapter, Edition, EditionState, Job
from app.db.work import UnitOfWork
from app.domain.books import BookFormat, ChapterKind
from app.domain.jobs import LIVE, JobKind, JobState, Priority
from app.services import leases

ENDED = (EditionState.READY, EditionState.FAILED)


def insert_if_new(*, sha256: str, format_: BookFormat, size_bytes: int) -> Insert:
    return (
        insert(Edition)
        .values(id=new_id(), sha256=sha256, format=format_, size_bytes=size_bytes)
        .on_conflict_do_nothing(index_elements=["sha256"])
    )


async def lock(work: UnitOfWork, book_id: UUID) -> None:
    """The edition of a book, before its book and its jobs; see `leases`."""
    edition_id = select(Book.edition_id).where(Book.id == book_id).scalar_subquery()
    await work.session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update())


async def resume(work: UnitOfWork, edition: Edition) -> None:
    """Submit what an edition still lacks; harmless when it is under way already."""
    if edition.state in (EditionState.RECEIVED, EditionState.FAILED, EditionState.PARSING):
        edition.state, edition.problem = EditionState.RECEIVED, None
        await _submit(work, JobKind.PARSE_EDITION, edition.id)
    elif edition.state is EditionState.EXTRACTING:
        await advance(work, edition)


async def advance(work: UnitOfWork, edition: Edition) -> None:
    """
    Submit the next step: the names, then every chapter that is open, then the bible.

    The caller holds the edition's row locked.
    """
    await work.session.flush()
    if edition.names_version is None:
        await _submit(work, JobKind.FIND_NAMES, edition.id)
        return
    is_open = select(Chapter.id).where(_is_open(edition)).order_by(Chapter.ordinal)
    chapters = (await work.session.scalars(is_open)).all()
    if chapters:
        await work.submit_parts(JobKind.EXTRACT_CHAPTER, chapters)
    else:
        await _submit(work, JobKind.ASSEMBLE_BIBLE, edition.id)


async def advance_after_chapters(work: UnitOfWork, edition: Edition) -> None:
    """The next step once no chapter is open; the caller holds the edition's row locked."""
    await work.session.flush()
    if not await work.session.scalar(select(select(Chapter.id).where(_is_open(edition)).exists())):
        await advance(work, edition)


async def finish(work: UnitOfWork, edition: Edition) -> None:
    """Ready, and whoever waited for it goes on; the caller holds the edition's row locked."""
    edition.state, edition.is_renewing = EditionState.READY, False
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
        work,
        Job.kind.in_((JobKind.PREPARE_BOOK, JobKind.REPROCESS))
        & Job.subject_id.in_(books.scalar_subquery()),
    )


async def renew(work: UnitOfWork, edition: Edition) -> None:
    """
    Work everything out again, from the file where a later parser would read it otherwise.

    For editions that are ready; they stay so meanwhile, and what was found stays until it is
    replaced. Once begun it goes to its end: half an edition renewed helps nobody. The caller holds
    the edition's row locked.
    """
    if edition.is_renewing:
        return
    edition.is_renewing = True
    if edition.parser_version != parsing.PARSER_VERSION:
        await _submit(work, JobKind.PARSE_EDITION, edition.id)
        return
    edition.names_version = None
    await work.session.execute(
        update(Chapter)
        .where(Chapter.edition_id == edition.id, Chapter.kind == ChapterKind.BODY)
        .values(extractor_version=None, problem=None)
    )
    await advance(work, edition)


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


async def _submit(work: UnitOfWork, kind: JobKind, edition_id: UUID) -> None:
    """Before the chapters of any book: they are many, and behind them a new upload would wait."""
    await work.submit(kind, edition_id, priority=Priority.NEXT_TO_READ)


def _is_open(edition: Edition) -> ColumnElement[bool]:
    return (Chapter.edition_id == edition.id) & Chapter.extractor_version.is_(None)
