"""Loading rows for the facts: as they stand, or as they were after an earlier event; and ids by other keys."""

from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

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
    rows = session.exec(select(model).where(col(column).in_(keys)).order_by(table_of(model).c.id)).all()
    return rows if until is None else rewound(session, rows, until)


def ids_by(session: Session, model: type[SQLModel], column: str, keys: Collection[str]) -> dict[str, int]:
    """Give the ids of the rows whose column holds one of these keys, by key."""
    table, listed, found = table_of(model), list(keys), {}
    for start in range(0, len(listed), 500):
        query = sa.select(table.c[column], table.c.id).where(table.c[column].in_(listed[start : start + 500]))
        found.update({row[0]: row[1] for row in session.connection().execute(query)})
    return found


def standing(
    session: Session, model: type[Row], condition: sa.ColumnElement[bool], until: int | None = None
) -> Sequence[Row]:
    """Give the rows that meet the condition and were not withdrawn, in the order of their ids."""
    table = table_of(model)
    query = select(model).where(condition).order_by(table.c.id)
    if until is None:
        return session.exec(query.where(table.c.withdrawn_at.is_(None))).all()
    rows = rewound(session, session.exec(query).all(), until)
    return [row for row in rows if _withdrawn_at(row) is None]
