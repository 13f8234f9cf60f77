"""What has been deleted for long enough goes, with its files; what is finished is forgotten."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, String, cast, delete, func, or_, select

from app.db.models import Asset, Book, Description, Edition, Illustration, Job
from app.db.work import Begin, UnitOfWork
from app.domain.jobs import LIVE
from app.services import accounts
from app.services.books import RESTORABLE
from app.storage import Storage

log = structlog.get_logger()

_JOBS_KEPT = timedelta(days=7)
_AT_ONCE = 100


async def clean(begin: Begin, storage: Storage) -> None:
    """Everything this module does; harmless to run twice or by several workers."""
    await _purge_books(begin, storage)
    await _purge_pictures(begin, storage)
    await _forget_jobs(begin)
    await accounts.forget_old_tokens(begin)


async def _purge_books(begin: Begin, storage: Storage) -> None:
    async with begin() as work:
        books = (
            await work.session.scalars(
                select(Book)
                .where(Book.deleted_at < func.now() - RESTORABLE)
                .limit(_AT_ONCE)
                .with_for_update(skip_locked=True)
            )
        ).all()
        files: set[str] = set()
        for book in books:
            files |= await _files_of_pictures(work, Illustration.book_id == book.id)
            await work.session.delete(book)
        await work.session.flush()
        for edition_id in {book.edition_id for book in books}:
            files |= await _drop_edition_if_unheld(work, edition_id)
        await work.session.flush()
        unheld = await _unreferenced(work, files)
    # After the rows: a row never points at bytes that are not there.
    for digest in unheld:
        await storage.delete(digest)
    if books:
        log.info("books_purged", books=len(books), files=len(unheld))


async def _purge_pictures(begin: Begin, storage: Storage) -> None:
    async with begin() as work:
        old = Illustration.deleted_at < func.now() - RESTORABLE
        files = await _files_of_pictures(work, old)
        await work.session.execute(delete(Illustration).where(old))
        unheld = await _unreferenced(work, files)
    for digest in unheld:
        await storage.delete(digest)


async def _forget_jobs(begin: Begin) -> None:
    async with begin() as work:
        await work.session.execute(
            delete(Job).where(Job.state.not_in(LIVE), Job.finished_at < func.now() - _JOBS_KEPT)
        )


async def _files_of_pictures(work: UnitOfWork, which: ColumnElement[bool]) -> set[str]:
    rows = await work.session.scalars(
        select(Illustration.files).where(which, Illustration.files.is_not(None))
    )
    return {digest for files in rows if files for digest in files.values()}


async def _drop_edition_if_unheld(work: UnitOfWork, edition_id: UUID) -> set[str]:
    edition = await work.session.get_one(Edition, edition_id, with_for_update=True)
    is_held = await work.session.scalar(
        select(select(Book.id).where(Book.edition_id == edition_id).exists())
    )
    if is_held:
        return set()
    assets = await work.session.scalars(select(Asset.digest).where(Asset.edition_id == edition_id))
    files = {edition.sha256, *assets, *(edition.cover_files or {}).values()}
    await work.session.execute(delete(Description).where(Description.edition_id == edition_id))
    await work.session.delete(edition)
    return files


async def _unreferenced(work: UnitOfWork, digests: Iterable[str]) -> list[str]:
    """Those that no row names any more; content addresses are shared."""
    unheld = []
    for digest in digests:
        pattern = f"%{digest}%"
        is_named = await work.session.scalar(
            select(
                or_(
                    select(Edition.id)
                    .where(
                        or_(
                            Edition.sha256 == digest,
                            cast(Edition.cover_files, String).like(pattern),
                        )
                    )
                    .exists(),
                    select(Asset.id).where(Asset.digest == digest).exists(),
                    select(Illustration.id)
                    .where(cast(Illustration.files, String).like(pattern))
                    .exists(),
                )
            )
        )
        if not is_named:
            unheld.append(digest)
    return unheld
