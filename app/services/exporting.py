"""The pictures of a book to take away: a ZIP that opens everywhere, with a list of what they show."""

import asyncio
import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Select, select

from app.db.base import Json, utc_now
from app.db.models import Book, Chapter, Edition, Export, Illustration, Job
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.illustrations import ExportFormat, IllustrationState
from app.domain.jobs import JobKind, JobState, Lane, Priority
from app.errors import Conflict, DiskFull, InvalidInput, NotFound
from app.illustration import captions, renditions
from app.services import books, filenames
from app.services.leases import Lease
from app.storage import Storage
from app.storage.failures import told

KEPT = timedelta(days=7)
# ZIP knows no earlier moment: the same pictures are the same bytes, whenever they are packed.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
# The lists beside the pictures, and what an archive says of each file (a guess, generous).
_ROOM_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Selection:
    """
    Which pictures, and how wide: the smallest we have of at least *width* pixels, None the largest.

    Those that stand in the text, or else the favourites, or these very ones.
    """

    width: int | None = None
    is_favourites: bool = False
    ids: Sequence[UUID] | None = None


async def ask(
    work: UnitOfWork, reader_id: UUID, book_id: UUID, format_: ExportFormat, wanted: Selection
) -> tuple[Export, UUID]:
    """
    An export, and the job that makes it.

    `InvalidInput` for ids that are no drawn pictures of this book, `Conflict` where there are none at all.
    """
    session = ReadSession(work.session)
    book = await books.get(session, reader_id, book_id)
    found = {each.id for each in (await session.scalars(_pictures(book.id, wanted))).all()}
    for number, each in enumerate(wanted.ids or ()):
        if each not in found:
            raise InvalidInput("This book has no such drawn picture", pointer=f"/ids/{number}")
    if not found:
        raise Conflict("There is no picture to export yet")
    export = Export(
        book_id=book.id,
        format=format_,
        options={
            "width": wanted.width,
            "is_favourites": wanted.is_favourites,
            "ids": None if wanted.ids is None else [str(each) for each in wanted.ids],
        },
    )
    work.session.add(export)
    await work.session.flush()
    return export, await _submit(work, export, reader_id)


async def again(work: UnitOfWork, reader_id: UUID, export_id: UUID) -> UUID:
    """One that has failed or was cancelled; answers the id of the job."""
    export = await work.session.scalar(Export.owned_by(reader_id).where(Export.id == export_id))
    if export is None:
        raise Conflict("What this job was about is gone")
    return await _submit(work, export, reader_id)


async def _submit(work: UnitOfWork, export: Export, reader_id: UUID) -> UUID:
    return await work.submit(
        JobKind.EXPORT,
        export.id,
        reader_id=reader_id,
        book_id=export.book_id,
        lane=Lane.INTERACTIVE,
        priority=Priority.ASKED_FOR,
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """An export, and its newest job while that is remembered."""

    export: Export
    job: Job | None

    @property
    def is_there(self) -> bool:
        """Made, and not over yet."""
        expires_at = self.export.expires_at
        return self.export.digest is not None and expires_at is not None and expires_at > utc_now()


async def look(session: ReadSession, reader_id: UUID, export_id: UUID) -> Looked:
    export = await session.scalar(Export.owned_by(reader_id).where(Export.id == export_id))
    if export is None:
        raise NotFound("No such export")
    job = await session.scalar(
        select(Job).where(Job.subject_id == export.id).order_by(Job.id.desc()).limit(1)
    )
    return Looked(export, job)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One picture: the digest of its bytes, their number, its name there, and what is said of it."""

    digest: str
    name: str
    said: Json


async def export(begin: Begin, lease: Lease, storage: Storage) -> None:
    """Streamed from the store to the disk and back: no picture is whole in memory."""
    async with begin() as work:
        session = ReadSession(work.session)
        row = await session.get_one(Export, lease.subject_id)
        wanted = _selection(row.options)
        book = await session.get_one(Book, row.book_id)
        edition = await session.get_one(Edition, book.edition_id)
        entries = await _entries(session, book, wanted)
        title = edition.title or book.file_name or ""
    if not entries:
        raise Conflict("The pictures of this export are gone")

    sizes = [await storage.size(each.digest) for each in entries]
    await _check_room(storage, sum(sizes))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.zip"
        await _pack(path, storage, entries, title)
        digest = await storage.put_file(path)
        size_bytes = (await asyncio.to_thread(path.stat)).st_size

    async with lease.record() as work:
        row = await work.session.get_one(Export, row.id)
        row.digest, row.size_bytes = digest, size_bytes
        row.file_name = f"{filenames.safe(title) or 'book'} - illustrations.zip"
        row.expires_at = utc_now() + KEPT


async def export_ended(_: UnitOfWork, export_id: UUID, state: JobState, problem: Json) -> None:
    """Its job says why; there is no file."""


def _selection(options: Json) -> Selection:
    ids = options["ids"]
    return Selection(
        width=options["width"],
        is_favourites=options["is_favourites"],
        ids=None if ids is None else [UUID(each) for each in ids],
    )


def _pictures(book_id: UUID, wanted: Selection) -> Select[Illustration]:
    """In the order of the book, wherever its reader is: it is the reader's own."""
    statement = (
        select(Illustration)
        .where(
            Illustration.book_id == book_id,
            Illustration.state == IllustrationState.READY,
            Illustration.deleted_at.is_(None),
        )
        .order_by(
            Illustration.chapter,
            Illustration.start_block,
            Illustration.start_offset,
            Illustration.view,
            Illustration.variant,
            Illustration.id,
        )
    )
    if wanted.ids is not None:
        statement = statement.where(Illustration.id.in_(wanted.ids))
    if wanted.is_favourites:
        return statement.where(Illustration.favourite)
    return statement if wanted.ids is not None else statement.where(Illustration.shown)


async def _entries(session: ReadSession, book: Book, wanted: Selection) -> list[_Entry]:
    titles = await session.execute(
        select(Chapter.ordinal, Chapter.title).where(Chapter.edition_id == book.edition_id)
    )
    title_of = {row.ordinal: row.title for row in titles}
    pictures = (await session.scalars(_pictures(book.id, wanted))).all()
    return [
        _entry(number, row, title_of.get(row.chapter, ""), wanted.width)
        for number, row in enumerate(pictures, start=1)
        if row.files
    ]


def _entry(number: int, row: Illustration, chapter_title: str, width: int | None) -> _Entry:
    by_width = renditions.by_width(row.files or {})
    chosen = min((each for each in by_width if width and each >= width), default=max(by_width))
    words = filenames.safe(row.quote, words=6).replace(" ", "-")
    name = "-".join(part for part in (f"{number:03}", f"ch{row.chapter:02}", words) if part)
    said = {
        "file": f"{name}.webp",
        "chapter": row.chapter,
        "chapter_title": chapter_title,
        "quote": row.quote,
        "alt": captions.alt(row.quote),
        "view": row.view,
        "prompt": row.prompt,
        "negative": row.negative,
        "seed": row.seed,
        "provider": row.provider,
        "model": row.model,
        "preview": row.preview,
        "style": row.style,
        "width": chosen,
    }
    return _Entry(by_width[chosen], f"{name}.webp", said)


async def _check_room(storage: Storage, size_bytes: int) -> None:
    free = await storage.free_bytes()
    if free is not None and free < size_bytes + _ROOM_BYTES:
        raise DiskFull


async def _pack(path: Path, storage: Storage, entries: Sequence[_Entry], title: str) -> None:
    said = [each.said for each in entries]
    index = json.dumps({"title": title, "pictures": said}, ensure_ascii=False, indent=2) + "\n"
    with told():
        archive = await asyncio.to_thread(zipfile.ZipFile, path, "w")
        with archive:
            for each in entries:
                with archive.open(_named(each.name), "w") as file:
                    async for chunk in storage.stream(each.digest):
                        await asyncio.to_thread(file.write, chunk)
            archive.writestr(_named("index.json"), index)
            archive.writestr(_named("captions.txt"), _captions(said))


def _named(name: str) -> zipfile.ZipInfo:
    """Not packed again: pictures are, and how tightly words pack depends on the machine."""
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info


def _captions(said: Sequence[Json]) -> str:
    """For people."""
    return "\n".join(
        f"{each['file']}\n{each['chapter']}. {each['chapter_title']}\n{each['quote']}\n"
        f"{each['provider']}, {each['model']}, seed {each['seed']}\n"
        for each in said
    )
