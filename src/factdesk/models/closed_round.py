"""Rounds of review that stay closed although an article now asks for more reviews."""

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded


class ClosedRound(Recorded, table=True):
    """The round of one wording of a claim, closed under an earlier setting of its article.

    A round closes for good. While the setting stays, that follows from the reviews alone; a row is written only
    when an article comes to ask for more.
    """

    __tablename__ = "closed_round"

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    claim_id: int = Field(foreign_key="claim.id", index=True, sa_type=BIG)
    wording: int
