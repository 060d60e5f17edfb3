"""Alembic's entry: runs the versions on the connection the program hands over, or on the configured database."""

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import factdesk.models  # noqa: F401  every table must be known
from factdesk.database.engine import open_engine
from factdesk.database.search import TABLE as SEARCH_TABLE
from factdesk.settings import Settings


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the full-text tables, which differ between the engines and are made by hand."""
    return not (kind == "table" and name is not None and name.startswith(SEARCH_TABLE))


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write column types so that a version never imports the program."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


def run(connection: sa.Connection) -> None:
    """Run the versions inside the connection's transaction."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        include_name=include_name,
        render_item=render_item,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    with open_engine(Settings().database_url).begin() as connection:
        run(connection)
