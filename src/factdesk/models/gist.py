"""What a row of a table tells of a claim's evidence and reviews: kept, so that an export need not gather them."""

from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG


class Gist(SQLModel, table=True):
    """The gist of the claim at `place` for readers (see factdesk.shapes.table); none without evidence and reviews."""

    place: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    evidence_supports: int
    evidence_disputes: int
    evidence_context: int
    sources: str | None = None
    source_addresses: str | None = None
    reviewers: str | None = None
    reviews: str | None = None
    reasons: str | None = None
