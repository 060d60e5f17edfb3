"""Adding to kept counts: insert or add, spelt for each engine."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def add_to(session: Session, table: sa.Table, counted: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add each row's `counted` number to the stored row with the same primary key, or store the row."""
    if not rows:
        return
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(table)
    key = [column.name for column in table.primary_key.columns]
    total = table.c[counted] + insert.excluded[counted]
    session.connection().execute(insert.on_conflict_do_update(index_elements=key, set_={counted: total}), list(rows))
