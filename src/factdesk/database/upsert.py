"""Storing a row that may be there already: insert or add, insert or replace, spelt for each engine."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def add_to(session: Session, table: sa.Table, counted: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add each row's `counted` number to the stored row with the same primary key, or store the row."""
    _insert(session, table, rows, lambda sent: {counted: table.c[counted] + sent[counted]})


def put(session: Session, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows, each in place of the one with the same primary key, if there is one."""
    _insert(session, table, rows, lambda sent: {name: sent[name] for name in rows[0]})


def _insert(
    session: Session,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    where_it_is: Callable[[Any], Mapping[str, sa.ColumnElement[Any]]],
) -> None:
    """Insert rows; where one is there already, set what `where_it_is` makes of what was sent."""
    if not rows:
        return
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(table)
    key = [column.name for column in table.primary_key.columns]
    values = where_it_is(insert.excluded)
    session.connection().execute(insert.on_conflict_do_update(index_elements=key, set_=values), list(rows))
