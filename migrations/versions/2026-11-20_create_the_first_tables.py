"""The first tables: readers, editions and books, descriptions, illustrations, progress and jobs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "cc1698593f78"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "epub",
                "fb2",
                name="bookformat",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "parsing",
                "extracting",
                "ready",
                "failed",
                name="editionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("parser_version", sa.BigInteger(), nullable=True),
        sa.Column("extractor_version", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=True),
        sa.Column("authors", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("translators", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("annotation", sa.String(), nullable=True),
        sa.Column("series_name", sa.String(), nullable=True),
        sa.Column("series_number", sa.Double(), nullable=True),
        sa.Column("publisher", sa.String(), nullable=True),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("isbn", sa.String(), nullable=True),
        sa.Column("genres", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("warnings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("word_count", sa.BigInteger(), nullable=False),
        sa.Column("chapter_count", sa.BigInteger(), nullable=False),
        sa.Column("first_body_chapter", sa.BigInteger(), nullable=False),
        sa.Column("description_count", sa.BigInteger(), nullable=False),
        sa.Column("cover_files", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("cover_width", sa.BigInteger(), nullable=True),
        sa.Column("cover_height", sa.BigInteger(), nullable=True),
        sa.Column("cover_colour", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("edition_pkey")),
        sa.UniqueConstraint("sha256", name=op.f("edition_sha256_key")),
    )
    op.create_table(
        "reader",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("full_name", sa.String(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "user", "admin", name="role", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("remote_consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("reader_pkey")),
        sa.UniqueConstraint("email", name=op.f("reader_email_key")),
    )
    op.create_table(
        "asset",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("asset_edition_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("asset_pkey")),
        sa.UniqueConstraint("edition_id", "digest", name=op.f("asset_edition_id_digest_key")),
    )
    op.create_index(op.f("asset_digest_idx"), "asset", ["digest"], unique=False)
    op.create_table(
        "book",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preparing",
                "illustrating",
                "ready",
                "failed",
                name="bookstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("wanted", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("book_edition_id_fkey")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["reader.id"], name=op.f("book_owner_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("book_pkey")),
        sa.UniqueConstraint("owner_id", "edition_id", name=op.f("book_owner_id_edition_id_key")),
    )
    op.create_index(op.f("book_edition_id_idx"), "book", ["edition_id"], unique=False)
    op.create_table(
        "chapter",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "body",
                "front",
                "back",
                "notes",
                name="chapterkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("blocks", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("note_marks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("word_count", sa.BigInteger(), nullable=False),
        sa.Column("words_before", sa.BigInteger(), nullable=False),
        sa.Column("description_count", sa.BigInteger(), nullable=False),
        sa.Column("extractor_version", sa.BigInteger(), nullable=True),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("chapter_edition_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("chapter_pkey")),
        sa.UniqueConstraint("edition_id", "ordinal", name=op.f("chapter_edition_id_ordinal_key")),
    )
    op.create_table(
        "description",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("chapter", sa.BigInteger(), nullable=False),
        sa.Column("start_block", sa.BigInteger(), nullable=False),
        sa.Column("start_offset", sa.BigInteger(), nullable=False),
        sa.Column("end_block", sa.BigInteger(), nullable=False),
        sa.Column("end_offset", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column("suffix", sa.String(length=32), nullable=False),
        sa.Column("chapter_version", sa.String(length=16), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "location",
                "character",
                "atmosphere",
                "object",
                "action",
                name="descriptiontype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("type_probabilities", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("worth", sa.Double(), nullable=False),
        sa.Column("priority", sa.Double(), nullable=False),
        sa.Column("features_version", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("description_edition_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("description_pkey")),
    )
    op.create_index(
        "description_span_key",
        "description",
        ["edition_id", "chapter", "start_block", "start_offset", "end_block", "end_offset"],
        unique=True,
    )
    op.create_table(
        "toc_entry",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("depth", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("chapter", sa.BigInteger(), nullable=True),
        sa.Column("block", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("toc_entry_edition_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("toc_entry_pkey")),
        sa.UniqueConstraint(
            "edition_id", "position", name=op.f("toc_entry_edition_id_position_key")
        ),
    )
    op.create_table(
        "token",
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "refresh",
                "page",
                "link",
                name="tokenkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("family", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["reader.id"], name=op.f("token_reader_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("token_pkey")),
        sa.UniqueConstraint("digest", name=op.f("token_digest_key")),
    )
    op.create_index(op.f("token_family_idx"), "token", ["family"], unique=False)
    op.create_index(op.f("token_reader_id_idx"), "token", ["reader_id"], unique=False)
    op.create_table(
        "illustration",
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("description_id", sa.Uuid(), nullable=False),
        sa.Column("chapter", sa.BigInteger(), nullable=False),
        sa.Column("start_block", sa.BigInteger(), nullable=False),
        sa.Column("start_offset", sa.BigInteger(), nullable=False),
        sa.Column("end_block", sa.BigInteger(), nullable=False),
        sa.Column("end_offset", sa.BigInteger(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("variant", sa.BigInteger(), nullable=False),
        sa.Column("view", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "drawing",
                "ready",
                "failed",
                "refused",
                "cancelled",
                name="illustrationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("favourite", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("wanted_prompt", sa.String(), nullable=True),
        sa.Column("negative", sa.String(), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=True),
        sa.Column("prompt", sa.String(), nullable=True),
        sa.Column("slots", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("losses", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("preview", sa.Boolean(), nullable=False),
        sa.Column("degraded", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("cost", sa.Numeric(precision=12, scale=6), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("duration_ms", sa.BigInteger(), nullable=True),
        sa.Column("scores", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("files", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("colour", sa.String(), nullable=True),
        sa.Column("blurhash", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("illustration_book_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["description_id"], ["description.id"], name=op.f("illustration_description_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("illustration_pkey")),
    )
    op.create_index(
        op.f("illustration_description_id_idx"), "illustration", ["description_id"], unique=False
    )
    op.create_index(
        op.f("illustration_request_hash_idx"), "illustration", ["request_hash"], unique=False
    )
    op.create_index(
        "illustration_shown_key",
        "illustration",
        ["book_id", "description_id"],
        unique=True,
        postgresql_where=sa.text("shown AND deleted_at IS NULL"),
    )
    op.create_index(
        "illustration_variant_key",
        "illustration",
        ["book_id", "description_id", "variant"],
        unique=True,
    )
    op.create_table(
        "job",
        sa.Column(
            "kind",
            sa.Enum(
                "prepare_book",
                "parse_edition",
                "extract_chapter",
                "draw_illustration",
                name="jobkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=True),
        sa.Column("book_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column(
            "lane",
            sa.Enum(
                "interactive",
                "bulk",
                name="lane",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("vtime", sa.BigInteger(), nullable=False),
        sa.Column("dedupe", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "succeeded",
                "failed",
                "cancelled",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("crashes", sa.BigInteger(), nullable=False),
        sa.Column(
            "run_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "ticket_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=True
        ),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("job_book_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["job.id"], name=op.f("job_parent_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["reader.id"], name=op.f("job_reader_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("job_pkey")),
    )
    op.create_index(op.f("job_book_id_idx"), "job", ["book_id"], unique=False)
    op.create_index(
        "job_claim_idx",
        "job",
        ["queue", "priority", "vtime", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "job_lease_idx",
        "job",
        ["leased_until"],
        unique=False,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(
        "job_live_key",
        "job",
        ["dedupe"],
        unique=True,
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_index(op.f("job_parent_id_idx"), "job", ["parent_id"], unique=False)
    op.create_index(op.f("job_reader_id_idx"), "job", ["reader_id"], unique=False)
    op.create_index(
        "job_share_idx",
        "job",
        ["queue", "reader_id", "vtime"],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(op.f("job_subject_id_idx"), "job", ["subject_id"], unique=False)
    op.create_index(
        "job_ticket_idx",
        "job",
        [sa.literal_column("ticket_at NULLS FIRST")],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_table(
        "progress",
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("at_chapter", sa.BigInteger(), nullable=False),
        sa.Column("at_block", sa.BigInteger(), nullable=False),
        sa.Column("at_offset", sa.BigInteger(), nullable=False),
        sa.Column("furthest_chapter", sa.BigInteger(), nullable=False),
        sa.Column("furthest_block", sa.BigInteger(), nullable=False),
        sa.Column("furthest_offset", sa.BigInteger(), nullable=False),
        sa.Column("fraction", sa.Double(), nullable=False),
        sa.Column("furthest_words", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("progress_book_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["reader.id"], name=op.f("progress_reader_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("progress_pkey")),
        sa.UniqueConstraint("reader_id", "book_id", name=op.f("progress_reader_id_book_id_key")),
    )
    op.create_index(op.f("progress_book_id_idx"), "progress", ["book_id"], unique=False)
    op.create_table(
        "reading_session",
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("reading_session_book_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"],
            ["reader.id"],
            name=op.f("reading_session_reader_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("reading_session_pkey")),
    )
    op.create_index(
        op.f("reading_session_book_id_idx"), "reading_session", ["book_id"], unique=False
    )
    op.create_index(
        op.f("reading_session_reader_id_idx"), "reading_session", ["reader_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("reading_session_reader_id_idx"), table_name="reading_session")
    op.drop_index(op.f("reading_session_book_id_idx"), table_name="reading_session")
    op.drop_table("reading_session")
    op.drop_index(op.f("progress_book_id_idx"), table_name="progress")
    op.drop_table("progress")
    op.drop_index("job_ticket_idx", table_name="job", postgresql_where=sa.text("state = 'queued'"))
    op.drop_index(op.f("job_subject_id_idx"), table_name="job")
    op.drop_index("job_share_idx", table_name="job", postgresql_where=sa.text("state = 'queued'"))
    op.drop_index(op.f("job_reader_id_idx"), table_name="job")
    op.drop_index(op.f("job_parent_id_idx"), table_name="job")
    op.drop_index(
        "job_live_key", table_name="job", postgresql_where=sa.text("state IN ('queued', 'running')")
    )
    op.drop_index("job_lease_idx", table_name="job", postgresql_where=sa.text("state = 'running'"))
    op.drop_index("job_claim_idx", table_name="job", postgresql_where=sa.text("state = 'queued'"))
    op.drop_index(op.f("job_book_id_idx"), table_name="job")
    op.drop_table("job")
    op.drop_index("illustration_variant_key", table_name="illustration")
    op.drop_index(
        "illustration_shown_key",
        table_name="illustration",
        postgresql_where=sa.text("shown AND deleted_at IS NULL"),
    )
    op.drop_index(op.f("illustration_request_hash_idx"), table_name="illustration")
    op.drop_index(op.f("illustration_description_id_idx"), table_name="illustration")
    op.drop_table("illustration")
    op.drop_index(op.f("token_reader_id_idx"), table_name="token")
    op.drop_index(op.f("token_family_idx"), table_name="token")
    op.drop_table("token")
    op.drop_table("toc_entry")
    op.drop_index("description_span_key", table_name="description")
    op.drop_table("description")
    op.drop_table("chapter")
    op.drop_index(op.f("book_edition_id_idx"), table_name="book")
    op.drop_table("book")
    op.drop_index(op.f("asset_digest_idx"), table_name="asset")
    op.drop_table("asset")
    op.drop_table("reader")
    op.drop_table("edition")
