"""Accounts."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, EmailStr, Field, field_validator

from app.db.models import Role


class Input(BaseModel):
    """What we take has no members we do not know, and no character that the database cannot keep."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def _can_be_kept(cls, value: object) -> object:
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("It holds a character that cannot be stored.")
        return value


class Registering(Input):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"email": "reader@example.org", "password": "a long one"}},
    )

    email: EmailStr = Field(max_length=254)
    # Length is what matters (NIST SP 800-63B-4, section 3.1.1.2); the upper bound limits hashing.
    password: str = Field(min_length=8, max_length=256)
    full_name: str | None = Field(None, max_length=200)
    invite: str | None = Field(None, max_length=200, description="where registration needs one")


class SigningIn(Input):
    email: str = Field(max_length=254)
    password: str = Field(max_length=256)


class Refreshing(Input):
    refresh_token: str = Field(max_length=200)


class Consent(Input):
    remote_providers: bool = Field(
        strict=True, description="may passages be sent to a remote image provider?"
    )


class ConsentOut(BaseModel):
    remote_providers: bool
    since: datetime | None


class User(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    email: str
    full_name: str | None
    role: Role
    plan: str
    timezone: str
    created_at: datetime


class Tokens(BaseModel):
    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105  # the name of a scheme
    expires_in: int = Field(description="seconds")


class SignedIn(BaseModel):
    user: User
    tokens: Tokens


class Refreshed(BaseModel):
    tokens: Tokens


class Me(BaseModel):
    user: User
