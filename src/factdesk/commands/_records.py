"""Recording a write in the audit chain: open an event, write rows under its number, close it over them."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import WriteSession
from factdesk.facts.snapshots import RECORDED_TABLES, rows_written_by
from factdesk.models import ChainHead, Event
from factdesk.rules import chain


@dataclass(frozen=True, slots=True)
class Opened:
    """A write that has begun: rows carry `seq`, and `at` is the moment it happened."""

    seq: int
    at: datetime


def open_event(session: WriteSession) -> Opened:
    """Lock the end of the chain and give the next event's number and time.

    Everything must be checked before: from here to the commit every other writer waits. The time is the later of
    the clock and the last event, so that the chain never runs backwards.
    """
    head = _locked_head(session)
    return Opened(seq=head.seq + 1, at=max(datetime.now(UTC), head.at))


def close_bulk(session: WriteSession, actor: Actor, opened: Opened, *, action: str, subject: str) -> None:
    """Close an event that created many rows: it holds their number and digest by table, not the rows themselves."""
    session.flush()
    tables = {}
    for table in RECORDED_TABLES:
        number, digest = chain.rows_digest(rows_written_by(session, table, opened.seq))
        if number:
            tables[table.name] = {"rows": number, "digest": digest}
    _append(session, actor, opened, action=action, subject=subject, payload={"created": tables})


def _append(
    session: WriteSession, actor: Actor, opened: Opened, *, action: str, subject: str, payload: dict[str, Any]
) -> None:
    head = _locked_head(session)
    salt = secrets.token_hex(16)
    event = Event(
        seq=opened.seq,
        at=opened.at,
        actor_id=actor.id,
        action=action,
        subject=subject,
        payload=payload,
        salt=salt,
        digest=chain.payload_digest(salt, payload),
        previous=head.hash,
        hash="",
    )
    event.hash = chain.event_hash(
        previous=event.previous, seq=event.seq, at=event.at, actor_id=event.actor_id,
        action=event.action, subject=event.subject, digest=event.digest,
    )  # fmt: skip
    session.add(event)
    head.seq, head.hash, head.at = event.seq, event.hash, event.at
    session.flush()


def _locked_head(session: WriteSession) -> ChainHead:
    return session.exec(select(ChainHead).where(col(ChainHead.id) == 1).with_for_update()).one()
