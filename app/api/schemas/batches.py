"""Many pictures of a book at once."""

from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.api.links import Links
from app.api.schemas.accounts import Input
from app.api.schemas.descriptions import DescriptionOut
from app.api.schemas.illustrations import IllustrationOut
from app.api.schemas.jobs import JobOut
from app.domain.descriptions import DescriptionType, Reason
from app.domain.illustrations import Quality
from app.services import batches, planning
from app.services.wishing import Wish


class BatchAsking(Input):
    """One way of choosing: *count*, *per_1000_words*, *descriptions* or *stale*."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"per_1000_words": 0.5, "types": ["location"], "dry_run": True}
        },
    )

    count: int | None = Field(None, ge=1, le=2**31 - 1, description="the best so many")
    per_1000_words: float | None = Field(
        None, gt=0, le=100, description="so many for a thousand words; one at least"
    )
    descriptions: list[UUID] | None = Field(
        None, min_length=1, description="these very ones, also where they have a picture"
    )
    stale: bool = Field(
        default=False,
        strict=True,
        description="those whose picture was drawn from facts that have changed",
    )
    types: list[DescriptionType] | None = Field(None, min_length=1, description="only these")
    chapters: list[int] | None = Field(
        None, min_length=1, description="only of these, by their ordinals"
    )
    style: str | None = Field(None, max_length=64, description="see GET /styles")
    quality: Quality = Quality.STANDARD
    negative: str | None = Field(None, max_length=1000)
    provider: str | None = Field(None, max_length=64, description="see GET /providers")
    model: str | None = Field(None, max_length=128)
    dry_run: bool = Field(default=False, strict=True, description="tell, and draw nothing")

    def told(self) -> Wish:
        return Wish(
            count=self.count,
            per_thousand=self.per_1000_words,
            description_ids=self.descriptions,
            is_stale=self.stale,
            types=self.types or (),
            chapters=self.chapters or (),
        )


class EstimateOut(BaseModel):
    seconds: float = Field(description="from the first picture to the last, if nobody else draws")
    cost: Decimal | None = Field(description="null where nobody knows the price")
    currency: str | None
    credits: Decimal | None = Field(None, description="of this server's own; null: it has none")

    @classmethod
    def of(cls, estimate: planning.Estimate) -> "EstimateOut":
        return cls(seconds=estimate.seconds, cost=estimate.cost, currency=estimate.currency)


class PlannedOut(DescriptionOut):
    reasons: list[Reason] = Field(
        description="why it was chosen, most telling first; empty where it was named"
    )


class PlanOut(BaseModel):
    """What would be drawn; send `description_ids` back, fewer or more, to have it drawn."""

    count: int = Field(description="of all, also beyond what may be seen")
    estimate: EstimateOut
    description_ids: list[UUID] = Field(description="all of them, in the order of drawing")
    descriptions: list[PlannedOut] = Field(description="those up to the reader's furthest address")

    @classmethod
    def of(cls, preview: batches.Preview, *, book_id: UUID, links: Links) -> "PlanOut":
        shown = [
            (DescriptionOut.of(seen, book_id=book_id, links=links), reasons)
            for seen, reasons in preview.seen
        ]
        return cls(
            count=len(preview.chosen),
            estimate=EstimateOut.of(preview.estimate),
            description_ids=[each.description_id for each in preview.chosen],
            descriptions=[
                PlannedOut(**(each.model_dump() | {"reasons": reasons})) for each, reasons in shown
            ],
        )


class BatchOut(BaseModel):
    id: UUID
    book_id: UUID
    total: int
    ready: int
    failed: int = Field(description="those that a provider refused among them")
    cancelled: int

    @classmethod
    def of(cls, told: batches.Told) -> "BatchOut":
        return cls(**_counts(told))


class BatchAsked(BaseModel):
    batch: BatchOut
    job: JobOut


class BatchDetail(BatchOut):
    job: JobOut | None = Field(description="null once it is forgotten, a week after its end")
    illustrations: list[IllustrationOut] = Field(
        description="up to the reader's furthest address, in the order of the book"
    )

    @classmethod
    def of_all(
        cls, told: batches.Told, job: JobOut | None, pictures: list[IllustrationOut]
    ) -> "BatchDetail":
        return cls(**_counts(told), job=job, illustrations=pictures)


def _counts(told: batches.Told) -> dict[str, object]:
    return {
        "id": told.batch.id,
        "book_id": told.batch.book_id,
        "total": told.total,
        "ready": told.ready,
        "failed": told.failed,
        "cancelled": told.cancelled,
    }
