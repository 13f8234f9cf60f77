"""Pictures that were asked for together: views of one subject, or many passages of a book."""

from typing import Self
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Select, String, Text, Uuid, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json
from app.db.models.book import Book
from app.domain.illustrations import Anchor, Quality


class Series(Base):
    """Several views of one character, place or passage, in one consistency group."""

    __tablename__ = "series"

    book_id: Mapped[UUID] = mapped_column(ForeignKey("book.id", ondelete="CASCADE"), index=True)
    # One of the two; an entity may be of a reader's own making, so nothing is referred to.
    entity_id: Mapped[UUID | None]
    description_id: Mapped[UUID | None] = mapped_column(ForeignKey("description.id"))
    views: Mapped[list[str]] = mapped_column(ARRAY(Text))
    anchor: Mapped[Anchor]
    consistency_group: Mapped[str] = mapped_column(String(32))
    style: Mapped[str]
    quality: Mapped[Quality]
    wanted_provider: Mapped[str]
    wanted_model: Mapped[str | None]
    negative: Mapped[str | None]
    elapsed_ms: Mapped[int | None]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        return (
            select(cls)
            .join(Book, Book.id == cls.book_id)
            .where(Book.owner_id == reader_id, Book.deleted_at.is_(None))
        )


class Batch(Base):
    """Passages of a book to be drawn; what became of each is told by its picture."""

    __tablename__ = "batch"

    book_id: Mapped[UUID] = mapped_column(ForeignKey("book.id", ondelete="CASCADE"), index=True)
    # In the order of drawing.
    description_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    # Why each of them was chosen, by its id; those that a reader has named are not here.
    reasons: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    style: Mapped[str | None]
    quality: Mapped[Quality]
    wanted_provider: Mapped[str]
    wanted_model: Mapped[str | None]
    negative: Mapped[str | None]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        return (
            select(cls)
            .join(Book, Book.id == cls.book_id)
            .where(Book.owner_id == reader_id, Book.deleted_at.is_(None))
        )
