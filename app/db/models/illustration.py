"""Pictures wanted or drawn, each with its recipe."""

from datetime import datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ForeignKey,
    Index,
    Numeric,
    Select,
    SmallInteger,
    String,
    Text,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json
from app.db.models.book import Book
from app.domain.illustrations import IllustrationState, Quality


class Illustration(Base):
    __tablename__ = "illustration"
    __table_args__ = (
        Index(
            "illustration_shown_key",
            "book_id",
            "description_id",
            unique=True,
            postgresql_where=text("shown AND deleted_at IS NULL"),
        ),
        Index(
            "illustration_variant_key", "book_id", "description_id", "view", "variant", unique=True
        ),
        Index(
            "illustration_entity_key",
            "book_id",
            "entity_id",
            "view",
            "variant",
            unique=True,
            postgresql_where=text("entity_id IS NOT NULL"),
        ),
        Index("illustration_bytes_idx", "provider", "digest"),
        Index(
            "illustration_anchor_idx",
            "anchor_id",
            postgresql_where=text("anchor_id IS NOT NULL"),
        ),
        Index(
            "illustration_ordered_idx",
            "state",
            postgresql_where=text("jsonb_typeof(ticket) = 'object'"),
        ),
    )

    book_id: Mapped[UUID] = mapped_column(ForeignKey("book.id", ondelete="CASCADE"))
    # What it shows: a passage, or somebody of the bible (who may be of a reader's own making).
    description_id: Mapped[UUID | None] = mapped_column(ForeignKey("description.id"), index=True)
    entity_id: Mapped[UUID | None]
    series_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    batch_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("batch.id", ondelete="SET NULL"), index=True
    )
    # A copy of the passage, so that the picture outlives a change of the description.
    chapter: Mapped[int]
    start_block: Mapped[int]
    start_offset: Mapped[int]
    end_block: Mapped[int]
    end_offset: Mapped[int]
    quote: Mapped[str]
    # Why this passage was chosen to be drawn; empty where a reader asked for it.
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")

    variant: Mapped[int]
    view: Mapped[str] = mapped_column(default="scene")
    state: Mapped[IllustrationState] = mapped_column(default=IllustrationState.QUEUED)
    problem: Mapped[Json | None]
    shown: Mapped[bool] = mapped_column(default=False)
    favourite: Mapped[bool] = mapped_column(default=False)
    # The reader's own judgement, 1 to 5, and its reason in a word ("wrong-person").
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    rating_reason: Mapped[str | None]
    # The bible has changed since it was drawn.
    stale: Mapped[bool] = mapped_column(default=False, server_default="false")
    deleted_at: Mapped[datetime | None]

    # What was asked for. The words of the style as they were then: a preset may change.
    style: Mapped[str]
    style_words: Mapped[str | None]
    wanted_width: Mapped[int | None]
    wanted_height: Mapped[int | None]
    bible_version: Mapped[int] = mapped_column(default=1, server_default="1")
    # All pictures of a book by one bible, style and model share it.
    consistency_group: Mapped[str | None] = mapped_column(String(32), index=True)
    # The picture of the reader's choice that the provider is to look at.
    anchor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("illustration.id", ondelete="SET NULL")
    )
    quality: Mapped[Quality]
    wanted_provider: Mapped[str]
    wanted_model: Mapped[str | None]
    wanted_prompt: Mapped[str | None]
    negative: Mapped[str | None]
    seed: Mapped[int]
    request_hash: Mapped[str | None] = mapped_column(String(64), index=True)

    # Of the provider that has begun it, until it is there: whoever draws next goes on with that.
    ticket: Mapped[Json | None]

    # How it was made.
    prompt: Mapped[str | None]
    slots: Mapped[list[Json] | None]
    losses: Mapped[list[Json] | None]
    # Roles of the pictures that were sent along.
    references: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    provider: Mapped[str | None]
    model: Mapped[str | None]
    preview: Mapped[bool] = mapped_column(default=False)
    degraded: Mapped[Json | None]
    cost: Mapped[Decimal | None] = mapped_column(Numeric(12, 6))
    currency: Mapped[str | None]
    duration_ms: Mapped[int | None]
    scores: Mapped[Json | None]

    # SHA-256 of the bytes as they came, and their look in 16 hex digits: a notice comes twice.
    digest: Mapped[str | None] = mapped_column(String(64))
    dhash: Mapped[str | None] = mapped_column(String(16))

    # The bytes, as WebP by width in pixels; stored before the row says so.
    files: Mapped[Json | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    colour: Mapped[str | None]
    blurhash: Mapped[str | None]

    @classmethod
    def owned_by(cls, reader_id: UUID) -> Select[Self]:
        return (
            select(cls)
            .join(Book, Book.id == cls.book_id)
            .where(Book.owner_id == reader_id, Book.deleted_at.is_(None), cls.deleted_at.is_(None))
        )
