"""Opening a database: one engine for one address, set up the same way every time."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from pydantic_core import from_json, to_json
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from factdesk.database.refusals import PRIMARY, is_read_only, is_unwritable
from factdesk.errors import Unusable

OLDEST_SQLITE = (3, 35)
JSON: dict[str, Any] = {"json_serializer": lambda value: to_json(value).decode(), "json_deserializer": from_json}
"""How JSON columns are written and read: by pydantic's own reader, several times faster than Python's."""
WRITES = "factdesk_writes"
"""Execution option: this transaction will write, so SQLite must take its lock at once; seconds it may wait for it."""


def open_engine(url: str) -> sa.Engine:
    """Make the engine for an SQLAlchemy address; a missing SQLite folder is made.

    Raises Unusable, in one sentence, where the address, the file or SQLite itself will not do.
    """
    address = parsed(url)
    backend = address.get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(address)
    if backend == "postgresql":
        return _open_postgresql(address)
    raise Unusable(f"Factdesk keeps its register in SQLite or PostgreSQL, not in {backend}.")


def parsed(url: str) -> sa.URL:
    """Read an SQLAlchemy address; raises Unusable where it is none."""
    try:
        return sa.make_url(url)
    except ArgumentError as cause:
        raise Unusable("The database address is not of the form sqlite:///FILE or postgresql://…") from cause


_WAIT = "PRAGMA busy_timeout=30000"


def _open_sqlite(address: sa.URL) -> sa.Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise Unusable(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed.")
    if not address.database or address.database == ":memory:":
        raise Unusable("Factdesk keeps its register in a file: give sqlite:///FILE.")
    try:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise Unusable(f"The folder of {address.database} cannot be made: {cause.strerror}.") from cause
    engine = sa.create_engine(address, connect_args={"timeout": 30}, **JSON)
    sa.event.listen(engine, "do_connect", _connect_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    sa.event.listen(engine, "checkin", _keep_no_makeshift)
    sa.event.listen(engine, "handle_error", _open_anew)
    return engine


class _Makeshift(sqlite3.Connection):
    """A connection that reads without the file beside the register by which SQLite's connections know of each other."""


def _connect_sqlite(
    dialect: sa.Dialect, _record: object, given: Sequence[str], options: dict[str, Any]
) -> DBAPIConnection:
    """Open the file; where there is no room or right for the files beside it, to read it for this once.

    As it lies there, if all that was stored is in it; else alone, as only one connection can then read the log.
    """
    try:
        return _prepared(dialect.connect(*given, **options))
    except sqlite3.Error as cause:
        if not (is_unwritable(cause) or _cannot_open(cause)) or not Path(given[0]).is_file():
            raise
    if _is_whole(Path(given[0])):
        address = f"file:{quote(given[0])}?mode=ro&immutable=1"
        return _prepared(sqlite3.connect(address, uri=True, factory=_Makeshift, **options))
    return _prepared(dialect.connect(*given, factory=_Makeshift, **options), alone=True)


def _cannot_open(cause: sqlite3.Error) -> bool:
    return getattr(cause, "sqlite_errorcode", 0) & PRIMARY == sqlite3.SQLITE_CANTOPEN


def _is_whole(file: Path) -> bool:
    """Say whether everything that was stored is in the file itself, and nothing waits in the log beside it."""
    log = Path(f"{file}-wal")
    return not log.exists() or log.stat().st_size == 0


def _keep_no_makeshift(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """Close a connection that was a makeshift: whoever asks next looks whether the file can be written again."""
    if isinstance(connection, _Makeshift):
        record.invalidate()


def _open_anew(context: ExceptionContext) -> None:
    """Use no connection again to a file that could not be written when it was opened: it never will be there.

    On a full disk connections are kept: the last that is closed takes a file along that there is no room for then.
    """
    if is_read_only(context.original_exception):
        context.is_disconnect = True


def _prepared(connection: Any, *, alone: bool = False) -> DBAPIConnection:  # noqa: ANN401  a driver's own connection
    """Leave transactions to us, wait for locks, keep what was acknowledged, hold foreign keys."""
    connection.isolation_level = None
    try:
        cursor = connection.cursor()
        for pragma in (
            f"locking_mode={'EXCLUSIVE' if alone else 'NORMAL'}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-32000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(_WAIT)
        cursor.execute("SELECT 1 FROM sqlite_master").fetchone()  # which opens the files beside it
        cursor.close()
    except sqlite3.Error:
        connection.close()  # nobody else will: the pool never gets to see it
        raise
    made: DBAPIConnection = connection
    return made


def _begin_sqlite(connection: sa.Connection) -> None:
    patience = connection.get_execution_options().get(WRITES)
    if patience is None:
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_milliseconds(patience)}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(_WAIT)  # for whoever is given the connection next


def _begin_postgresql(connection: sa.Connection) -> None:
    patience = connection.get_execution_options().get(WRITES)
    if patience is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_milliseconds(patience)}")


def _milliseconds(patience: float) -> int:
    """Give seconds as milliseconds; never 0, at which PostgreSQL waits for ever and SQLite not at all."""
    return max(100, int(patience * 1_000))


def _open_postgresql(address: sa.URL) -> sa.Engine:
    options: dict[str, Any] = {"pool_pre_ping": True, **JSON}
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        engine = sa.create_engine(address, **options)
    except (ModuleNotFoundError, NoSuchModuleError) as cause:
        raise Unusable("PostgreSQL needs its driver: install factdesk[postgres].") from cause
    sa.event.listen(engine, "begin", _begin_postgresql)
    return engine
