"""Keep what a provider with a queue gave for a picture, so that it outlives the worker that ordered it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "a41d7c93e05b"
down_revision: str | None = "c41d90be27f6"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "illustration",
        sa.Column("ticket", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )


def downgrade() -> None:
    op.drop_column("illustration", "ticket")
