"""Keep by which version the register was derived, and make room for what is derived anew.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; every register there is was derived by version 1."""
    op.create_table(
        "anew_claim",
        sa.Column(
            "claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("differs", sa.Boolean(), nullable=False),
        sa.Column("gist_differs", sa.Boolean(), nullable=False),
        sa.Column("was", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("shows", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("public", sa.Text(), nullable=True),
        sa.Column("internal", sa.Text(), nullable=True),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("shelf", sa.String(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "supported",
                "mixed",
                "disputed",
                "unverifiable",
                "unreviewed",
                name="verdict",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "confidence",
            sa.Enum(
                "very_low", "low", "moderate", "high", "very_high", name="confidence", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("confidence_rank", sa.Integer(), nullable=True),
        sa.Column("doubt_rank", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "awaiting_second", "split", "settled", name="reviewstate", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("origins_for", sa.Integer(), nullable=True),
        sa.Column("origins_against", sa.Integer(), nullable=True),
        sa.Column("unrecorded_for", sa.Integer(), nullable=True),
        sa.Column("unrecorded_against", sa.Integer(), nullable=True),
        sa.Column("source_count", sa.Integer(), nullable=True),
        sa.Column("dissent", sa.Integer(), nullable=True),
        sa.Column(
            "computed",
            sa.Enum(
                "very_low", "low", "moderate", "high", "very_high", name="confidence", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("computed_number", sa.Integer(), nullable=True),
        sa.Column("computed_score", sa.Integer(), nullable=True),
        sa.Column("gap", sa.Integer(), nullable=True),
        sa.Column("recheck_on", sa.String(), nullable=True),
        sa.Column("reviews_in", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("term_ids", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_anew_claim")),
    )
    op.create_table(
        "anew_gist",
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("evidence_supports", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("evidence_disputes", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("evidence_context", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sources", sa.String(), autoincrement=False, nullable=True),
        sa.Column("source_addresses", sa.String(), autoincrement=False, nullable=True),
        sa.Column("reviewers", sa.String(), autoincrement=False, nullable=True),
        sa.Column("reviews", sa.String(), autoincrement=False, nullable=True),
        sa.Column("reasons", sa.String(), autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_anew_gist")),
    )
    op.create_table(
        "anew_posting",
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("term_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("comes", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", "term_id", name=op.f("pk_anew_posting")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rederivation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Integer(), nullable=False),
        sa.Column("folding", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_rederivation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rederivation")),
    )
    op.create_table(
        "register_basis",
        sa.Column(
            "from_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("weights", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Integer(), nullable=False),
        sa.Column("folding", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("from_seq", name=op.f("pk_register_basis")),
    )
    basis = sa.table("register_basis", *map(sa.column, ("from_seq", "weights", "rules", "terms", "folding")))
    terms = 0 if _is_behind() else 1
    op.bulk_insert(basis, [{"from_seq": 0, "weights": 1, "rules": 1, "terms": terms, "folding": 1}])


def _is_behind() -> bool:
    """Say whether the newest facet or the gists are missing, as in registers from before either: both are terms."""
    counts = "SELECT coalesce(sum(claims), 0) FROM term WHERE facet = :facet"
    every, newest = (
        op.get_bind().execute(sa.text(counts), {"facet": facet}).scalar_one() for facet in ("every", "compared")
    )
    gist, *told = (
        op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1")).first()  # noqa: S608
        for table in ("gist", "evidence", "review")
    )
    return every != newest or (gist is None and any(told))


def downgrade() -> None:
    """Drop them."""
    op.drop_table("register_basis")
    op.drop_table("rederivation")
    op.drop_table("anew_posting")
    op.drop_table("anew_gist")
    op.drop_table("anew_claim")
