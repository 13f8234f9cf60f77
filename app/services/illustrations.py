"""Asking for pictures, and what a reader does with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.db.models import Book, Description, Edition, Illustration, Job, Reader
from app.db.work import UnitOfWork
from app.domain.books import Address
from app.domain.descriptions import Reason
from app.domain.illustrations import IllustrationState, Quality
from app.domain.jobs import LIVE, JobKind, Lane, Priority
from app.errors import InvalidInput, NotAllowed, NotFound
from app.illustration import seeds, styles
from app.illustration.providers import PROVIDERS

UNDER_WAY = (IllustrationState.QUEUED, IllustrationState.DRAWING)


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants drawn; *seed* None means the one that follows from the passage."""

    style: str
    quality: Quality
    provider: str
    model: str | None = None
    seed: int | None = None
    prompt: str | None = None
    negative: str | None = None

    @property
    def is_remote(self) -> bool:
        """True where only somebody else's machine will do; `auto` has the sketch."""
        return self.provider in PROVIDERS and PROVIDERS[self.provider].is_remote

    def check(self) -> None:
        if styles.by_id(self.style) is None:
            raise InvalidInput(f"There is no style {self.style!r}; see /styles", pointer="/style")
        if self.provider != "auto" and self.provider not in PROVIDERS:
            raise InvalidInput(
                f"There is no provider {self.provider!r}; see /providers", pointer="/provider"
            )


async def ask(
    work: UnitOfWork,
    reader_id: UUID,
    description_id: UUID,
    order_: Order,
    *,
    operator_consent: bool,
    count: int = 1,
) -> tuple[Illustration, UUID]:
    """Pictures of one passage; asking again while one is under way answers with that one."""
    order_.check()
    if order_.is_remote and not operator_consent:
        await _refuse_without_consent(work, reader_id, order_.provider)
    row = (
        await work.session.execute(
            Description.owned_by(reader_id)
            .add_columns(Book)
            .where(Description.id == description_id)
            # Locked: two requests at once are one order.
            .with_for_update(of=Book)
        )
    ).first()
    if row is None:
        raise NotFound("No such description")
    description, book = row
    live = (
        await work.session.execute(
            select(Illustration, Job.id)
            .join(Job, Job.subject_id == Illustration.id)
            .where(
                Illustration.book_id == book.id,
                Illustration.description_id == description.id,
                Illustration.state.in_(UNDER_WAY),
                Job.state.in_(LIVE),
            )
            .order_by(Illustration.variant)
        )
    ).first()
    if live is not None:
        return live[0], live[1]
    ordered = [
        await order(
            work,
            book,
            description,
            order_,
            lane=Lane.INTERACTIVE,
            priority=Priority.ASKED_FOR,
        )
        for _ in range(count)
    ]
    return ordered[0]


async def order(
    work: UnitOfWork,
    book: Book,
    description: Description,
    order_: Order,
    *,
    parent_id: UUID | None = None,
    lane: Lane = Lane.BULK,
    priority: Priority = Priority.BACKGROUND,
    reasons: Sequence[Reason] = (),
) -> tuple[Illustration, UUID]:
    """The row of one more variant, and the job that will draw it."""
    last = await work.session.scalar(
        select(func.max(Illustration.variant)).where(
            Illustration.book_id == book.id, Illustration.description_id == description.id
        )
    )
    variant = 0 if last is None else last + 1
    edition_sha = await work.session.scalar(
        select(Edition.sha256).where(Edition.id == book.edition_id)
    )
    picture = Illustration(
        book_id=book.id,
        description_id=description.id,
        chapter=description.chapter,
        start_block=description.start_block,
        start_offset=description.start_offset,
        end_block=description.end_block,
        end_offset=description.end_offset,
        quote=description.text,
        reasons=list(reasons),
        variant=variant,
        style=order_.style,
        quality=order_.quality,
        wanted_provider=order_.provider,
        wanted_model=order_.model,
        wanted_prompt=order_.prompt,
        negative=order_.negative,
        seed=order_.seed
        if order_.seed is not None
        else scene_seed(
            edition_sha or "",
            Address(description.chapter, description.start_block, description.start_offset),
            variant=variant,
        ),
    )
    work.session.add(picture)
    await work.session.flush()
    job_id = await work.submit(
        JobKind.DRAW_ILLUSTRATION,
        picture.id,
        reader_id=book.owner_id,
        book_id=book.id,
        parent_id=parent_id,
        lane=lane,
        priority=priority,
    )
    await work.session.refresh(picture)
    return picture, job_id


async def _refuse_without_consent(work: UnitOfWork, reader_id: UUID, provider: str) -> None:
    """At once, and not by a job that is bound to fail; the job looks again, for a withdrawal."""
    reader = await work.session.get_one(Reader, reader_id)
    if reader.remote_consent_at is None:
        raise NotAllowed(
            f"Drawing with {provider} sends words of the book to another machine; allow that first "
            "(PUT /api/v1/me/consent)"
        )


def scene_seed(edition_sha: str, at: Address, *, variant: int = 0) -> int:
    """What follows from the file and the place alone: the command line draws with the same seeds."""
    return seeds.seed(
        edition_sha=edition_sha,
        family="scene",
        entity=f"{at.chapter}:{at.block}:{at.offset}",
        view="scene",
        variant=variant,
    )
