"""A claim of an article, with what the rules derive from its reviews and evidence."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, UtcDateTime, Withdrawable, derived, enum_type
from factdesk.vocabulary import ClaimType, Confidence, Hedge, ReviewState, Verdict, Visibility

NUMBERS_PER_ARTICLE = 2**31
"""Room for claim numbers in `place`; article ids stay below 2**32, so a place fits 63 bits."""

UNRANKED = len(Confidence)
"""The rank of a claim without a confidence: last, whether the surest or the least sure come first."""


class Claim(Recorded, Withdrawable, table=True):
    """One assertion of an article.

    `place` orders the whole register: articles by age, claims by number. `shelf` says who sees the claim (see
    factdesk.facts). Both, and everything from `verdict` on, are derived, and show the claim as everybody may see it:
    the reviews of an open blind round leave no trace in them, but for `reviews_in`, which is the queue's alone.
    `confidence_rank` counts up from the lowest confidence, `doubt_rank` from the highest. `shown_seq` is the event
    since which the claim shows what it shows; what it showed before is in ClaimPast.
    """

    __table_args__ = (
        sa.Index("ix_claim_newest", "shelf", "changed_at", "place"),
        sa.Index("ix_claim_surest", "shelf", "doubt_rank", "place"),
        sa.Index("ix_claim_unsurest", "shelf", "confidence_rank", "place"),
        sa.UniqueConstraint("article_id", "number"),
    )

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    article_id: int = Field(foreign_key="article.id", sa_type=BIG)
    number: int
    ref: str = Field(unique=True)
    statement: str
    wording: int = 1
    quote: str | None = None
    paragraph: int | None = None
    hedge: Hedge = Field(sa_type=enum_type(Hedge))
    claim_type: ClaimType = Field(sa_type=enum_type(ClaimType))
    topics: list[str] = Field(sa_type=sa.JSON)
    entities: list[str] = Field(sa_type=sa.JSON)
    true_on: str | None = None
    visibility: Visibility = Field(default=Visibility.DRAFT, sa_type=enum_type(Visibility))

    place: int = derived(unique=True, sa_type=BIG)
    shelf: str = derived(default="draft")
    verdict: Verdict = derived(default=Verdict.UNREVIEWED, sa_type=enum_type(Verdict))
    confidence: Confidence | None = derived(default=None, sa_type=enum_type(Confidence))
    confidence_rank: int = derived(default=UNRANKED)
    doubt_rank: int = derived(default=UNRANKED)
    state: ReviewState = derived(default=ReviewState.OPEN, sa_type=enum_type(ReviewState))
    origins_for: int = derived(default=0)
    origins_against: int = derived(default=0)
    unrecorded_for: int = derived(default=0)
    unrecorded_against: int = derived(default=0)
    source_count: int = derived(default=0)
    dissent: int = derived(default=0)
    computed: Confidence | None = derived(default=None, sa_type=enum_type(Confidence, check=False))
    computed_number: int | None = derived(default=None)
    computed_score: int | None = derived(default=None)
    gap: int | None = derived(default=None)
    recheck_on: str | None = derived(default=None)
    reviews_in: int = derived(default=0)
    reviewed_at: datetime | None = derived(default=None, sa_type=UtcDateTime)
    changed_at: datetime = derived(sa_type=UtcDateTime)
    shown_seq: int = derived(default=0, index=True, sa_type=BIG)
    term_ids: list[int] = derived(default_factory=list, sa_type=sa.JSON)


def place_of(article_id: int, number: int) -> int:
    """Give a claim's place in the register's order."""
    return article_id * NUMBERS_PER_ARTICLE + number
