"""Rows as they were after an earlier event, read back from what the audit chain holds before each change."""

from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from factdesk.facts.snapshots import restore, table_of
from factdesk.models import Event
from factdesk.models.base import Recorded

Row = TypeVar("Row", bound=Recorded)

key = attrgetter("id")
"""Every recorded table has an id of its own making, which the class they share does not declare."""

OF_TODAY = {"article": ["names_public", "text_public"]}
"""Columns no past brings back: a name that is no longer shown is not shown at an earlier moment either."""


def rewound(session: Session, rows: Sequence[Row], until: int) -> list[Row]:
    """Give rows as they were right after event `until`, in the same order; those made later are left out.

    A row that was changed since is a new object bound to no session; its derived columns, and those of OF_TODAY, are
    as they stand. A row whose past was redacted is left out.
    """
    by_id: dict[int, Row] = {key(row): row for row in rows}
    known = {id_: row for id_, row in by_id.items() if row.event_seq <= until}
    later = {id_: row.event_seq for id_, row in by_id.items() if row.event_seq > until}
    while later:
        entries = _entries(session, type(rows[0]), set(later.values()))
        earlier: dict[int, int] = {}
        for id_, seq in later.items():
            entry = entries.get((seq, id_))
            if entry is None or entry["before"] is None:
                continue
            if entry["before_seq"] > until:
                earlier[id_] = entry["before_seq"]
                continue
            row = restore(type(rows[0]), entry["before"] | _of_today(by_id[id_]))
            row.event_seq = entry["before_seq"]
            known[id_] = row
        later = earlier
    return [known[id_] for id_ in by_id if id_ in known]


def _of_today(row: Recorded) -> dict[str, Any]:
    """Give what of a row no past brings back."""
    table = table_of(type(row))
    derived = [column.key for column in table.columns if column.info.get("derived")]
    return {name: getattr(row, name) for name in (*derived, *OF_TODAY.get(table.name, ()))}


def _entries(session: Session, model: type[Recorded], seqs: Collection[int]) -> dict[tuple[int, int], dict[str, Any]]:
    """Give what some events hold of a table's rows, by event and row: of several changes in one event, the first."""
    name = table_of(model).name
    found: dict[tuple[int, int], dict[str, Any]] = {}
    query = select(Event.seq, Event.payload).where(col(Event.seq).in_(seqs))
    for seq, payload in session.exec(query):
        for entry in (payload or {}).get("rows", []):
            if entry["table"] == name:
                found.setdefault((seq, entry["id"]), entry)
    return found
