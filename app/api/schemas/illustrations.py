"""Illustrations."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.api.links import Links
from app.api.schemas.accounts import Input
from app.api.schemas.jobs import JobOut
from app.db.base import Json
from app.db.models import Illustration
from app.domain.descriptions import Reason
from app.domain.illustrations import IllustrationState, Quality
from app.illustration import captions


def pixels(size: str) -> tuple[int, int]:
    """Width and height of "1024x768"."""
    width, _, height = size.partition("x")
    return int(width), int(height)


def _within_bounds(size: str) -> str:
    if not all(_SIDES[0] <= side <= _SIDES[1] for side in pixels(size)):
        raise ValueError(f"Each side has {_SIDES[0]} to {_SIDES[1]} pixels.")
    return size


_SIDES = (256, 1536)
Size = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{3,4}x[0-9]{3,4}$", description="WIDTHxHEIGHT in pixels, 256 to 1536 each"
    ),
    AfterValidator(_within_bounds),
]


class ImageOut(BaseModel):
    url: str
    width: int
    height: int
    srcset: str
    colour: str
    blurhash: str


class DegradedOut(BaseModel):
    """A fallback: who was meant to draw, who did, and why."""

    from_: str = Field(serialization_alias="from")
    to: str
    reason: str

    @classmethod
    def of(cls, told: Json | None) -> "DegradedOut | None":
        if told is None:
            return None
        return cls(from_=told["from"], to=told["to"], reason=told["reason"])


class ScoresOut(BaseModel):
    technical: float | None
    consistency: float | None
    coverage: float | None


class IllustrationOut(BaseModel):
    id: UUID
    book_id: UUID
    description_id: UUID | None = Field(description="the passage it shows; null for a portrait")
    entity_id: UUID | None = Field(description="whom it portrays, where it is a portrait")
    series_id: UUID | None = Field(description="the series it was drawn in")
    chapter: int
    block: int
    view: str
    variant: int
    state: IllustrationState
    shown: bool
    favourite: bool
    rating: int | None = Field(description="the reader's own judgement, 1 to 5")
    rating_reason: str | None
    stale: bool = Field(description="the facts it was drawn from have changed")
    preview: bool = Field(description="true for sketches of the local painter")
    degraded: DegradedOut | None
    image: ImageOut | None
    alt: str = Field(description="in one line of at most 250 characters")
    quote: str = Field(description="the whole passage it was drawn from")
    seed: int
    provider: str | None
    model: str | None
    style: str
    size: str | None
    quality: Quality
    cost: Decimal | None
    currency: str | None
    duration_ms: int | None
    scores: ScoresOut | None
    references: list[str] = Field(description="whose pictures its painter was shown")
    consistency_group: str | None = Field(
        description="equal for all pictures of a book by one bible, style and model"
    )
    bible_version: int
    reasons: list[Reason] = Field(
        description="why this passage was chosen; empty where a reader asked for it"
    )
    problem: dict[str, Any] | None
    created_at: datetime

    @classmethod
    def of(cls, row: Illustration, links: Links) -> "IllustrationOut":
        return cls(**_members(row, links))


def _members(row: Illustration, links: Links) -> dict[str, Any]:
    return {
        "id": row.id,
        "book_id": row.book_id,
        "description_id": row.description_id,
        "entity_id": row.entity_id,
        "series_id": row.series_id,
        "chapter": row.chapter,
        "block": row.start_block,
        "view": row.view,
        "variant": row.variant,
        "state": row.state,
        "shown": row.shown,
        "favourite": row.favourite,
        "rating": row.rating,
        "rating_reason": row.rating_reason,
        "stale": row.stale,
        "preview": row.preview,
        "degraded": DegradedOut.of(row.degraded),
        "image": _image(row, links),
        "alt": captions.alt(row.quote),
        "quote": row.quote,
        "seed": row.seed,
        "provider": row.provider,
        "model": row.model,
        "style": row.style,
        "size": f"{row.width}x{row.height}" if row.width else None,
        "quality": row.quality,
        "cost": row.cost,
        "currency": row.currency,
        "duration_ms": row.duration_ms,
        "scores": row.scores and ScoresOut(**row.scores),
        "references": row.references,
        "consistency_group": row.consistency_group,
        "bible_version": row.bible_version,
        "reasons": [Reason(each) for each in row.reasons],
        "problem": row.problem,
        "created_at": row.created_at,
    }


def _image(row: Illustration, links: Links) -> ImageOut | None:
    if not row.files:
        return None
    return ImageOut(
        url=links.image(row.id),
        width=row.width or 0,
        height=row.height or 0,
        srcset=links.srcset(row.id, row.files),
        colour=row.colour or "#808080",
        blurhash=row.blurhash or "",
    )


class IllustrationDetail(IllustrationOut):
    previous_id: UUID | None
    next_id: UUID | None
    variants: list[IllustrationOut]

    @classmethod
    def around(
        cls,
        row: Illustration,
        links: Links,
        *,
        previous_id: UUID | None,
        next_id: UUID | None,
        variants: list[Illustration],
    ) -> "IllustrationDetail":
        return cls(
            **_members(row, links),
            previous_id=previous_id,
            next_id=next_id,
            variants=[IllustrationOut.of(each, links) for each in variants],
        )


class Asking(Input):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"style": "engraving"}})

    style: str | None = Field(None, max_length=64, description="see GET /styles")
    quality: Quality = Quality.STANDARD
    count: int = Field(1, ge=1, le=4)
    provider: str | None = Field(None, max_length=64, description="see GET /providers")
    model: str | None = Field(None, max_length=128)
    seed: int | None = Field(None, ge=1, le=2**31 - 3)
    prompt: str | None = Field(None, min_length=1, max_length=4000, description="instead of ours")
    negative: str | None = Field(None, max_length=1000)
    size: Size | None = None
    variant_of: UUID | None = Field(
        None, description="a picture of this passage: what is not named is as it was there"
    )


class Asked(BaseModel):
    illustration: IllustrationOut
    job: JobOut
