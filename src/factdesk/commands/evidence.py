"""Evidence: adding a piece, changing what is said of it, withdrawing it."""

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading
from factdesk.commands._index import settle
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.judging import EvidenceChangeDraft, NewEvidenceDraft, WithdrawalDraft
from factdesk.models import Claim, Evidence


def add(session: WriteSession, actor: Actor, ref: str, draft: NewEvidenceDraft) -> str:
    """Add a piece of evidence from a source on file; gives its id."""
    require(actor, Right.ADD_EVIDENCE)
    lock(session)
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {claim.ref}")
    source = _loading.source(session, draft.source)
    _loading.still(source, f"Source {source.citekey}")
    recording = Recording(session, actor)
    fields = draft.model_dump(exclude={"source"})
    piece = recording.create(Evidence(claim_id=claim.id, source_id=source.id, rests_on=[], **fields))
    recording.close(action="evidence.add", subject=f"claim:{claim.ref}")
    settle(session, [claim.id])
    return str(piece.id)


def revise(session: WriteSession, actor: Actor, evidence_id: int, draft: EvidenceChangeDraft) -> str:
    """Change what is said of a piece of evidence; gives its claim's ref."""
    require(actor, Right.ADD_EVIDENCE)
    lock(session)
    piece, claim = _piece(session, evidence_id)
    sent = draft.model_dump(exclude={"version"})
    _loading.fresh(piece, draft.version, sent)
    ref, claim_id = claim.ref, claim.id
    recording = Recording(session, actor)
    recording.change(piece, **sent)
    recording.close(action="evidence.revise", subject=f"claim:{ref}")
    settle(session, [claim_id])
    return ref


def withdraw(session: WriteSession, actor: Actor, evidence_id: int, draft: WithdrawalDraft) -> str:
    """Withdraw a piece of evidence with a reason; it stays on the page and counts no more. Gives its claim's ref."""
    require(actor, Right.ADD_EVIDENCE)
    lock(session)
    piece, claim = _piece(session, evidence_id)
    _loading.fresh(piece, draft.version, {"withdrawn_reason": draft.reason})
    ref, claim_id = claim.ref, claim.id
    recording = Recording(session, actor)
    recording.change(piece, withdrawn_at=recording.opened.at, withdrawn_reason=draft.reason)
    recording.close(action="evidence.withdraw", subject=f"claim:{ref}", reason=draft.reason)
    settle(session, [claim_id])
    return ref


def _piece(session: WriteSession, evidence_id: int) -> tuple[Evidence, Claim]:
    piece = _loading.evidence(session, evidence_id)
    _loading.still(piece, "This piece of evidence")
    claim = session.get_one(Claim, piece.claim_id)
    _loading.still(claim, f"Claim {claim.ref}")
    return piece, claim
