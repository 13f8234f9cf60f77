"""Lists by pages."""

from typing import Generic, TypeVar

from pydantic import BaseModel, Field

Item = TypeVar("Item")


class Listed(BaseModel, Generic[Item]):
    items: list[Item]
    next: str | None = Field(None, description="cursor of the next page; null on the last")
    total: int | None = Field(None, description="only with ?total=true")
