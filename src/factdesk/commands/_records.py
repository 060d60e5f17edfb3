"""Recording a write in the audit chain: open an event, write rows under its number, close it over them.

A bulk event holds number and digest of the rows it created; an event on single rows holds them whole, before and
after, so that history, verification and replay need nothing else.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import WriteSession
from factdesk.facts.snapshots import RECORDED_TABLES, rows_written_by, snapshot, table_of
from factdesk.models import ChainHead, Event
from factdesk.models.base import Recorded
from factdesk.rules import chain

Row = TypeVar("Row", bound=Recorded)
_LOCKED = "locked head"
_LOCK = select(ChainHead).where(col(ChainHead.id) == 1).with_for_update()


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


def close_derived(session: WriteSession, actor: Actor, opened: Opened, told: Mapping[str, Any]) -> None:
    """Close the event by which everything was derived anew: no content changed, so it holds only what is told of it."""
    _append(session, actor, opened, action="register.derive", subject="register", payload={"derived": dict(told)})


class Recording:
    """An event on single rows: make or change rows through it, then close it once."""

    def __init__(self, session: WriteSession, actor: Actor) -> None:
        """Lock the end of the chain; everything must be checked before."""
        self._session = session
        self._actor = actor
        self._rows: list[dict[str, Any]] = []
        self.opened = open_event(session)

    def create(self, row: Row) -> Row:
        """Store a new row under this event, and give it back with its id."""
        row.event_seq, row.version = self.opened.seq, 1
        self._session.add(row)
        self._session.flush()
        self._keep(row, {"before": None})
        return row

    def change(self, row: Row, **values: object) -> Row:
        """Change some columns of a row under this event."""
        self.change_all([row], **values)
        return row

    def change_all(self, rows: Sequence[Recorded], **values: object) -> None:
        """Change the same columns of many rows under this event, in the same way."""
        before = [{"before": snapshot(row), "before_seq": row.event_seq} for row in rows]
        for row in rows:
            for name, value in values.items():
                setattr(row, name, value)
            row.event_seq, row.version = self.opened.seq, row.version + 1
        self._session.flush()
        for row, was in zip(rows, before, strict=True):
            self._keep(row, was)

    def before(self, model: type[Recorded]) -> dict[int, dict[str, Any]]:
        """Give what rows of a table were before this event first changed them, by id."""
        name, found = table_of(model).name, {}
        for row in reversed(self._rows):
            if row["table"] == name and row["before"] is not None:
                found[row["id"]] = row["before"]
        return found

    def _keep(self, row: Recorded, before: dict[str, Any]) -> None:
        after = snapshot(row)
        self._rows.append({"table": table_of(type(row)).name, "id": after["id"], **before, "after": after})

    def close(self, *, action: str, subject: str, reason: str | None = None) -> None:
        """Append the event; nothing may be written under it any more."""
        payload: dict[str, Any] = {"rows": self._rows}
        if reason is not None:
            payload["reason"] = reason
        _append(self._session, self._actor, self.opened, action=action, subject=subject, payload=payload)


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


def lock(session: WriteSession) -> None:
    """Take the end of the chain before checking what another writer may be changing; others wait until the commit."""
    _locked_head(session)


def _locked_head(session: WriteSession) -> ChainHead:
    """Give the end of the chain; once this session has locked it nobody else changes it until the commit."""
    head: ChainHead | None = session.info.get(_LOCKED)
    if head is None or head not in session:  # which is emptied between many claims
        head = session.exec(_LOCK).one()
        session.info[_LOCKED] = head
    return head
