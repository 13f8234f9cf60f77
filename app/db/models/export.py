"""Files made of a book for its reader to take away."""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json
from app.db.models.book import Book
from app.domain.illustrations import ExportFormat


class Export(Base):
    __tablename__ = "export"

    book_id: Mapped[UUID] = mapped_column(ForeignKey("book.id", ondelete="CASCADE"), index=True)
    format: Mapped[ExportFormat]
    # Which pictures, and how wide.
    options: Mapped[Json]
    # The bytes; None until they are there.
    digest: Mapped[str | None] = mapped_column(String(64), index=True)
    file_name: Mapped[str | None]
    size_bytes: Mapped[int | None]
    expires_at: Mapped[datetime | None]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        return (
            select(cls)
            .join(Book, Book.id == cls.book_id)
            .where(Book.owner_id == reader_id, Book.deleted_at.is_(None))
        )
