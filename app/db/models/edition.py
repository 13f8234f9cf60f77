"""Editions: a file by its content, and what follows from it alone. Nobody owns them."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json
from app.domain.books import BookFormat, ChapterKind


class EditionState(StrEnum):
    RECEIVED = "received"
    PARSING = "parsing"
    EXTRACTING = "extracting"
    READY = "ready"
    FAILED = "failed"


class Edition(Base):
    __tablename__ = "edition"

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    format: Mapped[BookFormat]
    size_bytes: Mapped[int]
    state: Mapped[EditionState] = mapped_column(default=EditionState.RECEIVED)
    problem: Mapped[Json | None]
    parser_version: Mapped[int | None]
    extractor_version: Mapped[int | None]
    names_version: Mapped[int | None]
    # Why it has no names or no facts; the book is complete without them.
    names_problem: Mapped[Json | None]
    bible_problem: Mapped[Json | None]
    # Ready, and being worked out once more.
    is_renewing: Mapped[bool] = mapped_column(default=False)

    title: Mapped[str] = mapped_column(default="")
    subtitle: Mapped[str | None]
    authors: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    translators: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    language: Mapped[str] = mapped_column(default="")
    # When the book takes place, with its evidence.
    setting: Mapped[Json | None]
    annotation: Mapped[str | None]
    series_name: Mapped[str | None]
    series_number: Mapped[float | None]
    publisher: Mapped[str | None]
    published: Mapped[str | None]
    isbn: Mapped[str | None]
    # What the file calls itself, in its own spelling; two files may share one.
    identifier: Mapped[str | None]
    genres: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    direction: Mapped[str] = mapped_column(default="ltr")
    layout: Mapped[str] = mapped_column(default="reflowable")
    writing_mode: Mapped[str] = mapped_column(default="horizontal-tb")
    has_media_overlays: Mapped[bool] = mapped_column(default=False)
    warnings: Mapped[list[Json]] = mapped_column(default=list)

    word_count: Mapped[int] = mapped_column(default=0)
    chapter_count: Mapped[int] = mapped_column(default=0)
    # Where reading begins: without progress, nothing after this chapter is shown in lists.
    first_body_chapter: Mapped[int] = mapped_column(default=1)
    description_count: Mapped[int] = mapped_column(default=0)
    # WebP of the cover by width in pixels.
    cover_files: Mapped[Json | None]
    cover_width: Mapped[int | None]
    cover_height: Mapped[int | None]
    cover_colour: Mapped[str | None]


class Chapter(Base):
    __tablename__ = "chapter"
    __table_args__ = (UniqueConstraint("edition_id", "ordinal"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    title: Mapped[str]
    number: Mapped[int | None]
    kind: Mapped[ChapterKind]
    language: Mapped[str]
    html: Mapped[str]
    version: Mapped[str] = mapped_column(String(16))
    blocks: Mapped[list[str]] = mapped_column(ARRAY(Text))
    note_marks: Mapped[list[Json]]
    word_count: Mapped[int]
    # Words of the linear chapters before this one: progress is then one addition.
    words_before: Mapped[int]
    description_count: Mapped[int] = mapped_column(default=0)
    extractor_version: Mapped[int | None]
    problem: Mapped[Json | None]


class TocEntry(Base):
    """One line of the contents; the tree is the order and the depths."""

    __tablename__ = "toc_entry"
    __table_args__ = (UniqueConstraint("edition_id", "position"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    position: Mapped[int]
    depth: Mapped[int]
    title: Mapped[str]
    chapter: Mapped[int | None]
    block: Mapped[int | None]


class Asset(Base):
    """A picture inside the book; its bytes are stored by digest."""

    __tablename__ = "asset"
    __table_args__ = (UniqueConstraint("edition_id", "digest"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
