"""The register's index, part one: every value a claim can be filtered by, with the number of claims that have it."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG


class Term(SQLModel, table=True):
    """One value of one facet on one shelf, such as verdict = disputed among public claims."""

    __table_args__ = (
        sa.UniqueConstraint("shelf", "facet", "value"),
        sa.Index("ix_term_frequency", "shelf", "facet", "claims"),
    )

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    shelf: str
    facet: str
    value: str
    claims: int = Field(default=0, sa_type=BIG)
