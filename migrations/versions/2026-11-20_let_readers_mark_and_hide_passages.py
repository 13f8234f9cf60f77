"""Let readers mark passages of their own and hide those they do not want to see marked."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5f64c2e80b9a"
down_revision: str | None = "e29a7740d1b3"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_SPAN = ["chapter", "start_block", "start_offset", "end_block", "end_offset"]
_OF_EDITION = sa.text("book_id IS NULL")
_OF_BOOK = sa.text("book_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("description", sa.Column("book_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("description_book_id_fkey"),
        "description",
        "book",
        ["book_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.drop_index("description_span_key", table_name="description")
    op.create_index(
        "description_span_key",
        "description",
        ["edition_id", *_SPAN],
        unique=True,
        postgresql_where=_OF_EDITION,
    )
    op.create_index(
        "description_own_key",
        "description",
        ["book_id", *_SPAN],
        unique=True,
        postgresql_where=_OF_BOOK,
    )
    op.create_table(
        "hidden_description",
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("description_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"],
            ["book.id"],
            name=op.f("hidden_description_book_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["description_id"],
            ["description.id"],
            name=op.f("hidden_description_description_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("hidden_description_pkey")),
        sa.UniqueConstraint(
            "book_id",
            "description_id",
            name=op.f("hidden_description_book_id_description_id_key"),
        ),
    )
    op.create_index(
        op.f("hidden_description_description_id_idx"), "hidden_description", ["description_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("hidden_description_description_id_idx"), table_name="hidden_description")
    op.drop_table("hidden_description")
    op.drop_index("description_own_key", table_name="description", postgresql_where=_OF_BOOK)
    op.drop_index("description_span_key", table_name="description", postgresql_where=_OF_EDITION)
    # Without the column nobody could tell whose they are.
    op.execute(
        "DELETE FROM illustration USING description"
        " WHERE description.id = illustration.description_id AND description.book_id IS NOT NULL"
    )
    op.execute("DELETE FROM description WHERE book_id IS NOT NULL")
    op.drop_constraint(op.f("description_book_id_fkey"), "description", type_="foreignkey")
    op.drop_column("description", "book_id")
    op.create_index("description_span_key", "description", ["edition_id", *_SPAN], unique=True)
