"""Asking for pictures, and what a reader does with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.db.base import Json
from app.db.models import Book, Description, Illustration, Job, Reader
from app.db.work import ReadSession, UnitOfWork
from app.domain.books import Address
from app.domain.descriptions import Reason
from app.domain.illustrations import IllustrationState, Quality
from app.domain.jobs import LIVE, JobKind, Lane, Priority
from app.domain.names import EntityKind
from app.errors import InvalidInput, NotAllowed, NotFound
from app.illustration import continuity, seeds, styles
from app.illustration.providers import PROVIDERS
from app.services import styling

# The view of a passage as it stands in the book; a series has others.
SCENE = "scene"
UNDER_WAY = (IllustrationState.QUEUED, IllustrationState.DRAWING)


@dataclass(frozen=True, slots=True)
class Order:
    """
    What somebody wants drawn.

    *style* None means that of the book's bible, or else *house_style*, the operator's; *seed* None
    the one that follows from the subject, *size* (width and height in pixels) None that of its type.
    *style_words* are those of *style* as they were once; None as they are.
    """

    style: str | None
    quality: Quality
    provider: str
    model: str | None = None
    seed: int | None = None
    prompt: str | None = None
    negative: str | None = None
    size: tuple[int, int] | None = None
    house_style: str | None = None
    style_words: str | None = None

    @property
    def is_remote(self) -> bool:
        """True where only somebody else's machine will do; `auto` has the sketch."""
        return self.provider in PROVIDERS and PROVIDERS[self.provider].is_remote

    def check(self) -> None:
        style = self.style if self.style_words is None else None
        if style not in (None, styles.OWN) and styles.by_id(style) is None:
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
    await check_consent(
        ReadSession(work.session), reader_id, order_, operator_consent=operator_consent
    )
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
                Illustration.view == SCENE,
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
            Place(lane=Lane.INTERACTIVE, priority=Priority.ASKED_FOR),
        )
        for _ in range(count)
    ]
    return ordered[0]


@dataclass(frozen=True, slots=True)
class Sitter:
    """
    Somebody or something of the bible, to be drawn for its own sake.

    *key* is that of its first mention; *at* is as far as its picture tells of the book, *name* what
    stands beside the picture.
    """

    entity_id: UUID
    kind: EntityKind
    key: str
    at: Address
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a picture belongs to besides its book, and what it is to look at."""

    series_id: UUID | None = None
    batch_id: UUID | None = None
    anchor_id: UUID | None = None
    parent_id: UUID | None = None
    lane: Lane = Lane.BULK
    priority: Priority = Priority.BACKGROUND
    reasons: Sequence[Reason] = ()


async def order(
    work: UnitOfWork,
    book: Book,
    subject: Description | Sitter,
    order_: Order,
    place: Place | None = None,
    *,
    view: str = SCENE,
) -> tuple[Illustration, UUID]:
    """The row of one more variant of *view*, and the job that will draw it. The caller holds the book's lock."""
    place = place or Place()
    picture = await note(work, book, subject, order_, place, view=view)
    return picture, await submit(work, book, picture, place)


async def note(
    work: UnitOfWork,
    book: Book,
    subject: Description | Sitter,
    order_: Order,
    place: Place,
    *,
    view: str,
) -> Illustration:
    """The row alone: `submit` has it drawn. The caller holds the book's lock."""
    variant = await _next_variant(work, book, subject, view)
    chosen = await styling.of(
        ReadSession(work.session),
        book,
        order_.style,
        words=order_.style_words,
        house_style=order_.house_style,
    )
    picture = Illustration(
        book_id=book.id,
        **_of_subject(subject),
        view=view,
        reasons=list(place.reasons),
        variant=variant,
        series_id=place.series_id,
        batch_id=place.batch_id,
        anchor_id=place.anchor_id,
        style=chosen.style.id,
        style_words=chosen.style.words,
        bible_version=chosen.version,
        consistency_group=continuity.group(
            book.id, chosen.version, chosen.style.words, order_.provider, order_.model
        ),
        quality=order_.quality,
        wanted_provider=order_.provider,
        wanted_model=order_.model,
        wanted_prompt=order_.prompt,
        wanted_width=order_.size and order_.size[0],
        wanted_height=order_.size and order_.size[1],
        negative=order_.negative,
        # A seed is never 0.
        seed=order_.seed or seed_of(chosen.edition_sha, subject, view=view, variant=variant),
    )
    work.session.add(picture)
    await work.session.flush()
    await work.session.refresh(picture)
    return picture


async def submit(work: UnitOfWork, book: Book, picture: Illustration, place: Place) -> UUID:
    return await work.submit(
        JobKind.DRAW_ILLUSTRATION,
        picture.id,
        reader_id=book.owner_id,
        book_id=book.id,
        parent_id=place.parent_id,
        lane=place.lane,
        priority=place.priority,
    )


def _of_subject(subject: Description | Sitter) -> Json:
    if isinstance(subject, Sitter):
        at = subject.at
        return {
            "entity_id": subject.entity_id,
            "chapter": at.chapter,
            "start_block": at.block,
            "start_offset": at.offset,
            "end_block": at.block,
            "end_offset": at.offset,
            "quote": subject.name,
        }
    return {
        "description_id": subject.id,
        "chapter": subject.chapter,
        "start_block": subject.start_block,
        "start_offset": subject.start_offset,
        "end_block": subject.end_block,
        "end_offset": subject.end_offset,
        "quote": subject.text,
    }


async def _next_variant(
    work: UnitOfWork, book: Book, subject: Description | Sitter, view: str
) -> int:
    is_subject = (
        Illustration.entity_id == subject.entity_id
        if isinstance(subject, Sitter)
        else Illustration.description_id == subject.id
    )
    last = await work.session.scalar(
        select(func.max(Illustration.variant)).where(
            Illustration.book_id == book.id, is_subject, Illustration.view == view
        )
    )
    return 0 if last is None else last + 1


async def check_consent(
    session: ReadSession, reader_id: UUID, order_: Order, *, operator_consent: bool
) -> None:
    """At once, and not by a job that is bound to fail; the job looks again, for a withdrawal."""
    if not order_.is_remote or operator_consent:
        return
    reader = await session.get_one(Reader, reader_id)
    if reader.remote_consent_at is None:
        raise NotAllowed(
            f"Drawing with {order_.provider} sends words of the book to another machine; allow that "
            "first (PUT /api/v1/me/consent)"
        )


def seed_of(
    edition_sha: str, subject: Description | Sitter, *, view: str = SCENE, variant: int = 0
) -> int:
    """By what is drawn, never by what it is called or how it is worded."""
    if isinstance(subject, Sitter):
        return seeds.seed(
            edition_sha=edition_sha,
            family=subject.kind,
            entity=subject.key,
            view=view,
            variant=variant,
        )
    at = Address(subject.chapter, subject.start_block, subject.start_offset)
    return scene_seed(edition_sha, at, view=view, variant=variant)


def scene_seed(edition_sha: str, at: Address, *, view: str = SCENE, variant: int = 0) -> int:
    """What follows from the file and the place alone: the command line draws with the same seeds."""
    return seeds.seed(
        edition_sha=edition_sha,
        family="scene",
        entity=f"{at.chapter}:{at.block}:{at.offset}",
        view=view,
        variant=variant,
    )
