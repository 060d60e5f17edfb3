"""What a claim showed before it changed: one row for each time it showed something else."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from factdesk.models.base import BIG, UtcDateTime, enum_type
from factdesk.vocabulary import ClaimType, Confidence, Hedge, ReviewState, Verdict


class ClaimPast(SQLModel, table=True):
    """A claim as a row of the register showed it from event `from_seq` on, until event `until_seq` changed it.

    Written when a claim changes, never when it is loaded. `shown` holds everything a row shows; the other columns
    are what a register of the past is filtered and sorted by. All of it follows from the audit chain.
    """

    __tablename__ = "claim_past"
    __table_args__ = (
        sa.Index("ix_claim_past_until_seq", "until_seq"),
        sa.Index("ix_claim_past_from_seq", "from_seq"),
        sa.Index("ix_claim_past_place", "place"),
    )

    claim_id: int = Field(primary_key=True, foreign_key="claim.id", sa_type=BIG)
    from_seq: int = Field(primary_key=True, sa_type=BIG)
    until_seq: int = Field(sa_type=BIG)
    article_id: int = Field(foreign_key="article.id", sa_type=BIG)
    place: int = Field(sa_type=BIG)
    shelf: str
    claim_type: ClaimType = Field(sa_type=enum_type(ClaimType))
    hedge: Hedge = Field(sa_type=enum_type(Hedge))
    verdict: Verdict = Field(sa_type=enum_type(Verdict))
    confidence: Confidence | None = Field(default=None, sa_type=enum_type(Confidence))
    confidence_rank: int
    doubt_rank: int
    state: ReviewState = Field(sa_type=enum_type(ReviewState))
    gap: int | None = None
    topics: list[str] = Field(sa_type=sa.JSON)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    shown: dict[str, Any] = Field(sa_type=sa.JSON)
