"""Register rows as the audit chain sees them: their recorded columns as plain values."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from factdesk.models import RECORDED
from factdesk.models.base import content_columns
from factdesk.rules import chain

CHUNK = 1000


def table_of(model: type[SQLModel]) -> sa.Table:
    """Give a model's table."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined] # SQLModel does not declare it
    return table


def rows_written_by(session: Session, table: sa.Table, event_seq: int) -> Iterator[dict[str, Any]]:
    """Give the rows an event wrote last, in the order of their ids, a few at a time."""
    columns = content_columns(table)
    query = sa.select(*columns).where(table.c.event_seq == event_seq).order_by(table.c.id)
    for row in session.connection().execute(query.execution_options(yield_per=CHUNK)).mappings():
        yield dict(row)


def snapshot(row: object) -> dict[str, Any]:
    """Give one row as the chain keeps it: its recorded columns as plain JSON data."""
    columns = content_columns(table_of(type(row)))  # type: ignore[arg-type] # only table rows are asked for
    return chain.plain({column.name: getattr(row, column.key) for column in columns})


RECORDED_TABLES = tuple(table_of(model) for model in RECORDED)
