"""Places in a text."""

from pydantic import BaseModel, ConfigDict, Field

from app.domain.books import Address as DomainAddress
from app.domain.books import Span as DomainSpan

# A signed 64-bit column holds it; no book comes near.
_LARGEST = 2**31 - 1


class Address(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"example": {"chapter": 3, "block": 7, "offset": 0}}
    )

    chapter: int = Field(ge=1, le=_LARGEST, description="ordinal, from 1 over all kinds")
    block: int = Field(ge=0, le=_LARGEST, description="the element with id b{n}")
    offset: int = Field(ge=0, le=_LARGEST, description="Unicode code points")

    @classmethod
    def of(cls, at: DomainAddress) -> "Address":
        return cls(chapter=at.chapter, block=at.block, offset=at.offset)

    def told(self) -> DomainAddress:
        return DomainAddress(self.chapter, self.block, self.offset)


class Span(BaseModel):
    """*end* is exclusive."""

    start: Address
    end: Address

    @classmethod
    def of(cls, span: DomainSpan) -> "Span":
        return cls(start=Address.of(span.start), end=Address.of(span.end))

    def told(self) -> DomainSpan:
        return DomainSpan(self.start.told(), self.end.told())
