"""A database that cannot be opened or read, said in one clear sentence."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from factdesk.errors import Busy, Unusable

_SIGNS = (
    "unable to open",
    "not a database",
    "readonly",
    "malformed",
    "connection",
    "disk i/o",
    "no password",
)


_BUSY = ("is locked", "due to lock timeout")
"""What SQLite and PostgreSQL say where another program writes for longer than one waits."""


@contextmanager
def clear_refusals(engine: sa.Engine) -> Iterator[None]:
    """Raise Busy where others write for too long, Unusable where the database cannot be opened or read.

    Every other error passes through.
    """
    try:
        yield
    except DatabaseError as cause:
        if isinstance(cause.orig, Exception) and _says(cause.orig, _BUSY):
            raise Busy from cause
        if isinstance(cause.orig, Exception) and _says(cause.orig, _SIGNS):
            raise Unusable(f"The database {engine.url!r} cannot be used: {_first_line(cause.orig)}.") from cause
        raise


def _says(cause: Exception, signs: Sequence[str]) -> bool:
    text = str(cause).lower()
    return any(sign in text for sign in signs)


def _first_line(cause: Exception) -> str:
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0].rstrip(".")
