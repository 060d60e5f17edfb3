"""Notes on a claim: adding one, withdrawing one. A note stands beside the verdicts and is never disagreement."""

from factdesk.access import Actor, Right, may, require
from factdesk.commands import _loading
from factdesk.commands._index import settle
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.judging import NoteDraft, WithdrawalDraft
from factdesk.errors import Forbidden, NotFound
from factdesk.models import Note
from factdesk.vocabulary import Audience


def add(session: WriteSession, actor: Actor, ref: str, draft: NoteDraft) -> str:
    """Add a note to a claim; gives its id."""
    require(actor, Right.NOTE)
    if actor.id is None:
        raise Forbidden("A note needs a person who stands for it.")
    lock(session)
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {claim.ref}")
    recording = Recording(session, actor)
    note = recording.create(
        Note(claim_id=claim.id, author_id=actor.id, body=draft.body, audience=draft.audience,
             created_at=recording.opened.at)
    )  # fmt: skip
    recording.close(action="note.add", subject=_subject(note, claim.ref))
    settle(session, [claim.id], recording)
    return str(note.id)


def withdraw(session: WriteSession, actor: Actor, ref: str, note_id: int, draft: WithdrawalDraft) -> str:
    """Withdraw a note with a reason, one's own or as an editor anybody's; it stays and says so. Gives the ref."""
    require(actor, Right.NOTE)
    lock(session)
    claim, note = _loading.claim(session, ref), _loading.note(session, note_id)
    if note.claim_id != claim.id:
        raise NotFound(f"{ref} has no note {note_id}.")
    _loading.still(note, "This note")
    if note.author_id != actor.id and not may(actor, Right.WRITE):
        raise Forbidden("Only its author or an editor may withdraw a note.")
    _loading.fresh(note, draft.version, {"withdrawn_reason": draft.reason})
    recording = Recording(session, actor)
    recording.change(note, withdrawn_at=recording.opened.at, withdrawn_reason=draft.reason)
    recording.close(action="note.withdraw", subject=_subject(note, claim.ref), reason=draft.reason)
    settle(session, [claim.id], recording)
    return claim.ref


def _subject(note: Note, ref: str) -> str:
    """Give the event's subject: what concerns the claim is in its history for everybody, internal notes are not."""
    return f"claim:{ref}" if note.audience is Audience.PUBLIC else f"note:{ref}"
