"""Make room for rounds, notes, assignments, computed confidence and the past of claims.

A register from before knows its past only from here on: what its claims show now counts as shown since the last
event there is. The columns that follow from the rules are computed by `factdesk migrate` afterwards.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "assignment",
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_assignment_by_id_person")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_assignment_claim_id_claim")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_event_seq"), ["event_seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "claim_past",
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shelf", sa.String(), nullable=False),
        sa.Column(
            "claim_type",
            sa.Enum(
                "fact",
                "causal",
                "attribution",
                "assessment",
                "forecast",
                name="claimtype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "hedge",
            sa.Enum(
                "asserted", "hedged", "rumoured", name="hedge", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
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
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "confidence",
            sa.Enum(
                "very_low",
                "low",
                "moderate",
                "high",
                "very_high",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("confidence_rank", sa.Integer(), nullable=False),
        sa.Column("doubt_rank", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "awaiting_second",
                "split",
                "settled",
                name="reviewstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("gap", sa.Integer(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_claim_past_article_id_article")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_past_claim_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", "from_seq", name=op.f("pk_claim_past")),
    )
    with op.batch_alter_table("claim_past", schema=None) as batch_op:
        batch_op.create_index("ix_claim_past_from_seq", ["from_seq"], unique=False)
        batch_op.create_index("ix_claim_past_place", ["place"], unique=False)
        batch_op.create_index("ix_claim_past_until_seq", ["until_seq"], unique=False)

    op.create_table(
        "closed_round",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_closed_round_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_round")),
    )
    with op.batch_alter_table("closed_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closed_round_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_closed_round_event_seq"), ["event_seq"], unique=False)

    op.create_table(
        "lease",
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_lease_claim_id_claim")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lease_person_id_person")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_lease")),
    )
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lease_person_id"), ["person_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("internal", "public", name="audience", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_note_author_id_person")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_note_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_event_seq"), ["event_seq"], unique=False)

    op.add_column("claim", sa.Column("dissent", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "claim",
        sa.Column(
            "computed",
            sa.Enum(
                "very_low",
                "low",
                "moderate",
                "high",
                "very_high",
                name="confidence",
                native_enum=False,
                create_constraint=False,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.add_column("claim", sa.Column("computed_number", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("computed_score", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("gap", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("recheck_on", sa.String(), nullable=True))
    op.add_column("claim", sa.Column("reviews_in", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "claim",
        sa.Column(
            "shown_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, server_default="0"
        ),
    )
    op.create_index(op.f("ix_claim_shown_seq"), "claim", ["shown_seq"], unique=False)

    op.execute("UPDATE claim SET shown_seq = COALESCE((SELECT seq FROM chain_head WHERE id = 1), 0)")

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_at"), ["at"], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_at"))

    op.drop_index(op.f("ix_claim_shown_seq"), "claim")
    for name in (
        "shown_seq",
        "reviews_in",
        "recheck_on",
        "gap",
        "computed_score",
        "computed_number",
        "computed",
        "dissent",
    ):
        op.execute(f"ALTER TABLE claim DROP COLUMN {name}")  # in place: to make the table anew would break its links

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_event_seq"))
        batch_op.drop_index(batch_op.f("ix_note_claim_id"))

    op.drop_table("note")
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lease_person_id"))

    op.drop_table("lease")
    with op.batch_alter_table("closed_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closed_round_event_seq"))
        batch_op.drop_index(batch_op.f("ix_closed_round_claim_id"))

    op.drop_table("closed_round")
    with op.batch_alter_table("claim_past", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_past_until_seq")
        batch_op.drop_index("ix_claim_past_from_seq")
        batch_op.drop_index("ix_claim_past_place")

    op.drop_table("claim_past")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_person_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_event_seq"))
        batch_op.drop_index(batch_op.f("ix_assignment_claim_id"))

    op.drop_table("assignment")
