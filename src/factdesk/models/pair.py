"""The register's index, part three: claims that have two terms at once, so that a sidebar needs no scan."""

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG


class Pair(SQLModel, table=True):
    """The number of claims that have both terms; kept in both directions, so one look-up finds all partners."""

    __table_args__ = {"sqlite_with_rowid": False}

    term_id: int = Field(primary_key=True, sa_type=BIG)
    other_id: int = Field(primary_key=True, sa_type=BIG)
    claims: int = Field(sa_type=BIG)
