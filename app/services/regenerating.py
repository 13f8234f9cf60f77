"""Drawing a picture once more: a new variant of the same subject, by the same recipe but for what is named."""

import dataclasses
from typing import TypedDict
from uuid import UUID

from sqlalchemy import select

from app.db.models import Book, Description, Illustration, Job
from app.db.work import ReadSession, UnitOfWork
from app.domain.books import Address
from app.domain.illustrations import Quality
from app.domain.jobs import LIVE, Lane, Priority
from app.errors import Conflict, InvalidInput, NotFound
from app.services import books, figures, illustrations, keeping, portraying, variants
from app.services.illustrations import Order, Place


class Changes(TypedDict, total=False):
    """What is to be otherwise than in the original; *style* None is that of the book by now."""

    style: str | None
    quality: Quality
    provider: str
    model: str | None
    seed: int | None
    prompt: str | None
    negative: str | None
    size: tuple[int, int] | None


async def regenerate(
    work: UnitOfWork,
    reader_id: UUID,
    illustration_id: UUID,
    changes: Changes,
    *,
    house_style: str | None,
    operator_consent: bool,
    keeps_seed: bool = False,
) -> tuple[Illustration, UUID]:
    """
    One more variant, and the job that draws it; the original stays, and stays shown.

    Asking again while one is under way answers with that one. *keeps_seed* is the seed of the original,
    otherwise that of *changes* or a new one.
    """
    original = await keeping.locked(work, reader_id, illustration_id)
    order = changed(original, changes, house_style=house_style)
    if keeps_seed:
        order = dataclasses.replace(order, seed=original.seed)
    order.check()
    session = ReadSession(work.session)
    await illustrations.check_consent(session, reader_id, order, operator_consent=operator_consent)
    live = (
        await work.session.execute(
            select(Illustration, Job.id)
            .join(Job, Job.subject_id == Illustration.id)
            .where(
                variants.of(original),
                Illustration.state.in_(illustrations.UNDER_WAY),
                Illustration.deleted_at.is_(None),
                Job.state.in_(LIVE),
            )
            .order_by(Illustration.variant)
        )
    ).first()
    if live is not None:
        return live[0], live[1]
    book = await work.session.get_one(Book, original.book_id)
    return await illustrations.order(
        work,
        book,
        await _subject(session, book, original),
        order,
        Place(
            series_id=original.series_id,
            anchor_id=original.anchor_id,
            lane=Lane.INTERACTIVE,
            priority=Priority.ASKED_FOR,
        ),
        view=original.view,
    )


def changed(original: Illustration, changes: Changes, *, house_style: str | None) -> Order:
    """The order that *original* was drawn by, with *changes*; its seed is a new one."""
    width, height = original.wanted_width, original.wanted_height
    order = Order(
        style=original.style,
        style_words=original.style_words,
        house_style=house_style,
        quality=original.quality,
        provider=original.wanted_provider,
        model=original.wanted_model,
        prompt=original.wanted_prompt,
        negative=original.negative,
        size=(width, height) if width and height else None,
    )
    if "style" in changes:
        order = dataclasses.replace(order, style_words=None)
    if changes.get("provider", order.provider) != order.provider:
        # The model that was named is the other provider's.
        order = dataclasses.replace(order, model=None)
    return dataclasses.replace(order, **changes)


async def like(
    work: UnitOfWork,
    reader_id: UUID,
    illustration_id: UUID,
    changes: Changes,
    *,
    description_id: UUID,
    house_style: str | None,
) -> Order:
    """What to order for a passage after one of its own pictures; raises `InvalidInput` for another's."""
    original = await work.session.scalar(
        Illustration.owned_by(reader_id).where(
            Illustration.id == illustration_id, Illustration.description_id == description_id
        )
    )
    if original is None:
        raise InvalidInput("This passage has no such picture", pointer="/variant_of")
    return changed(original, changes, house_style=house_style)


async def _subject(
    session: ReadSession, book: Book, original: Illustration
) -> Description | illustrations.Sitter:
    if original.description_id is not None:
        return await session.get_one(Description, original.description_id)
    assert original.entity_id is not None
    # It may tell as much as the original does, even to a reader who has gone back since.
    told = Address(original.chapter, original.start_block, original.start_offset + 1)
    bound = max(await books.bound(session, book), told)
    version = await figures.newest(session, book)
    try:
        return await portraying.sitter(session, book, version, original.entity_id, bound)
    except NotFound as error:
        raise Conflict("Whom this picture shows is no longer in the bible of the book") from error
