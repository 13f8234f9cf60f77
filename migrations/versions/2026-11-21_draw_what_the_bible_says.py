"""Draw what the bible says: its edits, series, batches, exports; suspected pictures; ratings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "523af35c72eb"
down_revision: str | None = "a41d7c93e05b"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


_OLD = (
    "prepare_book", "parse_edition", "find_names", "extract_chapter", "assemble_bible",
    "draw_illustration", "reprocess",
)  # fmt: skip
_NEW = ("illustrate_batch", "draw_series", "export")


def upgrade() -> None:
    _allow(*_OLD, *_NEW)
    op.create_table(
        "batch",
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("description_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("style", sa.String(), nullable=True),
        sa.Column(
            "quality",
            sa.Enum(
                "draft",
                "standard",
                "high",
                name="quality",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wanted_provider", sa.String(), nullable=False),
        sa.Column("wanted_model", sa.String(), nullable=True),
        sa.Column("negative", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("batch_book_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("batch_pkey")),
    )
    op.create_index(op.f("batch_book_id_idx"), "batch", ["book_id"], unique=False)
    op.create_table(
        "bible_edit",
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "add_entity",
                "edit_entity",
                "remove_entity",
                "merge_entities",
                "split_entity",
                "add_fact",
                "edit_fact",
                "remove_fact",
                "set_reference",
                "remove_reference",
                "set_style",
                name="editkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("bible_edit_book_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("bible_edit_pkey")),
        sa.UniqueConstraint("book_id", "version", name=op.f("bible_edit_book_id_version_key")),
    )
    op.create_table(
        "export",
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "zip", name="exportformat", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("export_book_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("export_pkey")),
    )
    op.create_index(op.f("export_book_id_idx"), "export", ["book_id"], unique=False)
    op.create_index(op.f("export_digest_idx"), "export", ["digest"], unique=False)
    op.create_table(
        "series",
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("description_id", sa.Uuid(), nullable=True),
        sa.Column("views", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "anchor",
            sa.Enum(
                "none",
                "first",
                "reference",
                name="anchor",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("consistency_group", sa.String(length=32), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column(
            "quality",
            sa.Enum(
                "draft",
                "standard",
                "high",
                name="quality",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wanted_provider", sa.String(), nullable=False),
        sa.Column("wanted_model", sa.String(), nullable=True),
        sa.Column("negative", sa.String(), nullable=True),
        sa.Column("elapsed_ms", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("series_book_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["description_id"], ["description.id"], name=op.f("series_description_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("series_pkey")),
    )
    op.create_index(op.f("series_book_id_idx"), "series", ["book_id"], unique=False)
    op.create_table(
        "suspect_picture",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("dhash", sa.String(length=16), nullable=True),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "suspected",
                "confirmed",
                "cleared",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("illustration_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["illustration_id"],
            ["illustration.id"],
            name=op.f("suspect_picture_illustration_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("suspect_picture_pkey")),
        sa.UniqueConstraint("provider", "digest", name=op.f("suspect_picture_provider_digest_key")),
    )
    op.create_index(op.f("suspect_picture_digest_idx"), "suspect_picture", ["digest"], unique=False)
    op.add_column("illustration", sa.Column("entity_id", sa.Uuid(), nullable=True))
    op.add_column("illustration", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.add_column("illustration", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.add_column("illustration", sa.Column("rating", sa.SmallInteger(), nullable=True))
    op.add_column("illustration", sa.Column("rating_reason", sa.String(), nullable=True))
    op.add_column(
        "illustration", sa.Column("stale", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column("illustration", sa.Column("style_words", sa.String(), nullable=True))
    op.add_column("illustration", sa.Column("wanted_width", sa.BigInteger(), nullable=True))
    op.add_column("illustration", sa.Column("wanted_height", sa.BigInteger(), nullable=True))
    op.add_column(
        "illustration",
        sa.Column("bible_version", sa.BigInteger(), server_default="1", nullable=False),
    )
    op.add_column(
        "illustration", sa.Column("consistency_group", sa.String(length=32), nullable=True)
    )
    op.add_column("illustration", sa.Column("anchor_id", sa.Uuid(), nullable=True))
    op.add_column(
        "illustration",
        sa.Column("references", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )
    op.add_column("illustration", sa.Column("digest", sa.String(length=64), nullable=True))
    op.add_column("illustration", sa.Column("dhash", sa.String(length=16), nullable=True))
    op.alter_column("illustration", "description_id", existing_type=sa.UUID(), nullable=True)
    op.drop_index(op.f("illustration_variant_key"), table_name="illustration")
    op.create_index(
        "illustration_variant_key",
        "illustration",
        ["book_id", "description_id", "view", "variant"],
        unique=True,
    )
    op.create_index(op.f("illustration_batch_id_idx"), "illustration", ["batch_id"], unique=False)
    op.create_index("illustration_bytes_idx", "illustration", ["provider", "digest"], unique=False)
    op.create_index(
        op.f("illustration_consistency_group_idx"),
        "illustration",
        ["consistency_group"],
        unique=False,
    )
    op.create_index(
        "illustration_entity_key",
        "illustration",
        ["book_id", "entity_id", "view", "variant"],
        unique=True,
        postgresql_where=sa.text("entity_id IS NOT NULL"),
    )
    op.create_index(op.f("illustration_series_id_idx"), "illustration", ["series_id"], unique=False)
    op.create_foreign_key(
        op.f("illustration_series_id_fkey"),
        "illustration",
        "series",
        ["series_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_foreign_key(
        op.f("illustration_batch_id_fkey"),
        "illustration",
        "batch",
        ["batch_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_foreign_key(
        op.f("illustration_anchor_id_fkey"),
        "illustration",
        "illustration",
        ["anchor_id"],
        ["id"],
        ondelete="SET NULL",
    )


def downgrade() -> None:
    jobs = sa.table("job", sa.column("kind", sa.String()))
    op.execute(sa.delete(jobs).where(jobs.c.kind.in_(_NEW)))
    _allow(*_OLD)
    pictures = sa.table(
        "illustration", sa.column("description_id", sa.Uuid()), sa.column("view", sa.String())
    )
    # Views of people and of passages, which the older tables have no place for.
    is_view = sa.or_(pictures.c.description_id.is_(None), pictures.c.view != "scene")
    op.execute(sa.delete(pictures).where(is_view))
    op.drop_constraint(op.f("illustration_anchor_id_fkey"), "illustration", type_="foreignkey")
    op.drop_constraint(op.f("illustration_batch_id_fkey"), "illustration", type_="foreignkey")
    op.drop_constraint(op.f("illustration_series_id_fkey"), "illustration", type_="foreignkey")
    op.drop_index(op.f("illustration_series_id_idx"), table_name="illustration")
    op.drop_index(
        "illustration_entity_key",
        table_name="illustration",
        postgresql_where=sa.text("entity_id IS NOT NULL"),
    )
    op.drop_index(op.f("illustration_consistency_group_idx"), table_name="illustration")
    op.drop_index("illustration_bytes_idx", table_name="illustration")
    op.drop_index(op.f("illustration_batch_id_idx"), table_name="illustration")
    op.drop_index("illustration_variant_key", table_name="illustration")
    op.create_index(
        op.f("illustration_variant_key"),
        "illustration",
        ["book_id", "description_id", "variant"],
        unique=True,
    )
    op.alter_column("illustration", "description_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("illustration", "dhash")
    op.drop_column("illustration", "digest")
    op.drop_column("illustration", "references")
    op.drop_column("illustration", "anchor_id")
    op.drop_column("illustration", "consistency_group")
    op.drop_column("illustration", "bible_version")
    op.drop_column("illustration", "wanted_height")
    op.drop_column("illustration", "wanted_width")
    op.drop_column("illustration", "style_words")
    op.drop_column("illustration", "stale")
    op.drop_column("illustration", "rating_reason")
    op.drop_column("illustration", "rating")
    op.drop_column("illustration", "batch_id")
    op.drop_column("illustration", "series_id")
    op.drop_column("illustration", "entity_id")
    op.drop_index(op.f("suspect_picture_digest_idx"), table_name="suspect_picture")
    op.drop_table("suspect_picture")
    op.drop_index(op.f("series_book_id_idx"), table_name="series")
    op.drop_table("series")
    op.drop_index(op.f("export_digest_idx"), table_name="export")
    op.drop_index(op.f("export_book_id_idx"), table_name="export")
    op.drop_table("export")
    op.drop_table("bible_edit")
    op.drop_index(op.f("batch_book_id_idx"), table_name="batch")
    op.drop_table("batch")


def _allow(*kinds: str) -> None:
    name = op.f("job_jobkind_check")
    op.drop_constraint(name, "job", type_="check")
    named = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "job", f"kind IN ({named})")
