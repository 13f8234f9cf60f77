"""Several views of one subject."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.api.links import Links
from app.api.schemas.accounts import Input
from app.api.schemas.illustrations import IllustrationOut
from app.api.schemas.jobs import JobOut
from app.domain.illustrations import Anchor, IllustrationState, Quality
from app.services import series


class SeriesSubject(Input):
    """One of the two."""

    entity: UUID | None = Field(None, description="somebody or something of the bible")
    description: UUID | None = Field(None, description="a passage")

    @model_validator(mode="after")
    def _one(self) -> "SeriesSubject":
        if (self.entity is None) == (self.description is None):
            raise ValueError("Name either an entity or a description.")
        return self


class SeriesAsking(Input):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "subject": {"entity": "0193b7c2-8f5e-7a44-9d1e-2f6a6b1c0d11"},
                "views": ["portrait", "full_body", "at the window, from below"],
                "anchor": "first",
            }
        },
    )

    subject: SeriesSubject
    views: list[Annotated[str, Field(max_length=80)]] | None = Field(
        None,
        min_length=1,
        max_length=8,
        description="portrait, profile, full_body, back of people; wide, medium, detail, interior of "
        "places; or free words. Left out: those such a subject usually has",
    )
    anchor: Anchor = Field(
        Anchor.NONE,
        description="what every view is to look at: `first` draws the first view before the others, "
        "`reference` is the one chosen in the bible; `none` draws all at once",
    )
    style: str | None = Field(None, max_length=64, description="see GET /styles")
    quality: Quality = Quality.STANDARD
    negative: str | None = Field(None, max_length=1000)
    provider: str | None = Field(None, max_length=64, description="see GET /providers")
    model: str | None = Field(None, max_length=128)

    def told(self) -> series.Wish:
        return series.Wish(
            entity_id=self.subject.entity,
            description_id=self.subject.description,
            views=self.views or (),
            anchor=self.anchor,
        )


class SubjectOut(BaseModel):
    entity: UUID | None
    description: UUID | None


class ViewOut(BaseModel):
    """A view, and the newest picture of it that is drawn; the newest of all where none is."""

    view: str
    seed: int | None = Field(description="null where its picture was thrown away")
    state: IllustrationState | None
    illustration: IllustrationOut | None


class SeriesOut(BaseModel):
    id: UUID
    book_id: UUID
    consistency_group: str = Field(description="its pictures share it: one bible, style and model")
    subject: SubjectOut
    anchor: Anchor
    main: UUID | None = Field(description="the picture of the first view that is drawn")
    views: list[ViewOut]
    illustrations: list[IllustrationOut] = Field(
        description="all of it, variants drawn later among them, the first asked for first"
    )
    ready: int = Field(description="of the views")
    failed: int = Field(description="of the views: failed, refused, cancelled or thrown away")
    elapsed_ms: int | None = Field(
        description="from being asked for to the last picture; null while under way, and where it "
        "was cancelled or nothing could be drawn"
    )
    consistency: float | None = Field(
        description="0-100, of its recipes; null in lists and before a picture is drawn"
    )
    style: str
    quality: Quality
    provider: str = Field(description="who was asked for; each picture says who drew it")
    model: str | None
    negative: str | None
    created_at: datetime

    @classmethod
    def of(
        cls, told: series.Told, links: Links, *, consistency: float | None = None
    ) -> "SeriesOut":
        row = told.series
        return cls(
            id=row.id,
            book_id=row.book_id,
            consistency_group=row.consistency_group,
            subject=SubjectOut(entity=row.entity_id, description=row.description_id),
            anchor=row.anchor,
            main=told.main and told.main.id,
            views=[_view(each, links) for each in told.views],
            illustrations=[IllustrationOut.of(each, links) for each in told.pictures],
            ready=told.ready,
            failed=told.failed,
            elapsed_ms=row.elapsed_ms,
            consistency=consistency,
            style=row.style,
            quality=row.quality,
            provider=row.wanted_provider,
            model=row.wanted_model,
            negative=row.negative,
            created_at=row.created_at,
        )


def _view(view: series.View, links: Links) -> ViewOut:
    picture = view.picture
    if picture is None:
        return ViewOut(view=view.name, seed=None, state=None, illustration=None)
    return ViewOut(
        view=view.name,
        seed=picture.seed,
        state=picture.state,
        illustration=IllustrationOut.of(picture, links),
    )


class SeriesAsked(BaseModel):
    series: SeriesOut
    job: JobOut
