"""A database that cannot be opened, read or written, said in one clear sentence."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from factdesk.errors import Busy, Refusal, Unusable, Unwritable

_SIGNS = (
    "unable to open",
    "not a database",
    "readonly",
    "malformed",
    "connection",
    "disk i/o",
    "disk is full",
    "no password",
)
_BUSY = ("is locked", "due to lock timeout")
"""What SQLite and PostgreSQL say where another program writes for longer than one waits."""
_NO_SPACE, _READ_ONLY = "53100", "25006"
"""What PostgreSQL calls a full disk, and a transaction that may not write (its appendix A)."""
_STANDBY = "during recovery"
"""What PostgreSQL says where it is a copy of another server, for which it has no word of its own."""
_GONE = ("08", "53", "57P")
"""How PostgreSQL's words begin for a connection that is lost, resources that are used up, and a server that ends."""
_UNWRITABLE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
PRIMARY = 0xFF
"""The part of SQLite's extended codes that says which of the plain ones each is."""


@contextmanager
def clear_refusals(engine: sa.Engine, *, writes: bool = False) -> Iterator[None]:
    """Raise Busy where others write for too long, Unwritable where nothing can be written, Unusable for what is worse.

    `writes` says that what happens inside was to be stored. Every other error passes through.
    """
    try:
        yield
    except DBAPIError as cause:
        refusal = _refusal(engine, cause.orig, writes=writes) if isinstance(cause.orig, Exception) else None
        if refusal is None:
            raise
        raise refusal from cause
    except sa.exc.TimeoutError as cause:  # of the pool: so many ask that no connection came free
        raise Unusable(f"The database {engine.url!r} cannot be used: all connections are taken.") from cause


def is_unwritable(cause: BaseException | None) -> bool:
    """Say whether an error means that nothing can be written: no room, or no right to write."""
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & PRIMARY in _UNWRITABLE
    return getattr(cause, "sqlstate", None) in (_NO_SPACE, _READ_ONLY) or _STANDBY in str(cause)


def is_read_only(cause: BaseException | None) -> bool:
    """Say whether SQLite may not write, by the rights of the file or because its disk is mounted so."""
    return getattr(cause, "sqlite_errorcode", 0) & PRIMARY == sqlite3.SQLITE_READONLY


def _refusal(engine: sa.Engine, cause: Exception, *, writes: bool) -> Refusal | None:
    if _says(cause, _BUSY):
        return Busy()
    if writes and is_unwritable(cause):
        return Unwritable()
    if _says(cause, _SIGNS) or str(getattr(cause, "sqlstate", "")).startswith(_GONE):
        return Unusable(f"The database {engine.url!r} cannot be used: {_first_line(cause)}.")
    return None


def _says(cause: Exception, signs: Sequence[str]) -> bool:
    text = str(cause).lower()
    return any(sign in text for sign in signs)


def _first_line(cause: BaseException | None) -> str:
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0].rstrip(".")
