"""Keys of readers' own for image providers, sealed."""

from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class ProviderKey(Base):
    """*sealed* opens with the server's secret alone; *hint* is the end of the key, for its owner."""

    __tablename__ = "provider_key"
    __table_args__ = (UniqueConstraint("reader_id", "provider"),)

    reader_id: Mapped[UUID] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"))
    provider: Mapped[str]
    sealed: Mapped[bytes]
    hint: Mapped[str]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        return select(cls).where(cls.reader_id == reader_id)
