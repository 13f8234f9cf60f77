"""Pictures to take away."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.api.links import Links
from app.api.schemas.accounts import Input
from app.api.schemas.jobs import JobOut
from app.domain.illustrations import ExportFormat
from app.services.exporting import Looked, Selection


class Exporting(Input):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"format": "zip", "size": 640, "only_favourites": True}},
    )

    format: ExportFormat = ExportFormat.ZIP
    size: Literal["original"] | Annotated[int, Field(ge=1, le=4096, strict=True)] = Field(
        "original", description="width in pixels: the smallest we have that is no narrower"
    )
    only_favourites: bool = Field(
        default=False, strict=True, description="instead of those that stand in the text"
    )
    ids: list[UUID] | None = Field(
        None, min_length=1, max_length=5000, description="these very pictures"
    )

    def told(self) -> Selection:
        return Selection(
            width=None if self.size == "original" else self.size,
            is_favourites=self.only_favourites,
            ids=self.ids,
        )


class ExportOut(BaseModel):
    id: UUID
    book_id: UUID
    format: ExportFormat
    file_name: str | None = Field(description="null until it is made")
    size_bytes: int | None
    url: str | None = Field(description="signed; null until it is made, and after its end")
    expires_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, found: Looked, links: Links) -> "ExportOut":
        return cls(**_members(found, links))


class ExportAsked(BaseModel):
    export: ExportOut
    job: JobOut


class ExportDetail(ExportOut):
    job: JobOut | None = Field(description="null once it is forgotten, a week after its end")

    @classmethod
    def with_job(cls, found: Looked, links: Links, job: JobOut | None) -> "ExportDetail":
        return cls(**_members(found, links), job=job)


def _members(found: Looked, links: Links) -> dict[str, object]:
    row = found.export
    return {
        "id": row.id,
        "book_id": row.book_id,
        "format": row.format,
        "file_name": row.file_name,
        "size_bytes": row.size_bytes,
        "url": links.signed(f"/api/v1/exports/{row.id}/file") if found.is_there else None,
        "expires_at": row.expires_at,
        "created_at": row.created_at,
    }
