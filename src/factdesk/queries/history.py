"""The life of a claim, from the audit chain."""

from collections.abc import Iterable

from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts.gather import ClaimFacts
from factdesk.models import Event
from factdesk.shapes.claims import HistoryEntry

Events = dict[int, Event]

_WHAT = {"register.load": "Loaded with its evidence and first review"}


def origins(session: ReadSession, gathered: Iterable[ClaimFacts]) -> Events:
    """Load the events that wrote the rows of some claims."""
    seqs = {row.event_seq for facts in gathered for row in (facts.claim, *facts.evidence, *facts.reviews)}
    return {event.seq: event for event in session.exec(select(Event).where(col(Event.seq).in_(seqs)))}


def of_claim(facts: ClaimFacts, events: Events) -> list[HistoryEntry]:
    """Give a claim's events, latest first."""
    seqs = {row.event_seq for row in (facts.claim, *facts.evidence, *facts.reviews)}
    return [
        HistoryEntry(
            at=events[seq].at,
            what=_WHAT.get(events[seq].action, events[seq].action),
            who="operator",
            seq=seq,
            hash=events[seq].hash,
        )
        for seq in sorted(seqs, reverse=True)
    ]
