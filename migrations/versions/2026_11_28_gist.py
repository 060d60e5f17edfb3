"""Keep what a row of a table tells of a claim's evidence and reviews; it is computed when the register is next opened.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "gist",
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("evidence_supports", sa.Integer(), nullable=False),
        sa.Column("evidence_disputes", sa.Integer(), nullable=False),
        sa.Column("evidence_context", sa.Integer(), nullable=False),
        sa.Column("sources", sa.String(), nullable=True),
        sa.Column("source_addresses", sa.String(), nullable=True),
        sa.Column("reviewers", sa.String(), nullable=True),
        sa.Column("reviews", sa.String(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_gist")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("gist")
