"""Evidence: adding a piece, changing what is said of it, withdrawing it."""

from collections.abc import Sequence

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading
from factdesk.commands._index import settle
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.judging import EvidenceChangeDraft, NewEvidenceDraft, WithdrawalDraft
from factdesk.drafts.queue import SupportCheckDraft
from factdesk.errors import Invalid, NotFound
from factdesk.facts.web import gather_sources
from factdesk.models import Claim, Evidence, Source


def add(session: WriteSession, actor: Actor, ref: str, draft: NewEvidenceDraft) -> str:
    """Add a piece of evidence from a source on file; gives its id."""
    require(actor, Right.ADD_EVIDENCE)
    lock(session)
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {claim.ref}")
    source = _loading.source(session, draft.source)
    _loading.still(source, f"Source {source.citekey}")
    rests_on = _rests_on(session, source, draft.rests_on, [])
    recording = Recording(session, actor)
    fields = draft.model_dump(exclude={"source", "rests_on"})
    piece = recording.create(Evidence(claim_id=claim.id, source_id=source.id, rests_on=rests_on, **fields))
    recording.close(action="evidence.add", subject=f"claim:{claim.ref}")
    settle(session, [claim.id], recording)
    return str(piece.id)


def revise(session: WriteSession, actor: Actor, evidence_id: int, draft: EvidenceChangeDraft) -> str:
    """Change what is said of a piece of evidence; gives its claim's ref."""
    require(actor, Right.ADD_EVIDENCE)
    lock(session)
    piece, claim = _piece(session, evidence_id)
    sent = draft.model_dump(exclude={"version"})
    named = [session.get_one(Source, id_).citekey for id_ in piece.rests_on]
    _loading.fresh(piece, draft.version, sent, linked={"rests_on": named})
    rests_on = _rests_on(session, session.get_one(Source, piece.source_id), draft.rests_on, named)
    ref, claim_id = claim.ref, claim.id
    recording = Recording(session, actor)
    recording.change(piece, **sent | {"rests_on": rests_on})
    recording.close(action="evidence.revise", subject=f"claim:{ref}")
    settle(session, [claim_id], recording)
    return ref


def check(session: WriteSession, actor: Actor, ref: str, evidence_id: int, draft: SupportCheckDraft) -> str:
    """Say what comparing a piece of evidence with its source came to; gives its number."""
    require(actor, Right.ADD_EVIDENCE)
    lock(session)
    piece, claim = _piece(session, evidence_id)
    if claim.ref != ref:
        raise NotFound(f"{ref[:80]} has no such piece of evidence.")
    sent = {"support_check": draft.support_check}
    _loading.fresh(piece, draft.version, sent)
    claim_id = claim.id
    recording = Recording(session, actor)
    recording.change(piece, **sent)
    recording.close(action="evidence.check", subject=f"claim:{ref}")
    settle(session, [claim_id], recording)
    return str(evidence_id)


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
    settle(session, [claim_id], recording)
    return ref


def _rests_on(session: WriteSession, source: Source, citekeys: Sequence[str], before: Sequence[str]) -> list[int]:
    """Give the ids of the sources a piece passes on; raises Invalid for one it cannot. Those named `before` stay."""
    found = []
    for citekey in citekeys:
        row = session.exec(select(Source).where(col(Source.citekey) == citekey)).first()
        if row is None:
            raise Invalid(f"There is no source {citekey} for this piece to rest on; add it first.", place="rests_on")
        if row.id == source.id:
            raise Invalid(f"A piece from {citekey} cannot rest on {citekey} itself.", place="rests_on")
        if citekey not in before:
            if row.withdrawn_at is not None:
                raise Invalid(f"This piece cannot rest on {citekey}, which was withdrawn.", place="rests_on")
            if source.id in gather_sources(session, [row.id]).ancestors(row.id):
                raise Invalid(
                    f"This piece cannot rest on {citekey}: {citekey} itself derives from {source.citekey}.",
                    place="rests_on",
                )
        found.append(row.id)
    return found


def _piece(session: WriteSession, evidence_id: int) -> tuple[Evidence, Claim]:
    piece = _loading.evidence(session, evidence_id)
    _loading.still(piece, "This piece of evidence")
    claim = session.get_one(Claim, piece.claim_id)
    _loading.still(claim, f"Claim {claim.ref}")
    return piece, claim
