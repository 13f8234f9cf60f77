"""What a reader has changed in the bible of a book."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json
from app.domain.bible import EditKind


class BibleEdit(Base):
    """
    One change, never changed itself.

    Version 1 is what was extracted; the bible of version n is that and every edit up to n.
    """

    __tablename__ = "bible_edit"
    __table_args__ = (UniqueConstraint("book_id", "version"),)

    book_id: Mapped[UUID] = mapped_column(ForeignKey("book.id", ondelete="CASCADE"))
    version: Mapped[int]
    kind: Mapped[EditKind]
    payload: Mapped[Json]
