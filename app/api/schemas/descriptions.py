"""Descriptions."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.api.links import Links
from app.api.schemas.accounts import Input
from app.api.schemas.addresses import Address, Span
from app.api.schemas.illustrations import IllustrationOut
from app.domain.descriptions import DescriptionType, Reason
from app.services.descriptions import Seen


class NamedOut(BaseModel):
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
    entities: list[NamedOut] = Field(description="who is in it, by the name known so far")
    reasons: list[Reason] = Field(description="why it was marked, most telling first")
    illustration: IllustrationOut | None
    hidden: bool = Field(description="taken off the page by its reader")
    own: bool = Field(description="marked by its reader, not found by us")

    @classmethod
    def of(
        cls, seen: Seen, *, book_id: UUID, links: Links, context: str | None = None
    ) -> "DescriptionOut":
        found = seen.description
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
            entities=[NamedOut(id=id_, name=name) for id_, name in seen.cast],
            reasons=[Reason(each) for each in found.reasons],
            illustration=IllustrationOut.of(seen.shown, links) if seen.shown is not None else None,
            hidden=seen.is_hidden,
            own=found.book_id is not None,
        )


class Marking(Input):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "span": {
                    "start": {"chapter": 3, "block": 7, "offset": 0},
                    "end": {"chapter": 3, "block": 8, "offset": 120},
                }
            }
        },
    )

    span: Span


class Hiding(Input):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"hidden": True}})

    hidden: bool = Field(strict=True)
