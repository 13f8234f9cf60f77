"""What is over for long enough goes, with its files; what is finished is forgotten."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, and_, case, delete, exists, func, select

from app.db.base import utc_now
from app.db.models import (
    Asset,
    Book,
    Description,
    Edition,
    Export,
    Illustration,
    Job,
    Reader,
)
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.jobs import LIVE
from app.errors import NotFound
from app.services import accounts, exporting, holdings, quarantine, retiring
from app.services.books import RESTORABLE
from app.storage import Storage

log = structlog.get_logger()

_JOBS_KEPT = timedelta(days=7)
_AT_ONCE = 100
# Far longer than any job holds bytes that no row names yet.
_ROW_FOLLOWS_WITHIN = timedelta(hours=1)
_ORPHANED_AFTER = timedelta(days=1)


async def clean(begin: Begin, storage: Storage, *, keep: timedelta = timedelta(0)) -> None:
    """
    Everything that goes by itself; harmless to run twice or by several workers.

    Pictures that another was preferred to are kept for *keep*, 0 means for ever.
    """
    await _purge_books(begin, storage)
    if keep:
        await retiring.retire(begin, keep)
    await _purge_pictures(begin, storage)
    await _purge_exports(begin, storage)
    await _forget_suspects(begin, storage)
    await _forget_jobs(begin)
    await accounts.forget_old_tokens(begin)
    for shard in _shards_of_this_hour():
        await _sweep_orphans(begin, storage, shard)


async def _purge_books(begin: Begin, storage: Storage) -> None:
    async with begin() as work:
        editions = await work.session.scalars(
            select(Book.edition_id)
            .where(Book.deleted_at < func.now() - RESTORABLE)
            .distinct()
            .limit(_AT_ONCE)
        )
        found = editions.all()
    for edition_id in found:
        async with begin() as work:
            files = await _purge_copies(work, edition_id)
        await _delete_unless_put_again(storage, files)
        log.info("books_purged", edition_id=str(edition_id), files=len(files))


async def _purge_copies(work: UnitOfWork, edition_id: UUID) -> list[str]:
    """The deleted books of one edition, and the edition after the last; answers their files."""
    # Locked in the order of an upload: first the edition, then its books.
    edition = await work.session.scalar(
        select(Edition).where(Edition.id == edition_id).with_for_update(skip_locked=True)
    )
    if edition is None:
        return []
    old = (Book.edition_id == edition_id) & (Book.deleted_at < func.now() - RESTORABLE)
    books = select(Book.id).where(old).scalar_subquery()
    files = await _files_of_pictures(work, Illustration.book_id.in_(books))
    files |= await _files_of_exports(work, Export.book_id.in_(books))
    await work.session.execute(delete(Book).where(old))
    files |= await _drop_if_unheld(work, edition)
    await work.session.flush()
    return await _unreferenced(work, files)


async def _purge_pictures(begin: Begin, storage: Storage) -> None:
    async with begin() as work:
        old = Illustration.deleted_at < func.now() - RESTORABLE
        files = await _files_of_pictures(work, old)
        await work.session.execute(delete(Illustration).where(old))
        unheld = await _unreferenced(work, files)
    await _delete_unless_put_again(storage, unheld)


async def _purge_exports(begin: Begin, storage: Storage) -> None:
    """Those whose week is over, and those that were never made."""
    is_being_made = exists().where(Job.subject_id == Export.id, Job.state.in_(LIVE))
    is_over = case(
        (Export.expires_at.is_not(None), Export.expires_at < func.now()),
        else_=Export.created_at < func.now() - exporting.KEPT,
    )
    async with begin() as work:
        old = and_(is_over, ~is_being_made)
        files = await _files_of_exports(work, old)
        await work.session.execute(delete(Export).where(old))
        unheld = await _unreferenced(work, files)
    await _delete_unless_put_again(storage, unheld)


async def _sweep_orphans(begin: Begin, storage: Storage, shard: str) -> None:
    """
    Bytes that no row names: their worker lost its job before it could write one.

    None that were put before this database was made: they may be those of a database that is to be
    restored.
    """
    async with begin() as work:
        made_at = await work.session.scalar(select(func.min(Reader.created_at)))
    if made_at is None:
        return
    old = utc_now() - _ORPHANED_AFTER
    found = [key async for key, put_at in storage.keys(shard) if made_at <= put_at < old]
    if not found:
        return
    async with begin() as work:
        named = await holdings.beginning_with(ReadSession(work.session), shard)
    orphans = [key for key in found if key not in named]
    await _delete_unless_put_again(storage, orphans)
    if orphans:
        log.info("orphans_swept", shard=shard, files=len(orphans))


def _shards_of_this_hour() -> Iterator[str]:
    """A twenty-fourth of the store: all of it once a day, and none of it at length."""
    hour = utc_now().hour
    return (f"{number:02x}" for number in range(256) if number % 24 == hour)


async def _forget_suspects(begin: Begin, storage: Storage) -> None:
    async with begin() as work:
        unheld = await _unreferenced(work, await quarantine.forget_old(work))
    await _delete_unless_put_again(storage, unheld)


async def _delete_unless_put_again(storage: Storage, digests: Iterable[str]) -> None:
    """After the rows. Whoever put the same bytes a moment ago is about to write a row for them."""
    for digest in digests:
        try:
            put_at = await storage.put_at(digest)
        except NotFound:
            continue
        if put_at < utc_now() - _ROW_FOLLOWS_WITHIN:
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


async def _files_of_exports(work: UnitOfWork, which: ColumnElement[bool]) -> set[str]:
    rows = await work.session.scalars(select(Export.digest).where(which))
    return {digest for digest in rows if digest is not None}


async def _drop_if_unheld(work: UnitOfWork, edition: Edition) -> set[str]:
    is_held = await work.session.scalar(
        select(select(Book.id).where(Book.edition_id == edition.id).exists())
    )
    if is_held:
        return set()
    assets = await work.session.scalars(select(Asset.digest).where(Asset.edition_id == edition.id))
    files = {edition.sha256, *assets, *(edition.cover_files or {}).values()}
    await work.session.execute(delete(Description).where(Description.edition_id == edition.id))
    await work.session.delete(edition)
    return files


async def _unreferenced(work: UnitOfWork, digests: Collection[str]) -> list[str]:
    """Those that no row names any more."""
    await work.session.flush()
    named = await holdings.of_these(ReadSession(work.session), digests)
    return [digest for digest in digests if digest not in named]
