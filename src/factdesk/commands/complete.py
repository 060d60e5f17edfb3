"""Restoring a complete register in an empty database: its rows and events as they were, and no event of our own."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, StatementError

from factdesk.access import Actor, Right, require
from factdesk.commands import upkeep
from factdesk.commands._records import open_event
from factdesk.database.transaction import WriteSession
from factdesk.errors import Clash, Invalid
from factdesk.facts import basis
from factdesk.facts.snapshots import CHUNK, MOVED, moved_columns, read_back, table_of
from factdesk.models import ChainHead, Claim, RegisterBasis
from factdesk.rules import basis as rules

Numbered = tuple[int, str, Mapping[str, Any]]
"""A row's place in its file, the name of its table, and its values as plain JSON data."""
TABLES = {table.name: table for table in MOVED}
HEAD, BASIS = table_of(ChainHead), table_of(RegisterBasis)


def restore(session: WriteSession, actor: Actor, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> int:
    """Store every row as it was, make the indexes anew, and give the number of claims.

    Raises Forbidden without the right, Clash where the register is not empty, and Invalid, naming the row, for one
    that has no place in it. Whether the rows fit their audit chain is for `verify` to say.
    """
    require(actor, Right.MOVE_REGISTER)
    if held := open_event(session).seq - 1:
        raise Clash(
            f"This register holds {held:,} {'event' if held == 1 else 'events'} already; a complete one goes into an "
            "empty database, which `factdesk migrate` makes."
        )
    for table in (HEAD, BASIS):  # which every migrated database has
        session.connection().execute(sa.delete(table))
    numbered = ((number, table, row) for number, (table, row) in enumerate(rows, start=1))
    for name, of_table in groupby(numbered, key=lambda one: one[1]):
        _store(session, name, of_table)
    if session.connection().execute(sa.select(HEAD.c.seq)).scalar_one_or_none() is None:
        raise Invalid("It does not hold the head of its audit chain: it is not whole.", place="chain_head")
    _require_basis(session)
    _count_on(session)
    return upkeep.index_all(session, actor)


def _require_basis(session: WriteSession) -> None:
    """Hold that this program can read what the register was derived by; files from before that was kept mean the first.

    Raises Invalid for what a newer program derived.
    """
    if session.connection().execute(sa.select(BASIS.c.from_seq)).first() is None:
        session.connection().execute(sa.insert(BASIS), {"from_seq": 0, **rules.FIRST._asdict()})
    basis.forget(session)
    if basis.due(session).basis.is_newer(rules.PRESENT):
        raise Invalid(
            "What follows in this register was derived by a newer version of Factdesk: update the program to read it.",
            place=BASIS.name,
        )


def _store(session: WriteSession, name: str, rows: Iterator[Numbered]) -> None:
    """Store the rows of one table, some at a time."""
    table = TABLES.get(name)
    while some := list(islice(rows, CHUNK)):
        first, last = some[0][0], some[-1][0]
        if table is None:
            raise Invalid(f"Row {first:,}: there is no table {name[:80]}.", place=f"row {first}")
        values = [_values(table, number, row) for number, _, row in some]
        try:
            session.connection().execute(sa.insert(table), values)
        except OperationalError:
            raise
        except (StatementError, OverflowError) as cause:
            why = " ".join(str(getattr(cause, "orig", None) or cause).split())[:200]
            raise Invalid(
                f"Rows {first:,} to {last:,}, table {name}: the database does not take them: {why}.",
                place=f"row {first}",
            ) from cause


def _values(table: sa.Table, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """Read one row back into what its columns hold."""
    columns = {column.name: column for column in moved_columns(table)}
    if unlike := sorted(columns.keys() ^ row.keys()):
        wrong = "is missing" if unlike[0] in columns else "is unknown"
        raise Invalid(
            f"Row {number:,}, table {table.name}: {unlike[0][:80]} {wrong}; the file was written by another version "
            "of Factdesk, or changed.",
            place=f"row {number}",
        )
    values = {}
    for name, value in row.items():
        try:
            values[name] = read_back(columns[name].type, value)
        except (StopIteration, ValueError) as cause:
            told = f"Row {number:,}, table {table.name}: {name} cannot be {str(value)[:80]}."
            raise Invalid(told, place=f"row {number}") from cause
    return values | ({"term_ids": []} if table is table_of(Claim) else {})


def _count_on(session: WriteSession) -> None:
    """Let PostgreSQL number new rows after those that brought their own numbers; SQLite does so by itself."""
    if session.get_bind().dialect.name == "sqlite":
        return
    for table in MOVED:
        sequence = sa.func.pg_get_serial_sequence(table.name, "id") if "id" in table.c else None
        if sequence is None or table is HEAD:
            continue
        highest = session.connection().execute(sa.select(sa.func.max(table.c.id))).scalar_one()
        if highest is not None:
            session.connection().execute(sa.select(sa.func.setval(sequence, highest)))
