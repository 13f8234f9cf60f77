"""An admin's verdicts on suspected pictures, and what follows for those that readers have."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select

from app.db.models import Book, Illustration, SuspectPicture
from app.db.paging import Order, Page, PageRequest, page
from app.db.work import ReadSession, UnitOfWork
from app.domain.illustrations import IllustrationState, Verdict
from app.errors import NotFound, ProviderUnavailable
from app.services import keeping

_REASON = "notice"


@dataclass(frozen=True, slots=True)
class Held:
    """*illustrations* counts the pictures of readers that are these very bytes."""

    suspect: SuspectPicture
    illustrations: int


async def find(
    session: ReadSession,
    request: PageRequest,
    *,
    verdict: Verdict | None = None,
    provider: str | None = None,
) -> Page[Held]:
    statement = select(SuspectPicture, _number())
    if verdict is not None:
        statement = statement.where(SuspectPicture.verdict == verdict)
    if provider is not None:
        statement = statement.where(SuspectPicture.provider == provider)
    found = await page(session, statement, [Order(SuspectPicture.id, is_descending=True)], request)
    return Page([Held(*row) for row in found.items], found.next, found.total)


async def get(session: ReadSession, suspect_id: UUID) -> Held:
    row = (
        await session.execute(
            select(SuspectPicture, _number()).where(SuspectPicture.id == suspect_id)
        )
    ).first()
    if row is None:
        raise NotFound("No such suspect")
    return Held(*row)


async def confirm(work: UnitOfWork, suspect_id: UUID) -> Held:
    """
    It is a notice: never taken for a picture again, whoever sends it.

    Readers' pictures that are these bytes fail, and say why; nothing of them is deleted, and another
    variant that is drawn takes their place in the text.
    """
    suspect = await _judged(work, suspect_id, Verdict.CONFIRMED)
    problem = ProviderUnavailable(
        "The provider had sent a notice instead of this picture. Draw it once more.",
        reason=_REASON,
    ).problem()
    for picture in await _of_same_bytes(work, suspect, IllustrationState.READY):
        was_shown, picture.shown = picture.shown, False
        picture.state, picture.problem = IllustrationState.FAILED, problem
        if was_shown:
            await keeping.show_another(work, picture)
    return await get(ReadSession(work.session), suspect_id)


async def clear(work: UnitOfWork, suspect_id: UUID) -> Held:
    """It is a picture: these bytes may come as often as they like, and what `confirm` did is undone."""
    suspect = await _judged(work, suspect_id, Verdict.CLEARED)
    for picture in await _of_same_bytes(work, suspect, IllustrationState.FAILED):
        if isinstance(picture.problem, Mapping) and picture.problem.get("reason") == _REASON:
            picture.state, picture.problem = IllustrationState.READY, None
            await keeping.show_if_none_is(work, picture)
    return await get(ReadSession(work.session), suspect_id)


async def _judged(work: UnitOfWork, suspect_id: UUID, verdict: Verdict) -> SuspectPicture:
    suspect = await work.session.get(SuspectPicture, suspect_id, with_for_update=True)
    if suspect is None:
        raise NotFound("No such suspect")
    suspect.verdict = verdict
    await work.session.flush()
    return suspect


async def _of_same_bytes(
    work: UnitOfWork, suspect: SuspectPicture, state: IllustrationState
) -> list[Illustration]:
    """Those thrown away, too. Under the locks of their books: which variant is shown changes."""
    same = (
        Illustration.provider == suspect.provider,
        Illustration.digest == suspect.digest,
        Illustration.state == state,
    )
    books = select(Illustration.book_id).where(*same)
    await work.session.execute(
        select(Book.id).where(Book.id.in_(books)).order_by(Book.id).with_for_update()
    )
    found = await work.session.scalars(select(Illustration).where(*same).order_by(Illustration.id))
    return list(found)


def _number() -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(
            Illustration.provider == SuspectPicture.provider,
            Illustration.digest == SuspectPicture.digest,
        )
        .correlate(SuspectPicture)
        .scalar_subquery()
    )
