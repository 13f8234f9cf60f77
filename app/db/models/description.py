"""Passages an illustrator could draw: the edition's, or (with a book) a reader's own."""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json
from app.db.models.book import Book
from app.domain.descriptions import DescriptionType


class Description(Base):
    __tablename__ = "description"
    __table_args__ = (
        Index(
            "description_span_key",
            "edition_id",
            "chapter",
            "start_block",
            "start_offset",
            "end_block",
            "end_offset",
            unique=True,
        ),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    chapter: Mapped[int]
    start_block: Mapped[int]
    start_offset: Mapped[int]
    end_block: Mapped[int]
    end_offset: Mapped[int]
    text: Mapped[str]
    prefix: Mapped[str] = mapped_column(String(32))
    suffix: Mapped[str] = mapped_column(String(32))
    chapter_version: Mapped[str] = mapped_column(String(16))
    type: Mapped[DescriptionType]
    type_probabilities: Mapped[Json]
    worth: Mapped[float]
    priority: Mapped[float]
    features_version: Mapped[int]
    # A later extractor no longer finds it, but a picture or a note still points here.
    retired_at: Mapped[datetime | None]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        """Descriptions of the editions this reader has a book of."""
        return (
            select(cls)
            .join(Book, Book.edition_id == cls.edition_id)
            .where(Book.owner_id == reader_id, Book.deleted_at.is_(None), cls.retired_at.is_(None))
        )
