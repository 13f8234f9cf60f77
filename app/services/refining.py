"""A second look at what was found: who allows it, and what is told where it could not be had."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.db.base import Json
from app.db.models import Book, Description, Edition, Entity, Reader
from app.db.work import ReadSession
from app.domain.engines import Witness
from app.domain.illustrations import Degraded
from app.domain.names import ChapterText, NamedEntity

_CODE = "language-degraded"
# Whom a book draws again and again, and so many passages that show them; a guess.
_ASKED_ABOUT, _BLOCKS_OF_EACH = 10, 3


async def witnesses(
    session: ReadSession, edition_id: UUID, chapters: Sequence[ChapterText]
) -> list[Witness]:
    """The blocks of the best passages that name the most important people and places."""
    important = await session.scalars(
        select(Entity.key)
        .where(Entity.edition_id == edition_id, Entity.retired_at.is_(None))
        .order_by(Entity.importance.desc(), Entity.key)
        .limit(_ASKED_ABOUT)
    )
    left = dict.fromkeys(important, _BLOCKS_OF_EACH)
    rows = await session.execute(
        select(Description.chapter, Description.start_block, Description.entities)
        .where(
            Description.edition_id == edition_id,
            Description.book_id.is_(None),
            Description.retired_at.is_(None),
        )
        .order_by(Description.worth.desc(), Description.chapter, Description.start_block)
    )
    blocks = {chapter.ordinal: chapter.blocks for chapter in chapters}
    found: list[Witness] = []
    for chapter, block, named in rows:
        cast = [NamedEntity(each["key"], each["name"]) for each in named if left.get(each["key"])]
        left.update({each.key: left[each.key] - 1 for each in cast})
        if cast:
            found.append(Witness(chapter, block, blocks[chapter][block], tuple(cast)))
    return found


async def is_allowed(session: ReadSession, edition_id: UUID, *, operator_consent: bool) -> bool:
    """
    May words of this edition leave the machine: by the word of the operator, or of its readers.

    An edition is read once for all who have it, so all of them must have said yes.
    """
    if operator_consent:
        return True
    words = await session.scalars(
        select(Reader.remote_consent_at.is_not(None))
        .join(Book, Book.owner_id == Reader.id)
        .where(Book.edition_id == edition_id, Book.deleted_at.is_(None))
    )
    said = words.all()
    return bool(said) and all(said)


def tell(edition: Edition, ordinal: int, degraded: Degraded | None) -> None:
    """One warning of the book for each reason, with its chapters; a re-run replaces what was told."""
    others = [each for each in edition.warnings if each["code"] != _CODE]
    told = {
        each["reason"]: [chapter for chapter in each["chapters"] if chapter != ordinal]
        for each in edition.warnings
        if each["code"] == _CODE
    }
    if degraded is not None:
        told.setdefault(degraded.reason, []).append(ordinal)
    warnings = [_warning(reason, sorted(chapters)) for reason, chapters in told.items() if chapters]
    if others + warnings != edition.warnings:
        edition.warnings = others + warnings


def tell_of_names(edition: Edition, missing: str) -> None:
    """A warning of the book where the engine that should help with names could not; "" takes it back."""
    warn(edition, "names-degraded", missing)


def tell_of_facts(edition: Edition, degraded: Degraded | None) -> None:
    """Likewise where the language model could not be asked for facts."""
    reason = degraded and f"Looks were read without the language model ({degraded.reason})."
    warn(edition, "facts-degraded", reason or "")


def warn(edition: Edition, code: str, detail: str) -> None:
    """One warning of a kind, in place of the former; "" takes it back."""
    warnings = [each for each in edition.warnings if each["code"] != code]
    if detail:
        warnings.append({"code": code, "detail": detail})
    if warnings != edition.warnings:
        edition.warnings = warnings


def _warning(reason: str, chapters: Sequence[int]) -> Json:
    which = ", ".join(map(str, chapters))
    return {
        "code": _CODE,
        "detail": f"Passages were chosen without the language model ({reason}); chapters {which}.",
        "reason": reason,
        "chapters": list(chapters),
    }
