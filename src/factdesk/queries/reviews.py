"""What a signed-in person sees of the review of a claim that nobody else does: their own hidden reviews, their rights.

Apart from the claim itself on purpose: what an export, a feed or another person is given is never made from this.
"""

from sqlmodel import col, select

from factdesk.access import Actor, Right, may
from factdesk.database.transaction import ReadSession
from factdesk.errors import NotFound
from factdesk.facts.gather import ClaimFacts, gather, review_facts
from factdesk.models import Claim
from factdesk.queries import visible
from factdesk.rules.standing import adjudication, counting_reviews, may_adjudicate, round_closed_by
from factdesk.shapes.claims import OwnReview, OwnView
from factdesk.vocabulary import Verdict


def mine(session: ReadSession, viewer: Actor, ref: str) -> OwnView:
    """Give what is the viewer's own on a claim; raises NotFound where there is none that this viewer may know of."""
    claim = session.exec(select(Claim).where(col(Claim.ref) == ref, visible.claims(viewer))).first()
    if claim is None:
        raise NotFound(f"There is no claim {ref[:80]} in this register.", place="ref")
    facts = gather(session, [claim.id])[0]
    required, blind = facts.article.reviews_required, facts.article.blind_review
    closed_by = round_closed_by(review_facts(facts.reviews), claim.wording, required)
    return OwnView(
        required=required,
        blind=blind,
        open_round=blind and closed_by is None and claim.wording not in facts.closed,
        hidden=_hidden(viewer, facts),
        may_adjudicate=_may_adjudicate(viewer, facts),
        decided=adjudication(facts.judged, claim.wording) is not None,
    )


def _hidden(viewer: Actor, facts: ClaimFacts) -> list[OwnReview]:
    """Give the viewer's own reviews that an open blind round keeps from others, latest first; a token gets none."""
    if viewer.id is None or viewer.scope is not None:
        return []
    counting = {one.key for one in counting_reviews(review_facts(facts.reviews), facts.claim.wording)}
    return [
        OwnReview(
            verdict=row.verdict,
            confidence=row.confidence,
            reason=row.reason,
            recheck_on=row.recheck_on,
            created_at=row.created_at,
            counts=row.id in counting,
        )
        for row in reversed(facts.reviews)
        if row.reviewer_id == viewer.id and row.id in facts.hidden and row.verdict is not Verdict.UNREVIEWED
    ]


def _may_adjudicate(viewer: Actor, facts: ClaimFacts) -> bool:
    """Say whether the viewer may decide between the reviewers that everybody sees to disagree."""
    if viewer.id is None or viewer.role is None or not may(viewer, Right.WRITE):
        return False
    required = facts.article.reviews_required
    return may_adjudicate(viewer.id, viewer.role, facts.judged, facts.claim.wording, required)
