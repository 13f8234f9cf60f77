"""Passages of a pasted text."""

from pydantic import BaseModel, ConfigDict, Field

from app.api.schemas.accounts import Input
from app.api.schemas.addresses import Address, Span
from app.domain.descriptions import Candidate, DescriptionType
from app.domain.names import Entity, EntityKind, Gender
from app.illustration import selection
from app.services.pasting import Pasted

# Some thirty pages: a chapter, not a book (the contract's number).
_LONGEST = 50_000


class Pasting(Input):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "text": "The old house stood on a low hill above the river, its grey stone walls "
                "covered with ivy and its tall narrow windows dark.",
                "language": "en",
            }
        },
    )

    text: str = Field(min_length=1, max_length=_LONGEST)
    language: str | None = Field(
        None, max_length=35, description="BCP 47; else it is told by the text"
    )


class PastedNameOut(BaseModel):
    id: str
    name: str


class PastedEntityOut(BaseModel):
    id: str = Field(description="its kind and the address of its first mention")
    kind: EntityKind
    name: str
    aliases: list[str]
    gender: Gender
    importance: float
    first: Address
    mentions: int

    @classmethod
    def of(cls, entity: Entity) -> "PastedEntityOut":
        return cls(
            id=entity.key,
            kind=entity.kind,
            name=entity.name,
            aliases=[alias.name for alias in entity.aliases],
            gender=entity.gender,
            importance=round(entity.importance, 3),
            first=Address.of(entity.first),
            mentions=len(entity.mentions),
        )


class PastedDescriptionOut(BaseModel):
    type: DescriptionType
    type_probabilities: dict[DescriptionType, float]
    span: Span
    text: str
    priority: float = Field(ge=0, le=100)
    worth: float = Field(ge=0, le=1)
    entities: list[PastedNameOut]

    @classmethod
    def of(cls, found: Candidate) -> "PastedDescriptionOut":
        return cls(
            type=found.type,
            type_probabilities=found.type_probabilities,
            span=Span(
                start=Address(chapter=1, block=found.block, offset=found.start),
                end=Address(chapter=1, block=found.end_block, offset=found.end),
            ),
            text=found.text,
            priority=round(selection.priority(found.worth, found.type_probabilities), 2),
            worth=round(found.worth, 4),
            entities=[PastedNameOut(id=each.key, name=each.name) for each in found.entities],
        )


class ExtractedOut(BaseModel):
    language: str = Field(description='"und" where the text does not tell')
    blocks: list[str] = Field(description="what the addresses count: the lines that are not empty")
    items: list[PastedDescriptionOut] = Field(description="the best first")
    entities: list[PastedEntityOut]

    @classmethod
    def of(cls, pasted: Pasted) -> "ExtractedOut":
        return cls(
            language=pasted.language,
            blocks=list(pasted.blocks),
            items=[PastedDescriptionOut.of(each) for each in pasted.found],
            entities=[PastedEntityOut.of(each) for each in pasted.cast],
        )
