"""Passages an illustrator could draw: the edition's, or (with a book) a reader's own."""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json
from app.db.models.book import Book
from app.domain.descriptions import DescriptionType

_OF_EDITION = text("book_id IS NULL")
_OF_BOOK = text("book_id IS NOT NULL")


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
            postgresql_where=_OF_EDITION,
        ),
        Index(
            "description_own_key",
            "book_id",
            "chapter",
            "start_block",
            "start_offset",
            "end_block",
            "end_offset",
            unique=True,
            postgresql_where=_OF_BOOK,
        ),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    # Of a passage that a reader has marked; None of those that were found.
    book_id: Mapped[UUID | None] = mapped_column(ForeignKey("book.id", ondelete="CASCADE"))
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
    # Why it was marked; see `Reason`.
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    # Key and name of everybody in it, in order of mention.
    entities: Mapped[list[Json]] = mapped_column(default=list)
    is_verse: Mapped[bool] = mapped_column(default=False, server_default="false")
    # A later extractor no longer finds it, but a picture or a note still points here.
    retired_at: Mapped[datetime | None]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        """Descriptions of the editions this reader has a book of, and of this reader's own making."""
        return (
            select(cls)
            .join(Book, Book.edition_id == cls.edition_id)
            .where(
                Book.owner_id == reader_id,
                Book.deleted_at.is_(None),
                or_(cls.book_id.is_(None), cls.book_id == Book.id),
                cls.retired_at.is_(None),
            )
        )


class HiddenDescription(Base):
    """A passage that a reader does not want to see marked."""

    __tablename__ = "hidden_description"
    __table_args__ = (UniqueConstraint("book_id", "description_id"),)

    book_id: Mapped[UUID] = mapped_column(ForeignKey("book.id", ondelete="CASCADE"))
    description_id: Mapped[UUID] = mapped_column(
        ForeignKey("description.id", ondelete="CASCADE"), index=True
    )
