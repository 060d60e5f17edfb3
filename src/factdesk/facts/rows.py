"""Loading rows for the facts: as they stand, or as they were after an earlier event; and ids by other keys."""

from collections.abc import Collection, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from factdesk.facts.rewinding import rewound
from factdesk.facts.snapshots import table_of
from factdesk.models.base import Recorded

Row = TypeVar("Row", bound=Recorded)
_withdrawn_at = attrgetter("withdrawn_at")


def by(
    session: Session,
    model: type[Row],
    column: Any,  # noqa: ANN401
    keys: Collection[int],
    until: int | None = None,
) -> Sequence[Row]:
    """Give the rows whose column is one of the keys, in the order of their ids."""
    if not keys:
        return []
    rows = session.exec(_asked(model, (column,)), params={"keys": list(keys)}).all()
    return rows if until is None else rewound(session, rows, until)


@cache
def _asked(model: type[Row], columns: tuple[Any, ...], *, withdrawn: bool = True) -> SelectOfScalar[Row]:
    """Give the statement for the rows one of whose columns is one of `keys`; to make it takes longer than to run it."""
    table = table_of(model)
    keys: sa.BindParameter[Any] = sa.bindparam("keys", expanding=True)
    query = select(model).where(sa.or_(*(col(column).in_(keys) for column in columns))).order_by(table.c.id)
    return query if withdrawn else query.where(table.c.withdrawn_at.is_(None))


def ids_by(session: Session, model: type[SQLModel], column: str, keys: Collection[str]) -> dict[str, int]:
    """Give the ids of the rows whose column holds one of these keys, by key."""
    table, listed, found = table_of(model), list(keys), {}
    for start in range(0, len(listed), 500):
        query = sa.select(table.c[column], table.c.id).where(table.c[column].in_(listed[start : start + 500]))
        found.update({row[0]: row[1] for row in session.connection().execute(query)})
    return found


def standing(
    session: Session,
    model: type[Row],
    columns: tuple[Any, ...],
    keys: Collection[int],
    until: int | None = None,
) -> Sequence[Row]:
    """Give the rows one of whose columns is one of the keys and that were not withdrawn, in the order of their ids."""
    params = {"keys": list(keys)}
    if until is None:
        return session.exec(_asked(model, columns, withdrawn=False), params=params).all()
    rows = rewound(session, session.exec(_asked(model, columns), params=params).all(), until)
    return [row for row in rows if _withdrawn_at(row) is None]
