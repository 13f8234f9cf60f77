"""Say how a book is laid out, and what its file calls itself; known once a book is parsed again."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c41d90be27f6"
down_revision: str | None = "5f64c2e80b9a"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("identifier", sa.String(), nullable=True))
    op.add_column(
        "edition",
        sa.Column("writing_mode", sa.String(), server_default="horizontal-tb", nullable=False),
    )
    op.add_column(
        "edition",
        sa.Column("has_media_overlays", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.alter_column("edition", "writing_mode", server_default=None)
    op.alter_column("edition", "has_media_overlays", server_default=None)


def downgrade() -> None:
    op.drop_column("edition", "has_media_overlays")
    op.drop_column("edition", "writing_mode")
    op.drop_column("edition", "identifier")
