"""One thing done to many pictures: what fails for one of them stops none of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.db.base import Json
from app.db.models import Illustration
from app.db.work import Begin
from app.errors import BookReaderError, NotFound, Unavailable
from app.services import keeping, regenerating


class Action(StrEnum):
    FAVOURITE = "favourite"
    UNFAVOURITE = "unfavourite"
    DELETE = "delete"
    RESTORE = "restore"
    REGENERATE = "regenerate"


@dataclass(frozen=True, slots=True)
class Outcome:
    """*illustration* is the picture as it is now, or the new one; None where it is gone or *problem* says why not."""

    id: UUID
    illustration: Illustration | None = None
    problem: Json | None = None


async def act(
    begin: Begin,
    reader_id: UUID,
    action: Action,
    ids: Sequence[UUID],
    *,
    house_style: str | None,
    operator_consent: bool,
) -> list[Outcome]:
    """In the order of *ids*, each once."""
    unique = list(dict.fromkeys(ids))
    if action in (Action.FAVOURITE, Action.UNFAVOURITE):
        return await _favour(begin, reader_id, unique, is_favourite=action is Action.FAVOURITE)
    wishes = _Wishes(action, house_style, operator_consent)
    return [await _attempted(begin, reader_id, each, wishes) for each in unique]


@dataclass(frozen=True, slots=True)
class _Wishes:
    action: Action
    house_style: str | None
    operator_consent: bool


async def _favour(
    begin: Begin, reader_id: UUID, ids: Sequence[UUID], *, is_favourite: bool
) -> list[Outcome]:
    async with begin() as work:
        rows = await work.session.scalars(
            Illustration.owned_by(reader_id).where(Illustration.id.in_(ids))
        )
        found = {row.id: row for row in rows}
        for row in found.values():
            row.favourite = is_favourite
    absent = NotFound("No such illustration").problem()
    return [Outcome(each, found.get(each), None if each in found else absent) for each in ids]


async def _attempted(begin: Begin, reader_id: UUID, id_: UUID, wishes: _Wishes) -> Outcome:
    """In a transaction of its own: each keeps the book's lock for a moment only."""
    try:
        async with begin() as work:
            match wishes.action:
                case Action.DELETE:
                    await keeping.remove(work, reader_id, id_)
                    return Outcome(id_)
                case Action.RESTORE:
                    return Outcome(id_, await keeping.restore(work, reader_id, id_))
                case _:
                    new, _ = await regenerating.regenerate(
                        work,
                        reader_id,
                        id_,
                        {},
                        house_style=wishes.house_style,
                        operator_consent=wishes.operator_consent,
                    )
                    return Outcome(id_, new)
    except Unavailable:
        # Nothing of this is about the one picture.
        raise
    except BookReaderError as error:
        return Outcome(id_, problem=error.problem())
