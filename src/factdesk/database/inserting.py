"""Inserting very many rows: the statement is written once, and the driver is handed the values of each row alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session

Row = Mapping[str, Any]
Process = Callable[[Any], Any]


def insert_many(session: Session, table: sa.Table, rows: Sequence[Row], shared: Row | None = None) -> None:
    """Insert rows that all give the same columns, two or more; `shared` are those that are alike in all.

    A column that is given nowhere has its default.
    """
    if not rows:
        return
    connection = session.connection()
    dialect, own = connection.dialect, [column.name for column in table.columns if column.name in rows[0]]
    defaults = {
        one.name: one.default.arg for one in table.columns if isinstance(one.default, ScalarElementColumnDefault)
    }
    alike = {name: value for name, value in {**defaults, **(shared or {})}.items() if name not in rows[0]}
    names = [*own, *alike]
    processors = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    constant = tuple(kind(value) if (kind := processors[name]) else value for name, value in alike.items())
    values = _processed(own, [(at, kind) for at, name in enumerate(own) if (kind := processors[name])], rows)
    columns = {name: sa.bindparam(name, type_=table.c[name].type) for name in names}
    statement = sa.insert(table).inline().values(columns).compile(dialect=dialect)
    if statement.positiontup is None:
        given: list[Any] = [dict(zip(names, (*one, *constant), strict=True)) for one in values]
    else:
        order = [names.index(name) for name in statement.positiontup]
        pick = itemgetter(*order)
        given = [pick((*one, *constant)) for one in values]
    connection.exec_driver_sql(str(statement), given)


def _processed(
    names: Sequence[str], kinds: Sequence[tuple[int, Process]], rows: Iterable[Row]
) -> Iterator[Iterable[Any]]:
    """Give the values of each row in the order of the names, as the driver wants them."""
    pick = itemgetter(*names)
    for row in rows:
        values = list(pick(row))
        for at, process in kinds:
            values[at] = process(values[at])
        yield values
