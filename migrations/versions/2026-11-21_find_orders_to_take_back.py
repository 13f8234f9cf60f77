"""Find pictures that have an order at a provider, among very many that have none."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c93f10ab6e47"
down_revision: str | None = "8e5c0b7d2f46"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(
        "illustration_ordered_idx",
        "illustration",
        ["state"],
        unique=False,
        postgresql_where=sa.text("jsonb_typeof(ticket) = 'object'"),
    )


def downgrade() -> None:
    op.drop_index("illustration_ordered_idx", table_name="illustration")
