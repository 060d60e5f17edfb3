"""Inserting very many rows: the statement is written once, and the driver is handed the values of each row alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session

Row = Mapping[str, Any]
REMEMBERED = 64
"""Statements kept in memory: one for each table, set of columns and engine."""


def insert_many(session: Session, table: sa.Table, rows: Sequence[Row], shared: Row | None = None) -> None:
    """Insert rows that all give the same columns; `shared` are those that are alike in all.

    A column that is given nowhere has its default.
    """
    if not rows:
        return
    connection = session.connection()
    alike = {name: value for name, value in {**_defaults(table), **(shared or {})}.items() if name not in rows[0]}
    written = _written(table, (*rows[0], *alike), connection.dialect)
    connection.exec_driver_sql(written.statement, list(written.values(rows, alike)))


def _defaults(table: sa.Table) -> Row:
    return {one.name: one.default.arg for one in table.columns if isinstance(one.default, ScalarElementColumnDefault)}


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement for one engine: the columns in its order, and what makes their values what the driver wants."""

    statement: str
    names: tuple[str, ...]
    processors: Mapping[str, Callable[[Any], Any] | None]
    positional: bool

    def values(self, rows: Sequence[Row], alike: Row) -> Iterator[Any]:
        """Give the values of each row; those that are alike in all are made ready once."""
        ready = {name: self._ready(name, value) for name, value in alike.items()}
        own = [(at, self.processors[name]) for at, name in enumerate(self.names) if name not in alike]
        process = [(at, processor) for at, processor in own if processor]
        pick = itemgetter(*self.names)
        for row in rows:
            values = list(pick({**ready, **row}))
            for at, processor in process:
                values[at] = processor(values[at])
            yield tuple(values) if self.positional else dict(zip(self.names, values, strict=True))

    def _ready(self, name: str, value: object) -> object:
        processor = self.processors[name]
        return processor(value) if processor else value


@lru_cache(maxsize=REMEMBERED)
def _written(table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect) -> _Written:
    columns = {name: sa.bindparam(name, type_=table.c[name].type) for name in names}
    compiled = sa.insert(table).inline().values(columns).compile(dialect=dialect)
    processors = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    order = compiled.positiontup
    return _Written(str(compiled), tuple(order or names), processors, positional=order is not None)
