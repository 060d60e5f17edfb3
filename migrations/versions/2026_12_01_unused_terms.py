"""Drop the terms and pairs of terms that no claim has any more: from now on they go with the last claim.

Revision: 0009, after 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop them."""
    op.execute("DELETE FROM pair WHERE claims = 0")
    op.execute("DELETE FROM term WHERE claims = 0")


def downgrade() -> None:
    """Leave them out: a term comes back by itself with the next claim that has it."""
