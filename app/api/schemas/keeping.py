"""What a reader says of pictures and does with them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.api.links import Links
from app.api.schemas.accounts import Input
from app.api.schemas.illustrations import Asking, IllustrationOut, Size, pixels
from app.domain.illustrations import Quality
from app.services.bulk import Action, Outcome
from app.services.regenerating import Changes
from app.services.statistics import Statistics

# What statistics count by; any other words are a reader's own.
_REASONS = (
    "wrong-person",
    "wrong-place",
    "wrong-mood",
    "wrong-era",
    "ugly",
    "spoiler",
    "other",
)


class Rating(Input):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"value": 2, "reason": "wrong-person"}}
    )

    value: int = Field(ge=1, le=5)
    reason: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
        | None
    ) = Field(None, description=f"one of {', '.join(_REASONS)}, or words of one's own")


class Redrawing(Input):
    """What is not named is as in the original; null takes it back to what the book or we would choose."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"seed": "new"}})

    seed: Literal["same", "new"] | Annotated[int, Field(ge=1, le=2**31 - 3)] = "new"
    prompt: str | None = Field(None, min_length=1, max_length=4000, description="null: ours")
    negative: str | None = Field(None, max_length=1000)
    style: str | None = Field(
        None,
        max_length=64,
        description="named or null, it is looked up anew; left out, its words are those of then",
    )
    size: Size | None = Field(None, description="null: that of its type")
    quality: Quality | None = None
    provider: str | None = Field(None, max_length=64, description="null: this server's")
    model: str | None = Field(None, max_length=128)


def changes(body: Asking | Redrawing, *, provider: str) -> Changes:
    """What *body* names; *provider* is who draws where it names nobody."""
    told = body.model_fields_set
    found = Changes()
    if "style" in told:
        found["style"] = body.style
    if "model" in told:
        found["model"] = body.model
    if "prompt" in told:
        found["prompt"] = body.prompt
    if "negative" in told:
        found["negative"] = body.negative
    if "size" in told:
        found["size"] = pixels(body.size) if body.size else None
    if "provider" in told:
        found["provider"] = body.provider or provider
    if "quality" in told and body.quality is not None:
        found["quality"] = body.quality
    if isinstance(body.seed, int):
        found["seed"] = body.seed
    return found


class Acting(Input):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"ids": ["01936c1e-7f0a-7cc0-b6a1-2f1a3f0a9c11"], "action": "favourite"}
        },
    )

    ids: list[UUID] = Field(min_length=1, max_length=200)
    action: Action


class OutcomeOut(BaseModel):
    id: UUID
    done: bool
    problem: dict[str, Any] | None = Field(description="why not")
    illustration: IllustrationOut | None = Field(
        description="the picture as it is now, or its new variant; null when it is gone"
    )

    @classmethod
    def of(cls, outcome: Outcome, links: Links) -> "OutcomeOut":
        picture = outcome.illustration
        return cls(
            id=outcome.id,
            done=outcome.problem is None,
            problem=outcome.problem,
            illustration=picture and IllustrationOut.of(picture, links),
        )


class Outcomes(BaseModel):
    items: list[OutcomeOut]
    done: int
    failed: int


class DayOut(BaseModel):
    day: date
    illustrations: int


class RatingsOut(BaseModel):
    mean: float | None
    by_value: dict[str, int]
    by_reason: dict[str, int]


class StatisticsOut(BaseModel):
    total: int
    favourites: int
    shown: int
    stale: int
    degraded: int = Field(description="drawn by somebody else than was asked")
    previews: int = Field(description="sketches of the local painter")
    mean_seconds: float | None = Field(description="of those drawn")
    cost: dict[str, Decimal] = Field(description="sums by currency")
    ratings: RatingsOut
    by_type: dict[str, int]
    by_style: dict[str, int]
    by_provider: dict[str, int]
    by_model: dict[str, int]
    by_state: dict[str, int]
    by_day: list[DayOut] = Field(
        description="days on which any were asked for, the newest first; at most a year of them"
    )

    @classmethod
    def of(cls, counted: Statistics) -> "StatisticsOut":
        groups, flags = counted.groups, counted.flags
        return cls(
            total=counted.total,
            favourites=flags["favourite"],
            shown=flags["shown"],
            stale=flags["stale"],
            degraded=flags["degraded"],
            previews=flags["preview"],
            mean_seconds=counted.seconds,
            cost=dict(counted.costs),
            ratings=RatingsOut(
                mean=counted.rating,
                by_value=dict(groups["rating"]),
                by_reason=dict(groups["reason"]),
            ),
            by_type=dict(groups["type"]),
            by_style=dict(groups["style"]),
            by_provider=dict(groups["provider"]),
            by_model=dict(groups["model"]),
            by_state=dict(groups["state"]),
            by_day=[DayOut(day=day, illustrations=number) for day, number in counted.days.items()],
        )
