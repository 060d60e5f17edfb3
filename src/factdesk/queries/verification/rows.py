"""Every row against the event that wrote it last.

A bulk event holds number and digest of the rows it created, an event on single rows holds them whole, before and
after. A row that a bulk event created and a later event changed is counted for the bulk event as it was before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts.snapshots import CHUNK, RECORDED_TABLES, rows_written_by
from factdesk.models import Event
from factdesk.models.base import content_columns, content_of
from factdesk.rules import chain

UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)
"""What reading raises where somebody wrote JSON, a time or a word that is none."""

Row = dict[str, Any]
Key = tuple[str, int]


@dataclass(slots=True)
class _Told:
    """What the chain tells of rows: the last event on each single row, and how many rows each table must have."""

    last: dict[Key, int] = field(default_factory=dict)
    before: defaultdict[tuple[int, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    number: Counter[str] = field(default_factory=Counter)


def problems(session: ReadSession) -> Iterator[str]:
    """Check the rows of each event, then look for rows that no event speaks of."""
    told = _read_chain(session)
    for seq, payload in _payloads(session):
        yield from _bulk_problems(session, seq, payload.get("created", {}), told)
        yield from _single_problems(session, seq, payload.get("rows", []), told)
    for table in RECORDED_TABLES:
        number = session.connection().execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        if number != told.number[table.name]:
            yield f"The chain tells of {told.number[table.name]} rows of {table.name}; {number} are there."
        stray = sa.select(table.c.id).where(table.c.event_seq.not_in(sa.select(col(Event.seq)))).limit(1)
        if session.connection().execute(stray).first() is not None:
            yield f"A row of {table.name} names an event that is not there."


def _payloads(session: ReadSession) -> Iterable[tuple[int, dict[str, Any]]]:
    """Give what each event holds; one that was changed tells nothing, and may be no list of rows at all."""
    for event in session.exec(select(Event).order_by(col(Event.seq)).execution_options(yield_per=CHUNK)):
        if event.payload is not None and event.salt is not None:
            holds = chain.payload_digest(event.salt, event.payload) == event.digest
            yield event.seq, event.payload if holds else {}


def _read_chain(session: ReadSession) -> _Told:
    told = _Told()
    for seq, payload in _payloads(session):
        for table, rows in payload.get("created", {}).items():
            told.number[table] += rows["rows"]
        for row in payload.get("rows", []):
            key = (row["table"], row["id"])
            if row["before"] is None:
                told.number[row["table"]] += 1
            elif key not in told.last:
                told.before[row["before_seq"], row["table"]].append(row["before"])
            told.last[key] = seq
    return told


def _bulk_problems(session: ReadSession, seq: int, created: dict[str, Any], told: _Told) -> Iterator[str]:
    for table in RECORDED_TABLES:
        if table.name not in created:
            continue
        expected = created[table.name]
        untouched = (
            chain.plain(row) for row in rows_written_by(session, table, seq) if (table.name, row["id"]) not in told.last
        )
        changed_since = sorted(told.before[seq, table.name], key=_id)
        try:
            number, digest = chain.rows_digest(merge(untouched, changed_since, key=_id))
        except UNREADABLE as cause:
            yield f"A row of {table.name} that event {seq} created cannot be read: {cause}."
            continue
        if number != expected["rows"]:
            yield f"Event {seq} created {expected['rows']} rows of {table.name}; {number} are there."
        elif digest != expected["digest"]:
            yield f"A row of {table.name} that event {seq} created was changed since, without an event."


def _single_problems(session: ReadSession, seq: int, rows: list[Row], told: _Told) -> Iterator[str]:
    tables = {table.name: table for table in RECORDED_TABLES}
    for row in rows:
        name, id_ = row["table"], row["id"]
        if told.last[name, id_] != seq:
            continue
        table = tables[name]
        query = sa.select(*content_columns(table), table.c.event_seq).where(table.c.id == id_)
        there = session.connection().execute(query).mappings().first()
        if there is None:
            yield f"Row {id_} of {name}, last written by event {seq}, is missing."
            continue
        if there["event_seq"] != seq or chain.plain(content_of(table, dict(there))) != row["after"]:
            yield f"Row {id_} of {name} is not as event {seq} left it."


def _id(row: Mapping[str, Any]) -> int:
    return int(row["id"])
