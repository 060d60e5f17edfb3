"""A reviewer's judgement of a claim. Never updated: a later one stands in its place."""

from datetime import datetime

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, UtcDateTime, enum_type
from factdesk.vocabulary import Confidence, Verdict


class Review(Recorded, table=True):
    """One judgement: of which wording, by whom, what and why. Verdict `unreviewed` takes the earlier one back."""

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    claim_id: int = Field(foreign_key="claim.id", index=True, sa_type=BIG)
    wording: int
    reviewer_id: int = Field(foreign_key="person.id", index=True, sa_type=BIG)
    verdict: Verdict = Field(sa_type=enum_type(Verdict))
    confidence: Confidence | None = Field(default=None, sa_type=enum_type(Confidence))
    reason: str
    recheck_on: str | None = None
    adjudication: bool = False
    created_at: datetime = Field(default=None, sa_type=UtcDateTime)
