"""The register's index, part two: which claims have a term, in the register's order."""

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG


class Posting(SQLModel, table=True):
    """The claim at `place` has the term."""

    __table_args__ = {"sqlite_with_rowid": False}

    term_id: int = Field(primary_key=True, sa_type=BIG)
    place: int = Field(primary_key=True, sa_type=BIG)
