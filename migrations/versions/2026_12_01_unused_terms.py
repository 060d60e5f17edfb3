"""Drop the terms and pairs of terms that no claim has any more: from now on they go with the last claim.

Revision: 0008, after 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop them."""
    op.execute("DELETE FROM pair WHERE claims = 0")
    op.execute("DELETE FROM term WHERE claims = 0")


def downgrade() -> None:
    """Leave them out: a term comes back by itself with the next claim that has it."""
