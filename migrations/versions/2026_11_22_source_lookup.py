"""Index the address and title of sources, so that a double is found at once.

Revision: 0004, after 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both indexes."""
    op.create_index("ix_source_url", "source", ["url"], postgresql_using="hash")
    op.create_index("ix_source_title", "source", ["title"], postgresql_using="hash")


def downgrade() -> None:
    """Drop both indexes."""
    op.drop_index("ix_source_title", "source")
    op.drop_index("ix_source_url", "source")
