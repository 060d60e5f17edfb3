"""Transactions: the only place that commits. A door opens one, calls one room, and is done.

A read sees one state of the register from beginning to end. A write takes SQLite's lock at once, so that two
writers wait for each other instead of failing half way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from factdesk.database.engine import WRITES
from factdesk.errors import Unusable

ReadSession = NewType("ReadSession", Session)
WriteSession = NewType("WriteSession", ReadSession)  # type: ignore[valid-newtype]  narrows a NewType on purpose


@contextmanager
def reading(engine: sa.Engine) -> Iterator[ReadSession]:
    """Open a session that sees one state of the register and writes nothing."""
    options = (
        {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if _is_postgresql(engine) else {}
    )
    with _clear_refusal(engine), Session(engine.execution_options(**options)) as session:
        yield ReadSession(session)
        session.rollback()


@contextmanager
def writing(engine: sa.Engine) -> Iterator[WriteSession]:
    """Open a session whose work is committed at the end, or undone whole when anything is raised."""
    with _clear_refusal(engine), Session(engine.execution_options(**{WRITES: True})) as session:
        yield WriteSession(ReadSession(session))
        session.commit()


def _is_postgresql(engine: sa.Engine) -> bool:
    return engine.dialect.name == "postgresql"


@contextmanager
def _clear_refusal(engine: sa.Engine) -> Iterator[None]:
    """Turn a database that cannot be opened or read into one clear sentence."""
    try:
        yield
    except DatabaseError as cause:
        if isinstance(cause.orig, Exception) and _cannot_be_used(cause.orig):
            raise Unusable(
                f"The database {engine.url!r} cannot be used: {_first_line(cause.orig)}."
            ) from cause
        raise


def _cannot_be_used(cause: Exception) -> bool:
    text = str(cause).lower()
    signs = (
        "unable to open",
        "not a database",
        "readonly",
        "malformed",
        "connection",
        "disk i/o",
        "is locked",
    )
    return any(sign in text for sign in signs)


def _first_line(cause: Exception) -> str:
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0].rstrip(".")
