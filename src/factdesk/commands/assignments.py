"""Assignments: asking a person to judge a claim, and no longer asking."""

from sqlmodel import col, select

from factdesk.access import Actor, Right, may, require
from factdesk.commands import _loading
from factdesk.commands._index import settle
from factdesk.commands._records import Recording, lock
from factdesk.database.transaction import WriteSession
from factdesk.drafts.judging import Withdrawal
from factdesk.drafts.queue import AssignmentDraft
from factdesk.errors import Clash, Invalid, NotFound
from factdesk.facts.working import waits
from factdesk.models import Article, Assignment, Claim, Person


def add(session: WriteSession, actor: Actor, ref: str, draft: AssignmentDraft) -> str:
    """Ask a person to judge a claim; gives the assignment's number. Anybody who judges may ask themselves.

    Raises Invalid for an account that cannot judge, Clash where the person is asked already.
    """
    require(actor, Right.JUDGE)
    if draft.person != actor.name or actor.id is None:
        require(actor, Right.WRITE)
    lock(session)
    claim = _loading.claim(session, ref)
    _loading.still(claim, f"Claim {claim.ref}")
    _loading.still(session.get_one(Article, claim.article_id), "Its article")
    person = _who_judges(session, draft.person)
    asked = select(Assignment.id).where(
        col(Assignment.claim_id) == claim.id, col(Assignment.person_id) == person.id, waits()
    )
    if session.exec(asked).first() is not None:
        raise Clash(f"{person.name} is asked to judge {claim.ref} already.", place="person")
    claim_id = claim.id
    recording = Recording(session, actor)
    stored = recording.create(
        Assignment(claim_id=claim_id, person_id=person.id, by_id=actor.id, message=draft.message,
                   due_on=draft.due_on, created_at=recording.opened.at)
    ).id  # fmt: skip
    recording.close(action="assignment.add", subject=f"assignment:{ref}")
    settle(session, [claim_id], recording)
    return str(stored)


def withdraw(session: WriteSession, actor: Actor, ref: str, assignment_id: int, why: Withdrawal) -> str:
    """No longer ask somebody, with a reason; gives the claim's ref. Whoever asked may do so, and every editor."""
    require(actor, Right.JUDGE)
    lock(session)
    claim = _loading.claim(session, ref)
    row = _assignment(session, claim, assignment_id)
    if not may(actor, Right.WRITE) and (actor.id is None or row.by_id != actor.id):
        require(actor, Right.WRITE)
    _loading.still(row, "This assignment")
    claim_id = claim.id
    recording = Recording(session, actor)
    recording.change(row, withdrawn_at=recording.opened.at, withdrawn_reason=why.reason)
    recording.close(action="assignment.withdraw", subject=f"assignment:{ref}", reason=why.reason)
    settle(session, [claim_id], recording)
    return ref


def _who_judges(session: WriteSession, name: str) -> Person:
    """Load whom to ask: somebody who can sign in and judge."""
    person = session.exec(select(Person).where(col(Person.name) == name)).first()
    if person is None:
        raise Invalid(f"There is no account {name}.", place="person")
    if person.disabled or person.role_account:
        raise Invalid(f"The account {name} cannot judge: it is closed, or stands for a desk.", place="person")
    return person


def _assignment(session: WriteSession, claim: Claim, assignment_id: int) -> Assignment:
    row = session.get(Assignment, assignment_id) if 0 < assignment_id <= _loading.HIGHEST_ID else None
    if row is None or row.claim_id != claim.id:
        raise NotFound(f"{claim.ref} has no such assignment.")
    return row
