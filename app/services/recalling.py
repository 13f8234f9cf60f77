"""Takes orders back whose pictures their readers have cancelled: what is not drawn is not billed."""

import time
from uuid import UUID

import structlog
from sqlalchemy import func, null, select, update

from app.db.models import Book, Illustration
from app.db.work import Begin, ReadSession
from app.domain.illustrations import IllustrationState, Pending, Studio
from app.errors import ProviderKeyUnreadable, Unavailable
from app.services import keys

log = structlog.get_logger()

# Also none of an empty ticket in JSON.
_IS_ORDERED = func.jsonb_typeof(Illustration.ticket) == "object"
_AT_ONCE = 20
# An order that could not be taken back for an hour has been drawn.
_LIVES_S = 3600.0


async def recall(begin: Begin, studio: Studio, secret: str) -> int:
    """
    How many orders were taken back.

    A worker that is told to stop takes none back: its job is queued again, and goes on with its order.
    """
    taken = 0
    for illustration_id, pending, own in await _unwanted(begin, secret):
        try:
            await studio.take_back(pending, own)
        except Unavailable as error:
            if time.time() < pending.begun_at + _LIVES_S:
                log.info("order_not_taken_back_yet", provider=pending.provider, code=error.slug)
                continue
        await _forget(begin, illustration_id)
        taken += 1
    return taken


async def _unwanted(begin: Begin, secret: str) -> list[tuple[UUID, Pending, dict[str, str]]]:
    async with begin() as work:
        rows = (
            await work.session.execute(
                select(Illustration.id, Illustration.ticket, Book.owner_id)
                .join(Book, Book.id == Illustration.book_id)
                .where(_IS_ORDERED, Illustration.state == IllustrationState.CANCELLED)
                .limit(_AT_ONCE)
            )
        ).all()
        found = []
        for illustration_id, ticket, owner_id in rows:
            try:
                own = await keys.of(ReadSession(work.session), owner_id, secret)
            except ProviderKeyUnreadable:
                own = {}
            found.append((illustration_id, Pending(**(ticket or {})), own))
        return found


async def _forget(begin: Begin, illustration_id: UUID) -> None:
    """Unless it is wanted again meanwhile: then whoever draws it finds out that the order is gone."""
    async with begin() as work:
        await work.session.execute(
            update(Illustration)
            .where(
                Illustration.id == illustration_id,
                Illustration.state == IllustrationState.CANCELLED,
            )
            .values(ticket=null())
        )
