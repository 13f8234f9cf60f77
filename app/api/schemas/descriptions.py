"""Descriptions."""

from uuid import UUID

from pydantic import BaseModel, Field

from app.api.links import Links
from app.api.schemas.addresses import Address, Span
from app.api.schemas.illustrations import IllustrationOut
from app.db.models import Description, Illustration
from app.domain.descriptions import DescriptionType


class EntityOut(BaseModel):
    id: UUID
    name: str


class DescriptionOut(BaseModel):
    id: UUID
    book_id: UUID
    chapter: int
    type: DescriptionType
    type_probabilities: dict[DescriptionType, float]
    span: Span
    text: str
    prefix: str
    suffix: str
    priority: float = Field(ge=0, le=100)
    worth: float = Field(ge=0, le=1)
    context: str | None = Field(
        None, description="the paragraph around it; only on one description"
    )
    entities: list[EntityOut] = Field(default=[], description="who is in it, where names are known")
    illustration: IllustrationOut | None
    hidden: bool = Field(default=False, description="taken off the page by its reader")

    @classmethod
    def of(
        cls,
        found: Description,
        shown: Illustration | None,
        *,
        book_id: UUID,
        links: Links,
        context: str | None = None,
    ) -> "DescriptionOut":
        return cls(
            id=found.id,
            book_id=book_id,
            chapter=found.chapter,
            type=found.type,
            type_probabilities=found.type_probabilities,
            span=Span(
                start=Address(
                    chapter=found.chapter, block=found.start_block, offset=found.start_offset
                ),
                end=Address(chapter=found.chapter, block=found.end_block, offset=found.end_offset),
            ),
            text=found.text,
            prefix=found.prefix,
            suffix=found.suffix,
            priority=round(found.priority, 2),
            worth=round(found.worth, 4),
            context=context,
            illustration=IllustrationOut.of(shown, links) if shown is not None else None,
        )
