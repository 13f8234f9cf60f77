"""What a reader changes in the bible of a book: each change is kept for good, and makes a version."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.db.base import new_id
from app.db.models import BibleEdit, Book, Chapter, Edition
from app.db.work import ReadSession, UnitOfWork
from app.domain.bible import EditKind
from app.domain.books import Address
from app.domain.names import EntityKind, Gender
from app.errors import InvalidInput, NotFound, PreconditionFailed, Refused
from app.illustration import styles
from app.services import bible, books, figures, overlay, staling, styling
from app.services.bible import KnownEntity
from app.services.presence import Folded

# Every drawing folds them all: 0.08 s for as many edits of a novel's 6,000 facts (measured).
MOST_EDITS = 2000
# Of the reader's own, in a whole book: each is looked for in every passage that is listed.
MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class Desk:
    """
    Whose bible is edited, and how.

    *versions* are those the reader has seen, None where any will do. Who and what lies beyond the
    reader's furthest address is not there to be edited if *is_bounded*.
    """

    reader_id: UUID
    book_id: UUID
    versions: Collection[int] | None = None
    is_bounded: bool = True


@dataclass(frozen=True, slots=True)
class Open:
    """A bible that nobody else edits meanwhile."""

    book: Book
    version: int
    folded: Folded
    known: Sequence[KnownEntity]
    bound: Address | None

    def one(self, entity_id: UUID) -> KnownEntity:
        found = next((each for each in self.known if each.figure.id == entity_id), None)
        if found is None:
            raise NotFound("Nobody like that in the bible of this book, as far as you have read")
        return found


async def open_(work: UnitOfWork, desk: Desk) -> Open:
    """
    Locks the book, so that two edits make two versions.

    Raises `PreconditionFailed` where another edit came first, `Refused` when there are too many.
    """
    session = ReadSession(work.session)
    statement = Book.owned_by(desk.reader_id).where(Book.id == desk.book_id)
    book = await work.session.scalar(statement.with_for_update(of=Book))
    if book is None:
        raise NotFound("No such book")
    version = await figures.newest(session, book)
    if desk.versions is not None and version not in desk.versions:
        raise PreconditionFailed(f"The bible is at version {version} now", version=version)
    if version > MOST_EDITS:
        raise Refused(
            f"A bible takes {MOST_EDITS} edits", limit=MOST_EDITS, reason="too-many-edits"
        )
    bound = await books.bound(session, book) if desk.is_bounded else None
    folded = await figures.of(session, book)
    return Open(book, version, folded, await bible.entities(session, book, folded, bound), bound)


async def append(
    work: UnitOfWork, opened: Open, kind: EditKind, payload: Mapping[str, Any], *about: str
) -> None:
    """One more version; pictures of those it is *about* (keys) show what was before."""
    work.session.add(
        BibleEdit(
            book_id=opened.book.id, version=opened.version + 1, kind=kind, payload=dict(payload)
        )
    )
    await work.session.flush()
    if not about:
        return
    now = await figures.named(ReadSession(work.session), opened.book)
    affected = [
        (folded, folded.figures[key])
        for folded in (opened.folded, now)
        for key in about
        if key in folded.figures
    ]
    await staling.mark(work, opened.book, affected)


async def add_entity(
    work: UnitOfWork,
    desk: Desk,
    *,
    kind: EntityKind,
    name: str,
    aliases: Sequence[str] = (),
    gender: Gender = Gender.UNKNOWN,
) -> None:
    """Somebody the book has not told us of; wherever it says one of these names."""
    opened = await open_(work, desk)
    _check_names(opened.folded, 1 + len(aliases))
    edition = await work.session.get_one(Edition, opened.book.edition_id)
    said = {
        "id": str(new_id()),
        "kind": kind,
        "name": name,
        "aliases": list(aliases),
        "gender": gender,
        "first": overlay.told(Address(edition.first_body_chapter, 0, 0)),
    }
    key = overlay.own_key(kind, opened.version + 1)
    await append(work, opened, EditKind.ADD_ENTITY, said, key)


async def edit_entity(
    work: UnitOfWork, desk: Desk, entity_id: UUID, changes: Mapping[str, Any]
) -> None:
    """
    *changes* may hold name, aliases, gender, importance and look.

    Of aliases those that are not told yet stay, whatever a list that cannot name them says.
    """
    opened = await open_(work, desk)
    one = opened.one(entity_id)
    key = one.figure.key
    said = {"entity": key, **changes}
    if (aliases := said.pop("aliases", None)) is not None:
        said["add"] = [each for each in dict.fromkeys(aliases) if each not in one.aliases]
        said["drop"] = [each for each in one.aliases if each not in aliases]
        own = {each.name for each in one.figure.names if each.source is None}
        _check_names(opened.folded, len(said["add"]) - len(own & set(said["drop"])))
    # How sure it is how somebody looks changes no picture.
    is_drawn = said.keys() - {"entity", "look"}
    await append(work, opened, EditKind.EDIT_ENTITY, said, *([key] if is_drawn else []))


async def remove_entity(work: UnitOfWork, desk: Desk, entity_id: UUID) -> None:
    opened = await open_(work, desk)
    key = opened.one(entity_id).figure.key
    await append(work, opened, EditKind.REMOVE_ENTITY, {"entity": key}, key)


async def merge(work: UnitOfWork, desk: Desk, *, into: UUID, other: UUID, pointer: str) -> None:
    """Two that are one: all names, mentions and facts of *other* are those of *into*."""
    opened = await open_(work, desk)
    kept, gone = opened.one(into).figure, opened.one(other).figure
    if kept is gone:
        raise InvalidInput("Nobody can be merged with themselves", pointer=pointer)
    if kept.kind is not gone.kind:
        raise InvalidInput(f"A {gone.kind} is no {kept.kind}", pointer=pointer)
    said = {"into": kept.key, "from": gone.key}
    await append(work, opened, EditKind.MERGE_ENTITIES, said, kept.key, gone.key)


async def split(
    work: UnitOfWork, desk: Desk, entity_id: UUID, *, aliases: Sequence[str], name: str | None
) -> None:
    """One that is two: *aliases*, with the places that say them, become somebody of their own."""
    opened = await open_(work, desk)
    one = opened.one(entity_id)
    strange = [each for each in aliases if each not in {name.name for name in one.figure.names}]
    if strange or not set(aliases) <= set(one.aliases):
        raise InvalidInput("Only names that it has can be split off", pointer="/aliases")
    if {each.name for each in one.figure.names} <= set(aliases):
        raise InvalidInput("One name at least must stay", pointer="/aliases")
    names = [each for each in one.figure.names if each.name in aliases]
    commonest = max(names, key=lambda each: each.mentions).name
    said = {
        "entity": one.figure.key,
        "id": str(new_id()),
        "aliases": list(dict.fromkeys(aliases)),
        "name": name or commonest,
    }
    key = overlay.own_key(one.figure.kind, opened.version + 1)
    await append(work, opened, EditKind.SPLIT_ENTITY, said, one.figure.key, key)


async def set_style(work: UnitOfWork, desk: Desk, *, style: str | None, words: str | None) -> None:
    """
    A preset, or a style in the reader's own words; every picture in another one is stale.

    Raises `InvalidInput` for a style that is not there.
    """
    if words is None and (style is None or styles.by_id(style) is None):
        raise InvalidInput(f"There is no style {style!r}; see /styles", pointer="/style")
    if words is not None and style not in (None, styles.OWN):
        raise InvalidInput("Own words are a style of their own: name no other", pointer="/style")
    opened = await open_(work, desk)
    said = {"style": style if words is None else styles.OWN, "words": words}
    if said == await styling.said(ReadSession(work.session), opened.book, opened.version):
        return
    await append(work, opened, EditKind.SET_STYLE, said)
    session = ReadSession(work.session)
    chosen = await styling.of(session, opened.book, said["style"], version=opened.version + 1)
    await staling.mark_others(work, opened.book, chosen.style)


def _check_names(folded: Folded, more: int) -> None:
    own = sum(name.source is None for each in folded.figures.values() for name in each.names)
    if own + more > MOST_NAMES:
        raise Refused(
            f"A bible takes {MOST_NAMES} names of your own",
            limit=MOST_NAMES,
            reason="too-many-names",
        )


async def check_place(work: UnitOfWork, book: Book, at: Address | None, *, pointer: str) -> None:
    """Raises `InvalidInput` for a place that is not in the book."""
    if at is None:
        return
    blocks = await work.session.scalar(
        select(Chapter.blocks).where(
            Chapter.edition_id == book.edition_id, Chapter.ordinal == at.chapter
        )
    )
    if blocks is None:
        raise InvalidInput(f"The book has no chapter {at.chapter}", pointer=f"{pointer}/chapter")
    if at.block >= max(1, len(blocks)):
        raise InvalidInput(
            f"Chapter {at.chapter} has {len(blocks)} blocks", pointer=f"{pointer}/block"
        )
    length = len(blocks[at.block]) if blocks else 0
    if at.offset > length:
        raise InvalidInput(f"Block {at.block} has {length} characters", pointer=f"{pointer}/offset")
