"""What a reader says of the looks of somebody: facts of their own, and facts of the book put right."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.db.base import new_id
from app.db.work import UnitOfWork
from app.domain.bible import Attribute, EditKind, Origin
from app.domain.books import Address
from app.domain.figures import Figure, Said
from app.errors import InvalidInput, NotFound
from app.services import editing, overlay
from app.services.editing import Desk, Open

# What changes the words, and so makes a fact the reader's; locking does not.
_WORDS = frozenset({"attribute", "value", "value_en", "valid_from", "valid_to"})


async def add(
    work: UnitOfWork,
    desk: Desk,
    entity_id: UUID,
    *,
    attribute: Attribute,
    value: str,
    value_en: str | None,
    valid_from: Address | None,
    valid_to: Address | None,
    is_locked: bool,
) -> None:
    """*valid_from* None is from the beginning, *valid_to* None for good."""
    opened = await editing.open_(work, desk)
    figure = opened.one(entity_id).figure
    said = {
        "id": str(new_id()),
        "attribute": attribute,
        "value": value,
        "value_en": value_en,
        "quote": None,
        "span": None,
        "confidence": 1.0,
        "origin": Origin.USER,
        "is_lasting": valid_to is None,
        "valid_from": overlay.told(valid_from),
        "valid_to": overlay.told(valid_to),
        "is_locked": is_locked,
        "contradicts": [],
    }
    await _check(work, opened, figure, valid_from, valid_to)
    await editing.append(
        work, opened, EditKind.ADD_FACT, {"entity": figure.key, **said}, figure.key
    )


async def edit(work: UnitOfWork, desk: Desk, fact_id: UUID, changes: Mapping[str, Any]) -> None:
    """
    *changes* may hold attribute, value, value_en, valid_from, valid_to and is_locked.

    A fact of the book that is put right is the reader's from then on, and keeps its quote as proof;
    one that is only locked stays the book's.
    """
    opened = await editing.open_(work, desk)
    figure, fact = _find(opened, fact_id)
    said = _payload(fact) | {
        name: overlay.told(value) if isinstance(value, Address) else value
        for name, value in changes.items()
    }
    if changes.keys() & _WORDS:
        said |= {"origin": Origin.USER, "confidence": 1.0, "is_lasting": said["valid_to"] is None}
    if changes.keys() & {"attribute", "value"}:
        said["contradicts"] = []
    since, until = (_address(said[name]) for name in ("valid_from", "valid_to"))
    await _check(work, opened, figure, since, until)
    named = {"entity": figure.key, "fact": fact.identity}
    await editing.append(work, opened, EditKind.EDIT_FACT, {**named, **said}, figure.key)


async def remove(work: UnitOfWork, desk: Desk, fact_id: UUID) -> None:
    opened = await editing.open_(work, desk)
    figure, fact = _find(opened, fact_id)
    said = {"entity": figure.key, "fact": fact.identity}
    await editing.append(work, opened, EditKind.REMOVE_FACT, said, figure.key)


def _find(opened: Open, fact_id: UUID) -> tuple[Figure, Said]:
    for one in opened.known:
        for known in one.facts:
            if known.fact.id == fact_id:
                return one.figure, known.fact
    raise NotFound("No such fact in the bible of this book, as far as you have read")


async def _check(
    work: UnitOfWork, opened: Open, figure: Figure, since: Address | None, until: Address | None
) -> None:
    await editing.check_place(work, opened.book, since, pointer="/valid_from")
    await editing.check_place(work, opened.book, until, pointer="/valid_to")
    if until is not None and until <= (since or figure.first):
        raise InvalidInput("It ends before it begins", pointer="/valid_to")


def _payload(fact: Said) -> dict[str, Any]:
    span = fact.span
    return {
        "id": str(fact.id),
        "attribute": fact.attribute,
        "value": fact.value,
        "value_en": fact.value_en,
        "quote": fact.quote,
        "span": span and [*(overlay.told(span.start) or ()), span.end.block, span.end.offset],
        "confidence": fact.confidence,
        "origin": fact.origin,
        "is_lasting": fact.is_lasting,
        "valid_from": overlay.told(fact.valid_from),
        "valid_to": overlay.told(fact.valid_to),
        "is_locked": fact.is_locked,
        "contradicts": list(fact.contradicts),
    }


def _address(said: list[int] | None) -> Address | None:
    return None if said is None else Address(*said)
