"""A source: one record, used by any number of claims."""

import sqlalchemy as sa
from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, Withdrawable, derived, enum_type
from factdesk.vocabulary import Checked, Lineage, Reliability, SourceKind


class Source(Recorded, Withdrawable, table=True):
    """One source with its grade and lineage.

    `published` is an EDTF date of the precision known. `archived_url` is the copy that was read where it differs
    from `url`. `shown` is derived: readers see a source once something published rests on it.
    """

    __table_args__ = (
        sa.Index("ix_source_url", "url", postgresql_using="hash"),  # an address may be longer than a B-tree holds
        sa.Index("ix_source_title", "title", postgresql_using="hash"),
        sa.Index("ix_source_shown", "citekey", "shown"),
        sa.Index("ix_source_kind", "kind", "citekey", "shown"),
        sa.Index("ix_source_reliability", "reliability", "citekey", "shown"),
        sa.Index("ix_source_lineage", "lineage", "citekey", "shown"),
        sa.Index("ix_source_publisher_id", "publisher_id", "citekey", "shown"),
    )

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    citekey: str = Field(unique=True)
    title: str
    authors: list[str] = Field(sa_type=sa.JSON)
    publisher_id: int | None = Field(default=None, foreign_key="publisher.id", sa_type=BIG)
    published: str | None = None
    url: str | None = None
    archived_url: str | None = None
    kind: SourceKind = Field(sa_type=enum_type(SourceKind))
    language: str | None = None
    lineage: Lineage = Field(sa_type=enum_type(Lineage))
    lineage_note: str | None = None
    consulted: bool
    checked: Checked = Field(sa_type=enum_type(Checked))
    reliability: Reliability = Field(sa_type=enum_type(Reliability))
    reliability_why: str | None = None

    shown: bool = derived(default=False)
