"""The picture that shows how somebody looks: one of the book's, or one that its reader brings."""

from uuid import UUID

from sqlalchemy import func, select

from app.db.models import Illustration
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.bible import EditKind
from app.domain.books import Address
from app.domain.compute import Compute
from app.domain.figures import BROUGHT, Figure
from app.domain.illustrations import IllustrationState, Quality, Renditions
from app.errors import Conflict, DiskFull, NotFound
from app.illustration import brought
from app.services import editing, portraying
from app.services.editing import Desk, Open
from app.storage import Storage

_VIEW = "reference"
# Of the largest picture that is taken, in all its widths (a guess, generous).
_ROOM_BYTES = 16_000_000


async def choose(work: UnitOfWork, desk: Desk, entity_id: UUID, illustration_id: UUID) -> None:
    """A picture of this book from now on shows how somebody looks; raises `Conflict` before it is drawn."""
    opened = await editing.open_(work, desk)
    figure = opened.one(entity_id).figure
    picture = await work.session.scalar(
        Illustration.owned_by(desk.reader_id).where(
            Illustration.id == illustration_id, Illustration.book_id == opened.book.id
        )
    )
    if picture is None or not _is_reached(picture, opened.bound):
        raise NotFound("No such illustration in this book, as far as you have read")
    if picture.state is not IllustrationState.READY:
        raise Conflict("Only a picture that is drawn can show how somebody looks")
    if figure.reference == picture.id:
        return
    await _set(work, opened, figure, picture)


async def bring(
    begin: Begin,
    compute: Compute,
    storage: Storage,
    desk: Desk,
    *,
    entity_id: UUID,
    data: bytes,
) -> None:
    """
    The reader's own picture, kept as one of the book's that nobody drew.

    Raises `InvalidInput` with a `reason` for what is no single still picture of sensible size.
    """
    async with begin() as work:
        (await editing.open_(work, desk)).one(entity_id)

    kept = await compute.run(brought.taken, data)
    free = await storage.free_bytes()
    if free is not None and free < _ROOM_BYTES:
        raise DiskFull
    files = {key: await storage.put(form) for key, form in kept.by_key()}

    async with begin() as work:
        opened = await editing.open_(work, desk)
        figure = opened.one(entity_id).figure
        picture = await _row(work, opened, figure, kept, files)
        await _set(work, opened, figure, picture)


async def forget(work: UnitOfWork, desk: Desk, entity_id: UUID) -> None:
    """Nobody shows how it looks any more; the picture itself stays."""
    opened = await editing.open_(work, desk)
    figure = opened.one(entity_id).figure
    if figure.reference is not None:
        said = {"entity": figure.key}
        await editing.append(work, opened, EditKind.REMOVE_REFERENCE, said, figure.key)


async def _set(work: UnitOfWork, opened: Open, figure: Figure, picture: Illustration) -> None:
    said = {"entity": figure.key, "illustration": str(picture.id)}
    await editing.append(work, opened, EditKind.SET_REFERENCE, said, figure.key)


def _is_reached(picture: Illustration, bound: Address | None) -> bool:
    at = Address(picture.chapter, picture.start_block, picture.start_offset)
    return bound is None or at <= bound


async def _row(
    work: UnitOfWork, opened: Open, figure: Figure, kept: Renditions, files: dict[str, str]
) -> Illustration:
    last = await work.session.scalar(
        select(func.max(Illustration.variant)).where(
            Illustration.book_id == opened.book.id,
            Illustration.entity_id == figure.id,
            Illustration.view == _VIEW,
        )
    )
    sitter = await portraying.sitter(
        ReadSession(work.session), opened.book, opened.version, figure.id, opened.bound
    )
    picture = Illustration(
        book_id=opened.book.id,
        entity_id=figure.id,
        chapter=sitter.at.chapter,
        start_block=sitter.at.block,
        start_offset=sitter.at.offset,
        end_block=sitter.at.block,
        end_offset=sitter.at.offset,
        quote=sitter.name,
        view=_VIEW,
        variant=0 if last is None else last + 1,
        state=IllustrationState.READY,
        style=BROUGHT,
        bible_version=opened.version + 1,
        quality=Quality.STANDARD,
        wanted_provider=BROUGHT,
        provider=BROUGHT,
        seed=0,
        files=files,
        width=kept.width,
        height=kept.height,
        colour=kept.colour,
        blurhash=kept.blurhash,
    )
    work.session.add(picture)
    await work.session.flush()
    await work.session.refresh(picture)
    return picture
