"""Judging claims: a review is never changed; a later one by the same person takes its place."""

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading
from factdesk.commands._index import settle
from factdesk.commands._leasing import free
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.judging import JudgementDraft, RetractionDraft
from factdesk.errors import Clash, Difference, Forbidden, Stale
from factdesk.facts.gather import review_facts
from factdesk.models import Article, Claim, Review
from factdesk.rules.standing import ReviewFacts, adjudication, may_adjudicate, standing
from factdesk.vocabulary import ReviewState, Role, Verdict


def submit(session: WriteSession, actor: Actor, ref: str, draft: JudgementDraft) -> str:
    """Give a verdict on a claim; gives the review's id. Raises Stale if it was reworded since it was read."""
    claim, reviewer = _judged(session, actor, ref)
    _same_wording(claim, draft.wording)
    return _store(
        session, actor, claim,
        Review(claim_id=claim.id, wording=claim.wording, reviewer_id=reviewer, verdict=draft.verdict,
               confidence=draft.confidence, reason=draft.reason, recheck_on=draft.recheck_on),
        action="review.submit",
    )  # fmt: skip


def adjudicate(session: WriteSession, actor: Actor, ref: str, draft: JudgementDraft) -> str:
    """Decide a split, with a reason; gives the review's id.

    Raises Clash where reviewers do not disagree, Forbidden for whoever is one of them (rule 1, standing).
    """
    require(actor, Right.WRITE)
    claim, editor = _judged(session, actor, ref)
    _same_wording(claim, draft.wording)
    reviews, required = _reviews(session, claim), _article(session, claim).reviews_required
    if standing(reviews, claim.wording, required).state is not ReviewState.SPLIT:
        raise Clash(f"The reviewers of {ref} do not disagree, so there is nothing to decide.")
    if not may_adjudicate(editor, actor.role or Role.REVIEWER, reviews, claim.wording, required):
        raise Forbidden(f"You have judged {ref} yourself; somebody else must decide between its reviewers.")
    return _store(
        session, actor, claim,
        Review(claim_id=claim.id, wording=claim.wording, reviewer_id=editor, verdict=draft.verdict,
               confidence=draft.confidence, reason=draft.reason, recheck_on=draft.recheck_on, adjudication=True),
        action="review.adjudicate",
    )  # fmt: skip


def retract_adjudication(session: WriteSession, actor: Actor, ref: str, draft: RetractionDraft) -> str:
    """Take an adjudication back, with a reason: the claim is split again. Raises Clash where none stands."""
    require(actor, Right.WRITE)
    claim, editor = _judged(session, actor, ref)
    _same_wording(claim, draft.wording)
    reviews = _reviews(session, claim)
    if adjudication(reviews, claim.wording) is None:
        raise Clash(f"No adjudication of {ref} stands that could be taken back.")
    return _store(
        session, actor, claim,
        Review(claim_id=claim.id, wording=claim.wording, reviewer_id=editor, verdict=Verdict.UNREVIEWED,
               confidence=None, reason=draft.reason, adjudication=True),
        action="review.retract_adjudication",
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


def _reviews(session: WriteSession, claim: Claim) -> list[ReviewFacts]:
    query = select(Review).where(col(Review.claim_id) == claim.id).order_by(col(Review.id))
    return review_facts(session.exec(query).all())


def _article(session: WriteSession, claim: Claim) -> Article:
    return session.get_one(Article, claim.article_id)


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
    if stored.verdict is not Verdict.UNREVIEWED:
        free(session, claim.id, stored.reviewer_id)
    settle(session, [claim.id], recording)
    return str(stored.id)
