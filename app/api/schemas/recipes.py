"""How a picture was made."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from app.api.schemas.illustrations import DegradedOut, ScoresOut
from app.db.models import Illustration


class SlotOut(BaseModel):
    slot: str
    words: str
    source: str = Field("passage", description="passage, context, style, type ..., or fact:{id}")


class LossOut(BaseModel):
    of: str
    what: str


class PromptOut(BaseModel):
    """How a picture was made, complete enough to make it again."""

    illustration_id: UUID
    source_text: str
    prompt: str | None = Field(description="as it was sent; null until it is drawn")
    requested_prompt: str | None = Field(description="the reader's own words instead of ours")
    negative: str | None
    slots: list[SlotOut]
    losses: list[LossOut]
    seed: int
    provider: str | None
    model: str | None
    style: str
    style_words: str | None = Field(description="as they were then: a style may change")
    bible_version: int
    consistency_group: str | None
    references: list[str] = Field(description="whose pictures the painter was shown")
    degraded: DegradedOut | None
    scores: ScoresOut | None
    request_hash: str | None = Field(description="equal for requests that ask for the same picture")
    parameters: dict[str, Any]

    @classmethod
    def of(cls, row: Illustration) -> "PromptOut":
        return cls(
            illustration_id=row.id,
            source_text=row.quote,
            prompt=row.prompt,
            requested_prompt=row.wanted_prompt,
            negative=row.negative,
            slots=[SlotOut(**each) for each in row.slots or []],
            losses=[LossOut(**each) for each in row.losses or []],
            seed=row.seed,
            provider=row.provider,
            model=row.model,
            style=row.style,
            style_words=row.style_words,
            bible_version=row.bible_version,
            consistency_group=row.consistency_group,
            references=row.references,
            degraded=DegradedOut.of(row.degraded),
            scores=row.scores and ScoresOut(**row.scores),
            request_hash=row.request_hash,
            parameters={
                "style": row.style,
                "quality": row.quality,
                "width": row.width,
                "height": row.height,
                "wanted_width": row.wanted_width,
                "wanted_height": row.wanted_height,
                "wanted_provider": row.wanted_provider,
                "wanted_model": row.wanted_model,
                "view": row.view,
                "variant": row.variant,
                "request_hash": row.request_hash,
            },
        )
