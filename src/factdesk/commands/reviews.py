"""Judging claims: a review is never changed; a later one by the same person takes its place."""

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading
from factdesk.commands._index import settle
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.judging import JudgementDraft, RetractionDraft
from factdesk.errors import Clash, Difference, Forbidden, Stale
from factdesk.models import Claim, Review
from factdesk.vocabulary import Verdict


def submit(session: WriteSession, actor: Actor, ref: str, draft: JudgementDraft) -> str:
    """Give a verdict on a claim; gives the review's id. Raises Stale if it was reworded since it was read."""
    claim, reviewer = _judged(session, actor, ref)
    _same_wording(claim, draft.wording)
    return _store(
        session, actor, claim,
        Review(claim_id=claim.id, wording=claim.wording, reviewer_id=reviewer, verdict=draft.verdict,
               confidence=draft.confidence, reason=draft.reason),
        action="review.submit",
    )  # fmt: skip


def retract(session: WriteSession, actor: Actor, ref: str, draft: RetractionDraft) -> str:
    """Take one's own verdict back, with a reason; raises Clash where there is none that counts."""
    claim, reviewer = _judged(session, actor, ref)
    _same_wording(claim, draft.wording)
    query = select(Review).where(
        col(Review.claim_id) == claim.id, col(Review.reviewer_id) == reviewer, col(Review.adjudication).is_(False)
    )
    latest = session.exec(query.order_by(col(Review.id).desc()).limit(1)).first()
    if latest is None or latest.verdict is Verdict.UNREVIEWED or latest.wording != claim.wording:
        raise Clash("You have no verdict on this wording that could be taken back.")
    return _store(
        session, actor, claim,
        Review(claim_id=claim.id, wording=claim.wording, reviewer_id=reviewer, verdict=Verdict.UNREVIEWED,
               confidence=None, reason=draft.reason),
        action="review.retract",
    )  # fmt: skip


def _judged(session: WriteSession, actor: Actor, ref: str) -> tuple[Claim, int]:
    """Load the claim to be judged, and the id of who judges: only a person can."""
    require(actor, Right.JUDGE)
    if actor.id is None:
        raise Forbidden("A review needs a person who stands for it.")
    lock(session)
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {claim.ref}")
    return claim, actor.id


def _same_wording(claim: Claim, wording: int) -> None:
    if claim.wording != wording:
        raise Stale(
            f"{claim.ref} was reworded while you read it; please judge its present wording.",
            version=claim.wording,
            differences=(Difference(field="statement", now=claim.statement, sent="(the wording you read)"),),
        )


def _store(session: WriteSession, actor: Actor, claim: Claim, review: Review, *, action: str) -> str:
    recording = Recording(session, actor)
    review.created_at = recording.opened.at
    stored = recording.create(review)
    recording.close(action=action, subject=f"claim:{claim.ref}")
    settle(session, [claim.id])
    return str(stored.id)
