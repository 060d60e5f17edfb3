"""What a claim's page tells programs that read pages: its ClaimReview."""

from typing import Any

from factdesk.access import Actor
from factdesk.exports import claim_review
from factdesk.queries import articles
from factdesk.shapes.claims import ClaimDetail
from factdesk.web.deps import ReadDep


def of(session: ReadDep, viewer: Actor, claim: ClaimDetail, site: str, as_of: str | None) -> dict[str, Any] | None:
    """Give the review of a claim as JSON-LD; None where it has none, or is of the past."""
    if as_of is not None:
        return None
    article = articles.get(session, viewer, claim.article, outlined=False)
    return claim_review.alone(claim, article, site)
