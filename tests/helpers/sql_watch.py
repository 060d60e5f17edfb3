"""Watching what a request sends to the database, what it costs, and how the engine goes about it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

LOOK_EVERY = 10
"""SQLite reports after so many steps of its virtual machine; a smaller number measures finer, and slower."""


@dataclass
class Sent:
    """One statement. `steps` are those of SQLite's virtual machine: they grow with the rows looked at."""

    statement: str
    parameters: Any
    steps: int = 0

    def reads(self) -> bool:
        return self.statement.lstrip(" (").upper().startswith("SELECT")


@contextmanager
def listening(engine: sa.Engine, event: str, listener: Callable[..., Any], **options: bool) -> Iterator[None]:
    """Have a listener hear an engine's events for a while: engines serve one test after the other."""
    sa.event.listen(engine, event, listener, **options)
    try:
        yield
    finally:
        sa.event.remove(engine, event, listener)


@contextmanager
def watched(engine: sa.Engine) -> Iterator[list[Sent]]:
    """Give the statements an engine sends, as they are sent, each with its steps on SQLite."""
    sent: list[Sent] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        sent.append(Sent(statement, parameters))

    def tick():
        if sent:
            sent[-1].steps += LOOK_EVERY

    def count_steps(connection, *_):
        connection.set_progress_handler(tick, LOOK_EVERY)

    def stop_counting(connection, *_):
        connection.set_progress_handler(None, 0)

    with ExitStack() as stack:
        stack.enter_context(listening(engine, "before_cursor_execute", note))
        if engine.dialect.name == "sqlite":
            stack.enter_context(listening(engine, "checkout", count_steps))
            stack.enter_context(listening(engine, "checkin", stop_counting))
        yield sent


def plan_of(engine: sa.Engine, sent: Sent) -> list[str]:
    """Give SQLite's plan, a line for each step."""
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent.statement}", sent.parameters)
        return [row.detail for row in plan]


@dataclass
class Node:
    """One step of PostgreSQL's plan as it was carried out. `rows` are all it gave, `pages` all it touched."""

    kind: str
    table: str | None
    rows: float
    pages: int


def nodes_of(engine: sa.Engine, sent: Sent) -> list[Node]:
    """Carry a statement out on PostgreSQL; give the steps of its plan, the outermost first."""
    with engine.connect() as connection:
        explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sent.statement}"
        plan = connection.exec_driver_sql(explain, sent.parameters).scalar_one()
    return list(_nodes(plan[0]["Plan"]))


def _nodes(plan: dict[str, Any]) -> Iterator[Node]:
    yield Node(
        kind=plan["Node Type"],
        table=plan.get("Relation Name"),
        rows=plan["Actual Rows"] * plan["Actual Loops"],
        pages=plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
    )
    for child in plan.get("Plans", []):
        yield from _nodes(child)
