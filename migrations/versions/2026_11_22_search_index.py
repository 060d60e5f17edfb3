"""Make the full-text index and the one row of the chain's head.

Revision: 0002, after 0001
"""

from datetime import UTC, datetime

import sqlalchemy as sa
import sqlalchemy.dialects.postgresql
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make an FTS5 table on SQLite, tsvector columns with GIN indexes on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        # The ascii tokenizer splits at ASCII signs only: every other character is part of a word, as we fold them.
        op.execute("CREATE VIRTUAL TABLE claim_search USING fts5(public, internal, tokenize='ascii')")
    else:
        op.create_table(
            "claim_search",
            sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column("public", sa.dialects.postgresql.TSVECTOR(), nullable=False),
            sa.Column("internal", sa.dialects.postgresql.TSVECTOR(), nullable=False),
            sa.PrimaryKeyConstraint("place", name="pk_claim_search"),
        )
        for text in ("public", "internal"):
            op.create_index(f"ix_claim_search_{text}", "claim_search", [text], postgresql_using="gin")
    names = (
        sa.column("id", sa.Integer()),
        sa.column("seq", sa.Integer()),
        sa.column("hash"),
        sa.column("at", sa.DateTime()),
    )
    head = sa.table("chain_head", *names)
    op.bulk_insert(
        head,
        [{"id": 1, "seq": 0, "hash": "0" * 64, "at": datetime.fromtimestamp(0, UTC).replace(tzinfo=None)}],
    )


def downgrade() -> None:
    """Drop the full-text index and empty the chain's head."""
    op.drop_table("claim_search")
    op.execute("DELETE FROM chain_head")
