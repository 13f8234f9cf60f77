"""Keep who and what a book speaks of, where, how they look, and when the book takes place."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "b8d0f3a61c57"
down_revision: str | None = "7c1e5b40a9d2"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ATTRIBUTES = (
    "hair",
    "facial_hair",
    "eyes",
    "face",
    "skin",
    "age",
    "build",
    "clothes",
    "marks",
    "species",
    "state",
    "architecture",
    "materials",
    "furnishing",
    "surroundings",
    "light",
    "palette",
    "season",
)


def upgrade() -> None:
    _create_entities()
    _create_mentions()
    _create_facts()
    for name in ("setting", "names_problem", "bible_problem"):
        op.add_column(
            "edition", sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=True)
        )
    op.add_column("edition", sa.Column("names_version", sa.BigInteger(), nullable=True))
    _add_filled(
        "edition", sa.Column("is_renewing", sa.Boolean(), server_default="false", nullable=False)
    )
    _add_filled(
        "description",
        sa.Column(
            "entities",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.drop_column("description", "entities")
    for name in ("is_renewing", "names_version", "bible_problem", "names_problem", "setting"):
        op.drop_column("edition", name)
    op.drop_index(op.f("fact_entity_id_idx"), table_name="fact")
    op.drop_table("fact")
    op.drop_index("mention_place_idx", table_name="mention")
    op.drop_table("mention")
    op.drop_table("entity")


def _add_filled(table: str, column: sa.Column[object]) -> None:
    """A column that must have a value; the default is only for the rows there are."""
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def _create_entities() -> None:
    op.create_table(
        "entity",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", _words("entitykind", "character", "place", "object"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("gender", _words("gender", "female", "male", "unknown"), nullable=False),
        sa.Column("importance", sa.Double(), nullable=False),
        sa.Column("first_chapter", sa.BigInteger(), nullable=False),
        sa.Column("first_block", sa.BigInteger(), nullable=False),
        sa.Column("first_offset", sa.BigInteger(), nullable=False),
        sa.Column("mention_count", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        *_of_every_row(),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("entity_edition_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("entity_pkey")),
        sa.UniqueConstraint("edition_id", "key", name=op.f("entity_edition_id_key_key")),
    )


def _create_mentions() -> None:
    op.create_table(
        "mention",
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("chapter", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("start_offset", sa.BigInteger(), nullable=False),
        sa.Column("end_offset", sa.BigInteger(), nullable=False),
        *_of_every_row(),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("mention_entity_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("mention_pkey")),
    )
    op.create_index(
        "mention_place_idx", "mention", ["entity_id", "chapter", "block", "start_offset"]
    )


def _create_facts() -> None:
    op.create_table(
        "fact",
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("attribute", _words("attribute", *_ATTRIBUTES), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("value_en", sa.String(), nullable=True),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("chapter", sa.BigInteger(), nullable=False),
        sa.Column("start_block", sa.BigInteger(), nullable=False),
        sa.Column("start_offset", sa.BigInteger(), nullable=False),
        sa.Column("end_block", sa.BigInteger(), nullable=False),
        sa.Column("end_offset", sa.BigInteger(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("origin", _words("origin", "extracted", "inferred", "user"), nullable=False),
        sa.Column("is_lasting", sa.Boolean(), nullable=False),
        sa.Column("from_chapter", sa.BigInteger(), nullable=False),
        sa.Column("from_block", sa.BigInteger(), nullable=False),
        sa.Column("from_offset", sa.BigInteger(), nullable=False),
        sa.Column("until_chapter", sa.BigInteger(), nullable=True),
        sa.Column("until_block", sa.BigInteger(), nullable=True),
        sa.Column("until_offset", sa.BigInteger(), nullable=True),
        sa.Column("contradicts", sa.ARRAY(sa.Uuid()), nullable=False),
        *_of_every_row(),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fact_entity_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("fact_pkey")),
    )
    op.create_index(op.f("fact_entity_id_idx"), "fact", ["entity_id"], unique=False)


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _of_every_row() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
