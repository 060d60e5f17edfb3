"""Passages of claims in the newest text of their article: marking, settling and withdrawing them by hand."""

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands import _loading, _marking
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.texts import PassageDraft, PassageWithdrawalDraft, SettlementDraft
from factdesk.errors import Clash, NotFound
from factdesk.facts.passages import newest
from factdesk.models import Anchor, Claim

MOST_PASSAGES = 2**31 - 1
"""The largest number that the column of either engine holds."""


def add(session: WriteSession, actor: Actor, ref: str, draft: PassageDraft) -> str:
    """Mark one more passage of a claim; gives the ref.

    Raises Clash where the text is not held, has a newer version, or the claim has that passage already, and Invalid
    where the words chosen do not stand at the place or read the same elsewhere.
    """
    require(actor, Right.WRITE)
    lock(session)
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {ref}")
    values = _marking.chosen(session, claim.article_id, draft)
    recording = Recording(session, actor)
    _marking.create(session, recording, claim, values)
    recording.close(action="passage.add", subject=f"claim:{ref}")
    return ref


def settle(session: WriteSession, actor: Actor, ref: str, passage: int, draft: SettlementDraft) -> str:
    """Say where a passage stands in the newest text; gives the ref. Raises as `add` does, and Stale."""
    require(actor, Right.WRITE)
    lock(session)
    claim, anchor = _passage(session, ref, passage)
    now = {"chosen": anchor.exact if anchor.start is not None else ""}
    _loading.fresh(anchor, draft.version, {"chosen": draft.chosen}, linked=now)
    values = _marking.chosen(session, claim.article_id, PassageDraft(**draft.model_dump(exclude={"version"})))
    if _marking.is_there(_marking.of(session, claim, values["article_version_id"]), values, but=anchor):
        raise Clash(f"Another passage of {ref} stands there already.", place="start")
    recording = Recording(session, actor)
    recording.change(anchor, **values)
    recording.close(action="passage.settle", subject=f"claim:{ref}")
    return ref


def withdraw(session: WriteSession, actor: Actor, ref: str, passage: int, draft: PassageWithdrawalDraft) -> str:
    """Withdraw a passage with a reason: the newest text no longer says it, or never did. Gives the ref.

    Raises Clash where the text has a newer version than the one that was read, and Stale.
    """
    require(actor, Right.WRITE)
    lock(session)
    claim, anchor = _passage(session, ref, passage)
    _loading.fresh(anchor, draft.version, {"withdrawn_reason": draft.reason})
    _marking.newest_of(session, claim.article_id, draft.text_version)
    recording = Recording(session, actor)
    recording.change(anchor, withdrawn_at=recording.opened.at, withdrawn_reason=draft.reason)
    recording.close(action="passage.withdraw", subject=f"claim:{ref}", reason=draft.reason)
    return ref


def _passage(session: WriteSession, ref: str, passage: int) -> tuple[Claim, Anchor]:
    """Load a passage of a claim in the newest text."""
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {ref}")
    version = newest(session, claim.article_id)
    anchor = None
    if version is not None and 0 < passage <= MOST_PASSAGES:
        query = select(Anchor).where(
            col(Anchor.claim_id) == claim.id,
            col(Anchor.article_version_id) == version.id,
            col(Anchor.passage) == passage,
        )
        anchor = session.exec(query).first()
    if anchor is None:
        raise NotFound(f"{ref} has no passage {str(passage)[:20]} in the newest text.")
    _loading.still(anchor, "This passage")
    return claim, anchor
