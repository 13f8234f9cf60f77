"""Books: a reader's copies of editions, and where the reader is in them."""

from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json


class BookState(StrEnum):
    """What the reader's own part is doing, once the edition is ready."""

    PREPARING = "preparing"
    ILLUSTRATING = "illustrating"
    READY = "ready"
    FAILED = "failed"


class Book(Base):
    __tablename__ = "book"
    __table_args__ = (UniqueConstraint("owner_id", "edition_id"),)

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    state: Mapped[BookState] = mapped_column(default=BookState.PREPARING)
    problem: Mapped[Json | None]
    # What the reader called the file: the title until one is known, and where the book names none.
    file_name: Mapped[str | None]
    # How many pictures to draw at upload without being asked.
    wanted: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[datetime | None]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        """Books this reader may see; every reader-facing query starts here."""
        return select(cls).where(cls.owner_id == reader_id, cls.deleted_at.is_(None))


class Progress(Base):
    """Where a reader is (`at_*`) and how far they have been (`furthest_*`)."""

    __tablename__ = "progress"
    __table_args__ = (UniqueConstraint("reader_id", "book_id"),)

    reader_id: Mapped[UUID] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"))
    book_id: Mapped[UUID] = mapped_column(ForeignKey("book.id", ondelete="CASCADE"), index=True)
    at_chapter: Mapped[int]
    at_block: Mapped[int]
    at_offset: Mapped[int]
    furthest_chapter: Mapped[int]
    furthest_block: Mapped[int]
    furthest_offset: Mapped[int]
    fraction: Mapped[float]
    furthest_words: Mapped[int]
    device: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        return select(cls).where(cls.reader_id == reader_id)


class ReadingSession(Base):
    """A stretch of reading: positions saved without a long pause between them."""

    __tablename__ = "reading_session"

    reader_id: Mapped[UUID] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"), index=True)
    book_id: Mapped[UUID] = mapped_column(ForeignKey("book.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    words: Mapped[int]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        return select(cls).where(cls.reader_id == reader_id)
