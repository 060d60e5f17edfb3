"""Register rows as plain values: as the audit chain sees them, and as a row of the register shows a claim."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from factdesk.models import RECORDED, ChainHead, Claim, ClaimPast, Event, RegisterBasis
from factdesk.models.base import UtcDateTime, content_columns, content_of
from factdesk.rules import chain

CHUNK = 1000
Row = TypeVar("Row", bound=SQLModel)

UNSHOWN = frozenset({"id", "article_id", "place", "event_seq", "term_ids", "shown_seq", "reviews_in"})
"""The columns of a claim that say nothing of what a row of the register shows."""


def table_of(model: type[SQLModel]) -> sa.Table:
    """Give a model's table."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined] # SQLModel does not declare it
    return table


def rows_written_by(session: Session, table: sa.Table, event_seq: int) -> Iterator[dict[str, Any]]:
    """Give the rows an event wrote last, in the order of their ids, a few at a time."""
    columns = content_columns(table)
    query = sa.select(*columns).where(table.c.event_seq == event_seq).order_by(table.c.id)
    names = [column.name for column in columns]
    for row in session.connection().execute(query.execution_options(yield_per=CHUNK)):
        yield content_of(table, dict(zip(names, row, strict=True)))


def snapshot(row: object) -> dict[str, Any]:
    """Give one row as the chain keeps it: its recorded columns as plain JSON data."""
    table = table_of(type(row))  # type: ignore[arg-type] # only table rows are asked for
    return chain.plain(content_of(table, {column.name: getattr(row, column.key) for column in content_columns(table)}))


def restore(model: type[Row], values: Mapping[str, Any]) -> Row:
    """Make a row of its own, bound to no session, from plain JSON data; what is not given has its default."""
    table = table_of(model)
    return model(**{name: read_back(table.c[name].type, value) for name, value in values.items()})


def read_back(kind: sa.types.TypeEngine[Any], value: object) -> object:
    """Read one plain value back into what its column holds."""
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        return next(word for word in kind.enum_class if word.value == value)
    return value


def shown(claim: Claim) -> dict[str, Any]:
    """Give everything of a claim that a row of the register shows, as plain JSON data."""
    return chain.plain({column.name: getattr(claim, column.key) for column in SHOWN_COLUMNS})


SHOWN_COLUMNS = tuple(column for column in table_of(Claim).columns if column.name not in UNSHOWN)
RECORDED_TABLES = tuple(table_of(model) for model in RECORDED)
MOVED = (*RECORDED_TABLES, *(table_of(model) for model in (ClaimPast, RegisterBasis, Event, ChainHead)))
"""The tables that a complete register is made of, parents first; all others are made anew from them, or left."""


def moved_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """Give the columns that move with a complete register: all but the numbers of its index."""
    return [column for column in table.columns if column is not table_of(Claim).c.term_ids]
