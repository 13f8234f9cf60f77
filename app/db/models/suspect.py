"""Pictures that are probably none, kept for an admin to look at."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.domain.illustrations import Verdict


class SuspectPicture(Base):
    """What a provider sent in place of a picture, as far as we can tell."""

    __tablename__ = "suspect_picture"
    __table_args__ = (UniqueConstraint("provider", "digest"),)

    provider: Mapped[str]
    model: Mapped[str | None]
    # "placeholder", "duplicate" ...
    reason: Mapped[str]
    # SHA-256 of the bytes as they came, by which they are also kept.
    digest: Mapped[str] = mapped_column(String(64), index=True)
    dhash: Mapped[str | None] = mapped_column(String(16))
    media_type: Mapped[str]
    # How often it came.
    times: Mapped[int] = mapped_column(default=1)
    verdict: Mapped[Verdict] = mapped_column(default=Verdict.SUSPECTED)
    illustration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("illustration.id", ondelete="SET NULL")
    )
