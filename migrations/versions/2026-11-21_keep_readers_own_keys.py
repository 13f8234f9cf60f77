"""Keep keys of readers' own for image providers, sealed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d7b3e91f5a20"
down_revision: str | None = "523af35c72eb"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "provider_key",
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"],
            ["reader.id"],
            name=op.f("provider_key_reader_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("provider_key_pkey")),
        sa.UniqueConstraint(
            "reader_id", "provider", name=op.f("provider_key_reader_id_provider_key")
        ),
    )


def downgrade() -> None:
    op.drop_table("provider_key")
