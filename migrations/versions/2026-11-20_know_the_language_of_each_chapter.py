"""Know the language of each chapter; that of the book until a chapter is read again."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7c1e5b40a9d2"
down_revision: str | None = "3f0a5d2c9b14"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("chapter", sa.Column("language", sa.String(), server_default="", nullable=False))
    op.execute(
        "UPDATE chapter SET language = edition.language"
        " FROM edition WHERE edition.id = chapter.edition_id"
    )
    op.alter_column("chapter", "language", server_default=None)


def downgrade() -> None:
    op.drop_column("chapter", "language")
