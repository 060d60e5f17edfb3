"""The life of a claim, from the audit chain."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.facts.gather import ClaimFacts
from factdesk.facts.gist import reviewer_order
from factdesk.facts.snapshots import table_of
from factdesk.models import ClaimPast, Event, Person
from factdesk.queries import visible
from factdesk.shapes.claims import HistoryEntry

TOGETHER = {
    "article.publish": "Published with its article",
    "article.withdraw": "Withdrawn with its article",
    "claim.add_all": "Imported from a table, as a draft",
    "claim.publish_all": "Published with the other drafts of its article",
    "register.bring": "Brought from another register",
    "register.load": "Loaded with its evidence and first review",
}
"""What events on many claims at once were for each of them; they name none of them as their subject."""
_WHAT = TOGETHER | {
    "claim.add": "Written",
    "claim.revise": "Changed",
    "claim.publish": "Published",
    "claim.withdraw": "Withdrawn",
    "review.submit": "Reviewed",
    "review.retract": "Review taken back",
    "review.adjudicate": "Split decided",
    "review.retract_adjudication": "Decision of a split taken back",
    "evidence.check": "Evidence compared with its source",
    "note.add": "Note added",
    "note.withdraw": "Note withdrawn",
    "passage.add": "Passage marked in the text",
    "passage.settle": "Passage found in the newest text",
    "passage.withdraw": "Passage withdrawn",
    "evidence.add": "Evidence added",
    "evidence.revise": "Evidence changed",
    "evidence.withdraw": "Evidence withdrawn",
}


@dataclass(frozen=True, slots=True)
class Lives:
    """The events in the lives of some claims, by subject and by number, without their payloads, and who wrote them.

    `turns` are the numbers of the events since which each claim, by its id, showed something else.
    """

    by_subject: dict[str, list[sa.RowMapping]]
    by_seq: dict[int, sa.RowMapping]
    turns: dict[int, set[int]]
    people: dict[int, Person]


def lives(session: ReadSession, gathered: Iterable[ClaimFacts]) -> Lives:
    """Load the events in the lives of some claims."""
    facts = list(gathered)
    turns = {one.claim.id: {one.claim.shown_seq} for one in facts}
    past = select(ClaimPast.claim_id, ClaimPast.from_seq).where(col(ClaimPast.claim_id).in_(turns))
    for claim_id, seq in session.exec(past):
        turns[claim_id].add(seq)
    seqs = {row.event_seq for one in facts for row in (one.claim, *one.evidence, *one.seen)}.union(*turns.values())
    event = table_of(Event)
    columns = [event.c[name] for name in ("seq", "at", "actor_id", "action", "subject", "hash")]
    subjects = [f"claim:{one.claim.ref}" for one in facts]
    found: dict[int, sa.RowMapping] = {}
    for condition in (event.c.subject.in_(subjects), event.c.seq.in_(seqs)):
        rows = session.connection().execute(sa.select(*columns).where(condition)).mappings()
        found |= {row["seq"]: row for row in rows}
    by_subject: defaultdict[str, list[sa.RowMapping]] = defaultdict(list)
    for row in found.values():
        by_subject[row["subject"]].append(row)
    writers = {row["actor_id"] for row in found.values() if row["actor_id"] is not None}
    people = {person.id: person for person in session.exec(select(Person).where(col(Person.id).in_(writers)))}
    return Lives(by_subject, found, turns, people)


def of_claim(viewer: Actor, facts: ClaimFacts, known: Lives, until: int | None = None) -> list[HistoryEntry]:
    """Give a claim's events that everybody sees, latest first; with `until` those up to that event."""
    rows = {row["seq"]: row for row in known.by_subject.get(f"claim:{facts.claim.ref}", [])}
    rows |= {
        row.event_seq: known.by_seq[row.event_seq]
        for row in (facts.claim, *facts.evidence, *facts.seen)
        if row.event_seq in known.by_seq
    }
    turns = (known.by_seq[seq] for seq in known.turns[facts.claim.id] if seq in known.by_seq)
    rows |= {row["seq"]: row for row in turns if row["action"] in TOGETHER}
    unseen = {review.event_seq for review in facts.reviews if review.id in facts.hidden}
    rows = {seq: row for seq, row in rows.items() if seq not in unseen and (until is None or seq <= until)}
    order = reviewer_order(facts.seen)
    return [
        HistoryEntry(
            at=row["at"],
            what=_WHAT.get(row["action"], row["action"]),
            who=visible.writer_name(viewer, facts.article, known.people.get(row["actor_id"] or 0), order),
            seq=row["seq"],
            hash=row["hash"],
        )
        for _, row in sorted(rows.items(), reverse=True)
    ]
