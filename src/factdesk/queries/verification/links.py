"""The links of the audit chain: each event against its own hash and the one before, the last against the head."""

from collections.abc import Iterator

from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts.snapshots import CHUNK
from factdesk.models import ChainHead, Event
from factdesk.rules import chain


def problems(session: ReadSession, kept_head: str | None) -> Iterator[str]:
    """Walk the chain from its first event to its head."""
    previous, seq, kept_seen = chain.FIRST, 0, kept_head is None
    at = None
    for event in session.exec(select(Event).order_by(col(Event.seq)).execution_options(yield_per=CHUNK)):
        yield from _event_problems(event, seq + 1, previous)
        if at is not None and event.at < at:
            yield f"Event {event.seq} is dated before the event it follows."
        previous, seq, at = event.hash, event.seq, event.at
        kept_seen = kept_seen or (kept_head is not None and event.hash.startswith(kept_head))
    head = session.exec(select(ChainHead)).one_or_none()
    if head is None:
        yield "The row that holds the chain's head is missing."
    elif (head.seq, head.hash) != (seq, previous):
        yield f"The chain's head says event {head.seq}, {head.hash[:12]}; the last event is {seq}, {previous[:12]}."
    elif at is not None and head.at != at:
        yield f"The chain's head gives another time than event {seq}."
    if not kept_seen and not (kept_head and chain.FIRST.startswith(kept_head)):
        yield f"No event has the head {kept_head} that was kept: the chain was rewritten since."


def _event_problems(event: Event, seq: int, previous: str) -> Iterator[str]:
    if event.seq != seq:
        yield f"Event {seq} is missing; event {event.seq} stands in its place."
    if event.previous != previous:
        yield f"Event {event.seq} does not follow the event before it."
    expected = chain.event_hash(
        previous=event.previous, seq=event.seq, at=event.at, actor_id=event.actor_id,
        action=event.action, subject=event.subject, digest=event.digest,
    )  # fmt: skip
    if event.hash != expected:
        yield f"Event {event.seq} was changed: its hash does not fit."
    if event.payload is None or event.salt is None:
        yield f"The payload of event {event.seq} is missing."
    elif chain.payload_digest(event.salt, event.payload) != event.digest:
        yield f"The payload of event {event.seq} was changed."
