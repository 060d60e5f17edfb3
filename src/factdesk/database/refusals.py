"""A database that cannot be opened or read, said in one clear sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from factdesk.errors import Unusable

_SIGNS = (
    "unable to open",
    "not a database",
    "readonly",
    "malformed",
    "connection",
    "disk i/o",
    "is locked",
    "no password",
)


@contextmanager
def clear_refusals(engine: sa.Engine) -> Iterator[None]:
    """Raise Unusable instead, where the database cannot be opened or read; every other error passes through."""
    try:
        yield
    except DatabaseError as cause:
        if isinstance(cause.orig, Exception) and _cannot_be_used(cause.orig):
            raise Unusable(f"The database {engine.url!r} cannot be used: {_first_line(cause.orig)}.") from cause
        raise


def _cannot_be_used(cause: Exception) -> bool:
    text = str(cause).lower()
    return any(sign in text for sign in _SIGNS)


def _first_line(cause: Exception) -> str:
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0].rstrip(".")
