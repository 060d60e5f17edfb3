"""Let tokens end, keep when they were last used, and when a password may be set without the one before.

Revision: 0011, after 0010. Tokens that are there have no end; what the audit chain says of them stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns and a table."""
    op.add_column("api_token", sa.Column("expires_at", sa.DateTime(), nullable=True))
    op.add_column("sign_in", sa.Column("by_link_until", sa.DateTime(), nullable=True))
    op.create_table(
        "token_use",
        sa.Column(
            "token_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name=op.f("fk_token_use_token_id_api_token")),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_token_use")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("token_use")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_column("by_link_until")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_column("expires_at")
