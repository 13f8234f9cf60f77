"""Name the new kinds of jobs: finding names, assembling the bible, waiting for a book read again."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e29a7740d1b3"
down_revision: str | None = "b8d0f3a61c57"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_OLD = ("prepare_book", "parse_edition", "extract_chapter", "draw_illustration")
_NEW = ("find_names", "assemble_bible", "reprocess")


def upgrade() -> None:
    _allow(*_OLD, *_NEW)


def downgrade() -> None:
    jobs = sa.table("job", sa.column("kind", sa.String()))
    op.execute(sa.delete(jobs).where(jobs.c.kind.in_(_NEW)))
    _allow(*_OLD)


def _allow(*kinds: str) -> None:
    name = op.f("job_jobkind_check")
    op.drop_constraint(name, "job", type_="check")
    named = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "job", f"kind IN ({named})")
