"""Bringing a database to the newest schema, and refusing one that is newer than this program."""

import sqlite3
from functools import cache
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from factdesk import paths
from factdesk.database.refusals import clear_refusals
from factdesk.errors import Unusable


def alembic_config(connection: sa.Connection) -> Config:
    """Give Alembic's configuration for an open connection."""
    config = Config(paths.ALEMBIC_INI)
    config.attributes["connection"] = connection
    return config


def migrate(engine: sa.Engine) -> bool:
    """Bring the database to the newest schema; say whether there was none before.

    Raises Unusable where the database comes from a newer version, is not ours, or SQLite has no full-text search, and
    Unwritable where a schema is to be stored and cannot be.
    """
    with clear_refusals(engine, writes=True), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _require_fts5(connection)
        was = _current(connection)
        if was == _revisions().newest:
            return False
        if was is None and set(sa.inspect(connection).get_table_names()) - {"alembic_version"}:
            raise Unusable("The database holds tables of another program; choose an empty one.")
        connection.rollback()
        command.upgrade(alembic_config(connection), "head")
        connection.commit()
        return was is None


def require_current(engine: sa.Engine) -> None:
    """Raise Unusable unless the database has the newest schema."""
    file = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not Path(file).is_file():
        raise Unusable(f"There is no register at {file}: run `factdesk serve` or `factdesk migrate` first.")
    with clear_refusals(engine), engine.connect() as connection:
        was = _current(connection)
        if was is None:
            raise Unusable("The database holds no register yet: run `factdesk migrate` or `factdesk serve` first.")
        if was != _revisions().newest:
            raise Unusable("The database has an older schema: run `factdesk migrate` first.")


class _Revisions(NamedTuple):
    """The schemas this program knows, by Alembic's names."""

    newest: str | None
    known: frozenset[str]


@cache
def _revisions() -> _Revisions:
    scripts = ScriptDirectory.from_config(Config(paths.ALEMBIC_INI))
    return _Revisions(scripts.get_current_head(), frozenset(script.revision for script in scripts.walk_revisions()))


def _current(connection: sa.Connection) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in _revisions().known:
        raise Unusable("The database was made by a newer version of Factdesk: update the program to open it.")
    return revision


def _require_fts5(connection: sa.Connection) -> None:
    try:
        connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.fts5_probe USING fts5(text)")
        connection.exec_driver_sql("DROP TABLE temp.fts5_probe")
    except sa.exc.OperationalError as cause:
        if "no such module" in str(cause):
            version = sqlite3.sqlite_version
            raise Unusable(
                f"This Python's SQLite {version} has no full-text search (FTS5), which is needed."
            ) from cause
        raise
