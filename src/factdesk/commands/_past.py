"""Keeping what a claim showed before an event changed it."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from factdesk.database.transaction import WriteSession
from factdesk.facts.derive import Derived
from factdesk.facts.gather import ClaimFacts
from factdesk.facts.past import past_row
from factdesk.facts.snapshots import SHOWN_COLUMNS, shown, table_of
from factdesk.models import ClaimPast
from factdesk.rules import chain

_SHOWN = frozenset(column.name for column in SHOWN_COLUMNS)


def keep_past(
    session: WriteSession,
    settled: Sequence[tuple[ClaimFacts, Derived]],
    seq: int,
    before: Mapping[int, dict[str, Any]],
) -> dict[int, int]:
    """Store what the claims showed until event `seq`, where it changed that; give since when each shows what it does.

    The claims still have their derived columns of before; `before` gives what the event changed of their content.
    """
    since, rows = {}, []
    for facts, derived in settled:
        claim = facts.claim
        if claim.shown_seq == seq:
            continue
        now = shown(claim)
        was = now | {name: value for name, value in before.get(claim.id, {}).items() if name in _SHOWN}
        now |= chain.plain({name: value for name, value in derived.columns.items() if name in _SHOWN})
        if claim.shown_seq and was == now:
            continue
        since[claim.id] = seq
        if claim.shown_seq:
            rows.append(past_row(claim, was, until_seq=seq))
    if rows:
        session.connection().execute(sa.insert(table_of(ClaimPast)), rows)
    return since
