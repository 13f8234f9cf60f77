"""Say why a passage was marked and why it was drawn, and which passages are verse."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3f0a5d2c9b14"
down_revision: str | None = "cc1698593f78"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    for table in ("description", "illustration"):
        op.add_column(
            table,
            sa.Column("reasons", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        )
    op.add_column(
        "description", sa.Column("is_verse", sa.Boolean(), server_default="false", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("description", "is_verse")
    for table in ("illustration", "description"):
        op.drop_column(table, "reasons")
