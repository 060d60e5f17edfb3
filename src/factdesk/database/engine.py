"""Opening a database: one engine for one address, set up the same way every time."""

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic_core import from_json, to_json
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

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
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Leave transactions to us, wait for locks, keep what was acknowledged, hold foreign keys."""
    connection.isolation_level = None
    try:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-32000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(_WAIT)
        cursor.close()
    except sqlite3.Error:
        connection.close()  # nobody else will: the pool never gets to see it
        raise


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
