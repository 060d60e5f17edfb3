"""Keeping what a claim showed before an event changed it."""

from collections.abc import Mapping, Sequence
from typing import Any

from factdesk.database.inserting import insert_many
from factdesk.database.transaction import WriteSession
from factdesk.facts.past import past_row
from factdesk.facts.snapshots import SHOWN_COLUMNS, shown, table_of
from factdesk.models import Claim, ClaimPast
from factdesk.rules import chain

_SHOWN = frozenset(column.name for column in SHOWN_COLUMNS)


def keep_past(
    session: WriteSession,
    settled: Sequence[tuple[Claim, Mapping[str, Any]]],
    seq: int,
    before: Mapping[int, dict[str, Any]],
) -> dict[int, int]:
    """Store what the claims showed until event `seq`, where it changed that; give since when each shows what it does.

    `settled` are the claims, still with their derived columns of before, and the derived columns that they get;
    `before` gives what the event changed of their content.
    """
    since, rows = {}, []
    for claim, columns in settled:
        if claim.shown_seq == seq:
            continue
        now = shown(claim)
        was = now | {name: value for name, value in before.get(claim.id, {}).items() if name in _SHOWN}
        now |= chain.plain({name: value for name, value in columns.items() if name in _SHOWN})
        if claim.shown_seq and was == now:
            continue
        since[claim.id] = seq
        if claim.shown_seq:
            rows.append(past_row(claim, was, until_seq=seq))
    if rows:
        insert_many(session, table_of(ClaimPast), rows)
    return since
