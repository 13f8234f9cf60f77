"""Find the pictures that were drawn after another: whoever deletes that one would read all to forget it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e4a7d20b91c3"
down_revision: str | None = "c93f10ab6e47"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(
        "illustration_anchor_idx",
        "illustration",
        ["anchor_id"],
        postgresql_where=sa.text("anchor_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("illustration_anchor_idx", table_name="illustration")
