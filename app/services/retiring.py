"""Pictures that another was preferred to long ago, and those that never came: they go like deleted ones."""

from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from app.db.models import BibleEdit, Illustration
from app.db.work import Begin
from app.domain.bible import EditKind
from app.domain.illustrations import IllustrationState

log = structlog.get_logger()

_AT_ONCE = 1000
# From this rating on, of 1 to 5, a reader likes it.
_LIKED = 4
_LOST = (IllustrationState.FAILED, IllustrationState.REFUSED, IllustrationState.CANCELLED)


async def retire(begin: Begin, keep: timedelta) -> None:
    """
    Delete, so that it can still be restored for a week, what is older than *keep* and nobody chose.

    Never what stands in the text, a favourite, a liked one, what the bible or another picture refers to,
    nor the last picture of its subject.
    """
    old = (
        select(Illustration.id)
        .where(
            Illustration.created_at < func.now() - keep,
            Illustration.deleted_at.is_(None),
            ~Illustration.shown,
            ~Illustration.favourite,
            func.coalesce(Illustration.rating, 0) < _LIKED,
            or_(
                Illustration.state.in_(_LOST),
                and_(Illustration.state == IllustrationState.READY, _has_better()),
            ),
            ~_is_referred_to(),
        )
        .limit(_AT_ONCE)
        # Another worker has the others, or their reader is just choosing among them.
        .with_for_update(skip_locked=True)
    )
    async with begin() as work:
        retired = await work.session.scalars(
            update(Illustration)
            .where(Illustration.id.in_(old))
            .values(deleted_at=func.now())
            .returning(Illustration.id)
        )
        count = len(retired.all())
    if count:
        log.info("pictures_retired", pictures=count)


def _has_better() -> ColumnElement[bool]:
    """Another of the same subject and view that is shown, or was drawn later."""
    other = aliased(Illustration)
    return exists().where(
        other.book_id == Illustration.book_id,
        or_(
            other.description_id == Illustration.description_id,
            other.entity_id == Illustration.entity_id,
        ),
        other.view == Illustration.view,
        other.state == IllustrationState.READY,
        other.deleted_at.is_(None),
        or_(other.shown, other.variant > Illustration.variant),
    )


def _is_referred_to() -> ColumnElement[bool]:
    other = aliased(Illustration)
    is_anchor = exists().where(other.anchor_id == Illustration.id)
    is_reference = exists().where(
        BibleEdit.book_id == Illustration.book_id,
        BibleEdit.kind == EditKind.SET_REFERENCE,
        BibleEdit.payload["illustration"].astext == cast(Illustration.id, String),
    )
    return or_(is_anchor, is_reference)
