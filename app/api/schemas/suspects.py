"""Suspected pictures, for admins."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from app.api.links import Links
from app.domain.illustrations import Verdict
from app.services.judging import Held


class SuspectOut(BaseModel):
    id: UUID
    provider: str
    model: str | None
    reason: str = Field(description="placeholder, duplicate or aspect")
    digest: str = Field(description="SHA-256 of the bytes as they came")
    dhash: str | None = Field(description="their look in 16 hex digits; null for no picture")
    media_type: str
    times: int = Field(description="how often it came")
    verdict: Verdict
    illustration_id: UUID | None = Field(description="the first picture of a reader that it became")
    illustrations: int = Field(description="pictures of readers that are these very bytes")
    image_url: str
    created_at: datetime

    @classmethod
    def of(cls, held: Held, links: Links) -> "SuspectOut":
        row = held.suspect
        return cls(
            id=row.id,
            provider=row.provider,
            model=row.model,
            reason=row.reason,
            digest=row.digest,
            dhash=row.dhash,
            media_type=row.media_type,
            times=row.times,
            verdict=row.verdict,
            illustration_id=row.illustration_id,
            illustrations=held.illustrations,
            image_url=links.suspect(row.id),
            created_at=row.created_at,
        )
