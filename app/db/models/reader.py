"""Readers, and how they prove who they are."""

from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class Role(StrEnum):
    USER = "user"
    ADMIN = "admin"


class TokenKind(StrEnum):
    """A bearer's refresh token rotates; a page's session lives in a cookie; a link works once."""

    REFRESH = "refresh"
    PAGE = "page"
    LINK = "link"


class Reader(Base):
    __tablename__ = "reader"

    # Kept in lower case: an address is one reader however it is typed.
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    full_name: Mapped[str | None]
    role: Mapped[Role] = mapped_column(default=Role.USER)
    plan: Mapped[str] = mapped_column(default="free")
    timezone: Mapped[str] = mapped_column(default="UTC")
    # Passages leave this machine only after this reader said so.
    remote_consent_at: Mapped[datetime | None]


class Token(Base):
    """
    A secret somebody holds; only its SHA-256 is here.

    Tokens that grew out of one sign-in share a *family*, so that theft of one ends them all.
    """

    __tablename__ = "token"

    reader_id: Mapped[UUID] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"), index=True)
    kind: Mapped[TokenKind]
    family: Mapped[UUID] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        return select(cls).where(cls.reader_id == reader_id)
