"""Who is at work on which claim, and which claims of the queue somebody can still be given."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Assignment, Claim, Lease, Review
from factdesk.vocabulary import Verdict


def free_for(person_id: int, now: datetime) -> list[sa.ColumnElement[bool]]:
    """Give the conditions on Claim for a person to be given it: it stands, and nobody else holds it."""
    lease = sa.alias(table_of(Lease))
    held = sa.exists().where(lease.c.claim_id == col(Claim.id), lease.c.person_id != person_id, lease.c.until > now)
    withdrawn = sa.exists().where(col(Article.id) == col(Claim.article_id), col(Article.withdrawn_at).is_not(None))
    return [col(Claim.withdrawn_at).is_(None), ~withdrawn, ~held]


def not_judged_by(person_id: int) -> sa.ColumnElement[bool]:
    """Give the condition on Claim that a person has no verdict on its present wording."""
    mine, later = sa.alias(table_of(Review)), sa.alias(table_of(Review))
    since = sa.exists().where(
        later.c.claim_id == mine.c.claim_id, later.c.reviewer_id == person_id, later.c.id > mine.c.id
    )
    judged = sa.exists().where(
        mine.c.claim_id == col(Claim.id), mine.c.reviewer_id == person_id, mine.c.wording == col(Claim.wording),
        mine.c.verdict != Verdict.UNREVIEWED, ~since,
    )  # fmt: skip
    return ~judged


def waits() -> sa.ColumnElement[bool]:
    """Give the condition on Assignment for it to be open: not withdrawn, and not judged by its person since."""
    review = sa.alias(table_of(Review))
    answered = sa.exists().where(
        review.c.claim_id == col(Assignment.claim_id), review.c.reviewer_id == col(Assignment.person_id),
        review.c.event_seq >= col(Assignment.event_seq),
    )  # fmt: skip
    return sa.and_(col(Assignment.withdrawn_at).is_(None), ~answered)
