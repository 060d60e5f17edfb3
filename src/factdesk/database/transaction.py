"""Transactions: the only place that commits. A door opens one, calls one room, and is done.

A read sees one state of the register from beginning to end. A write takes SQLite's lock at once, so that two
writers wait for each other instead of failing half way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NewType

import sqlalchemy as sa
from sqlmodel import Session

from factdesk.database.engine import WRITES
from factdesk.database.refusals import clear_refusals

ReadSession = NewType("ReadSession", Session)
WriteSession = NewType("WriteSession", ReadSession)
WRITER = "factdesk-writer"
"""What the thread in which an application writes is called, for whoever ends it."""


@contextmanager
def reading(engine: sa.Engine) -> Iterator[ReadSession]:
    """Open a session that sees one state of the register and writes nothing."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if _is_postgresql(engine) else {}
    with clear_refusals(engine), Session(engine.execution_options(**options)) as session:
        yield ReadSession(session)
        session.rollback()


@contextmanager
def writing(engine: sa.Engine, patience: float = 30) -> Iterator[WriteSession]:
    """Open a session whose work is committed at the end, or undone whole when anything is raised.

    Raises Busy where others write for longer than `patience` seconds, Unwritable where nothing can be stored.
    """
    with clear_refusals(engine, writes=True), Session(engine.execution_options(**{WRITES: patience})) as session:
        yield WriteSession(ReadSession(session))
        session.commit()


def _is_postgresql(engine: sa.Engine) -> bool:
    return engine.dialect.name == "postgresql"
