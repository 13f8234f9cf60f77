"""Who and what an edition speaks of, where, and what it says of their looks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Json
from app.domain.bible import Attribute, Origin
from app.domain.names import EntityKind, Gender


class Entity(Base):
    __tablename__ = "entity"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    # The kind and the address of the first mention: renaming and merging never change it.
    key: Mapped[str]
    kind: Mapped[EntityKind]
    name: Mapped[str]
    # In order of first use, each with the address of that use: what a reader may know by then.
    aliases: Mapped[list[Json]]
    gender: Mapped[Gender]
    # Over the whole book: only for those who have read it.
    importance: Mapped[float]
    first_chapter: Mapped[int]
    first_block: Mapped[int]
    first_offset: Mapped[int]
    mention_count: Mapped[int]
    # A later extractor no longer finds it, but a picture or an edit may still point here.
    retired_at: Mapped[datetime | None]


class Mention(Base):
    """One place in one block where an entity is named."""

    __tablename__ = "mention"
    __table_args__ = (Index("mention_place_idx", "entity_id", "chapter", "block", "start_offset"),)

    entity_id: Mapped[UUID] = mapped_column(ForeignKey("entity.id", ondelete="CASCADE"))
    chapter: Mapped[int]
    block: Mapped[int]
    start_offset: Mapped[int]
    end_offset: Mapped[int]


class Fact(Base):
    """One thing the book says of the looks of an entity, with its proof."""

    __tablename__ = "fact"

    entity_id: Mapped[UUID] = mapped_column(ForeignKey("entity.id", ondelete="CASCADE"), index=True)
    attribute: Mapped[Attribute]
    value: Mapped[str]
    # None where our glossary has no word for it.
    value_en: Mapped[str | None]
    quote: Mapped[str]
    chapter: Mapped[int]
    start_block: Mapped[int]
    start_offset: Mapped[int]
    end_block: Mapped[int]
    end_offset: Mapped[int]
    confidence: Mapped[float]
    origin: Mapped[Origin]
    is_lasting: Mapped[bool]
    from_chapter: Mapped[int]
    from_block: Mapped[int]
    from_offset: Mapped[int]
    until_chapter: Mapped[int | None]
    until_block: Mapped[int | None]
    until_offset: Mapped[int | None]
    # Facts that cannot hold together with this one.
    contradicts: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
