"""Inserting very many rows: many go in by one statement, and what is alike in all of them is handed over once.

An engine sets out anew for each statement it runs: SQLite writes down the words of every check constraint of the
table each time, which takes longer than storing the row.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session

Row = Mapping[str, Any]
AT_ONCE = 1_000
"""Values a statement, about. SQLite takes at most 32,766 (https://www.sqlite.org/limits.html), PostgreSQL 65,535."""


def insert_many(session: Session, table: sa.Table, rows: Sequence[Row], shared: Row | None = None) -> None:
    """Insert rows that all give the same columns, in their order; `shared` are those that are alike in all.

    A column that is given nowhere has its default.
    """
    if not rows:
        return
    connection = session.connection()
    given = {**_defaults(table), **(shared or {})}
    bound = _bound(table, connection.dialect)
    own = [bound[name] for name in rows[0]]
    alike = [bound[name] for name in given if name not in rows[0]]
    ready = [one.ready(given[one.name]) for one in alike]
    number = max(1, AT_ONCE // len(own))
    for start in range(0, len(rows), number):
        some = rows[start : start + number]
        values = chain.from_iterable(zip(*(one.taken(some) for one in own), strict=True))
        connection.exec_driver_sql(_statement(table.name, own, alike, len(some)), (*ready, *values))


def _defaults(table: sa.Table) -> Row:
    return {one.name: one.default.arg for one in table.columns if isinstance(one.default, ScalarElementColumnDefault)}


@dataclass(frozen=True, slots=True)
class _Bound:
    """A column as one engine is handed its values: how a value is written in a statement, and what makes it ready."""

    name: str
    written: str
    processor: Callable[[Any], Any] | None

    def ready(self, value: object) -> object:
        return self.processor(value) if self.processor else value

    def taken(self, rows: Sequence[Row]) -> Iterator[object]:
        values = map(itemgetter(self.name), rows)
        return map(self.processor, values) if self.processor else values


@lru_cache
def _bound(table: sa.Table, dialect: sa.Dialect) -> dict[str, _Bound]:
    found = {}
    for column in table.columns:
        written = str(sa.bindparam("value", type_=column.type).compile(dialect=dialect)).replace("%(value)s", "%s")
        found[column.name] = _Bound(column.name, written, column.type.dialect_impl(dialect).bind_processor(dialect))
    return found


def _statement(table: str, own: Sequence[_Bound], alike: Sequence[_Bound], number: int) -> str:
    """Write the statement: names of our own tables in it, every value bound.

    Both engines call the columns of a list of values column1, column2 and so on.
    """
    names = ", ".join(f'"{one.name}"' for one in (*own, *alike))
    taken = ", ".join((*(f"v.column{at}" for at in range(1, len(own) + 1)), *(one.written for one in alike)))
    row = f"({', '.join(one.written for one in own)})"
    listed = ", ".join([row] * number)
    return f'INSERT INTO "{table}" ({names}) SELECT {taken} FROM (VALUES {listed}) AS v'  # noqa: S608  # nosec B608
