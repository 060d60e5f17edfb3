"""Who is asked to judge which claim."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlmodel import col, select

from factdesk.access import Actor, Right, may
from factdesk.database.transaction import ReadSession
from factdesk.facts.gather import gather
from factdesk.facts.working import waits
from factdesk.models import Assignment, Claim, Person
from factdesk.queries import visible
from factdesk.shapes.queue import Assigned


def open_on(session: ReadSession, viewer: Actor, claim_ids: Collection[int]) -> dict[int, list[Assigned]]:
    """Give the open assignments of some claims, by claim: for the queue, which may say who has judged already."""
    found: defaultdict[int, list[Assigned]] = defaultdict(list)
    query = select(Assignment).where(col(Assignment.claim_id).in_(claim_ids), waits()).order_by(col(Assignment.id))
    rows = session.exec(query).all()
    for row, shape in zip(rows, _shapes(session, viewer, rows), strict=True):
        found[row.claim_id].append(shape)
    return found


def on_claim(session: ReadSession, viewer: Actor, ref: str) -> list[Assigned]:
    """Give the assignments of a claim that wait, as its page may show them to whoever works at the desk.

    In an open blind round an assignment that was answered stays in the list: that it goes would tell of the answer.
    """
    if not may(viewer, Right.READ_DRAFTS):
        return []
    asked = select(Claim.id).join(Assignment, col(Assignment.claim_id) == col(Claim.id))
    claim_id = session.exec(asked.where(col(Claim.ref) == ref, visible.claims(viewer))).first()
    if claim_id is None:
        return []
    facts = gather(session, [claim_id])[0]
    seen = {review.id for review in facts.seen} | {row.id for row in facts.reviews if row.reviewer_id == viewer.id}
    last = {row.reviewer_id: row.event_seq for row in facts.reviews if row.id in seen}
    rows = [
        row for row in facts.assignments
        if row.withdrawn_at is None and last.get(row.person_id, 0) < row.event_seq
    ]  # fmt: skip
    return _shapes(session, viewer, rows)


def who_judges(session: ReadSession, viewer: Actor) -> list[str]:
    """Give the names of those a viewer may ask to judge: editors ask everybody who can, others themselves."""
    if not may(viewer, Right.WRITE):
        return [viewer.name] if may(viewer, Right.JUDGE) else []
    query = select(Person.name).where(col(Person.disabled).is_(False), col(Person.role_account).is_(False))
    return list(session.exec(query.order_by(col(Person.name))))


def _shapes(session: ReadSession, viewer: Actor, rows: Iterable[Assignment]) -> list[Assigned]:
    listed = list(rows)
    ids = {id_ for row in listed for id_ in (row.person_id, row.by_id) if id_ is not None}
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all())
    return [
        Assigned(
            id=row.id,
            person=names[row.person_id],
            by=names.get(row.by_id or 0, "the operator"),
            message=row.message,
            due_on=row.due_on,
            created_at=row.created_at,
            mine=row.person_id == viewer.id,
        )
        for row in listed
    ]
