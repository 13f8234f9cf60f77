"""Keys of one's own for image providers."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from app.api.schemas.accounts import Input
from app.db.models import ProviderKey


class KeyIn(Input):
    # No example: the first thing somebody does with one is to paste a real key over it.
    model_config = ConfigDict(extra="forbid")

    key: SecretStr = Field(
        min_length=8,
        max_length=512,
        description="as the provider gave it; it is sealed at once and never shown again",
        json_schema_extra={"pattern": "^[\\x21-\\x7e]+$"},
    )

    @field_validator("key")
    @classmethod
    def _is_one_word(cls, key: SecretStr) -> SecretStr:
        # Nothing else fits into a header. The words must not repeat any of the key.
        if not all("!" <= each <= "~" for each in key.get_secret_value()):
            raise PydanticCustomError(
                "key", "A key has no spaces, and only letters, digits and signs of ASCII"
            )
        return key


class KeyOut(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "provider": "pollinations",
                "hint": "x7Qd",
                "usable": True,
                "created_at": "2026-11-21T09:00:00Z",
            }
        }
    )

    provider: str
    hint: str = Field(description="its last four characters; empty for a key below 16")
    usable: bool = Field(
        description="false after the server's secret has changed: enter the key again"
    )
    created_at: datetime

    @classmethod
    def of(cls, row: ProviderKey, *, usable: bool = True) -> Self:
        return cls(provider=row.provider, hint=row.hint, usable=usable, created_at=row.created_at)
