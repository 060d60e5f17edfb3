"""What every command needs: the --database option, and a register opened with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import sqlalchemy as sa
import typer

from factdesk.database.engine import open_engine, parsed
from factdesk.database.migrate import migrate, require_current
from factdesk.database.transaction import reading
from factdesk.facts import basis
from factdesk.settings import Settings

DatabaseOption = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="sqlite:///FILE or postgresql://…; else FACTDESK_DATABASE_URL."),
]


def settings_for(database: str | None) -> Settings:
    """Give the settings of the environment, with the database named on the command line if one is."""
    return Settings() if database is None else Settings(database_url=database)


@contextmanager
def opened(settings: Settings) -> Iterator[sa.Engine]:
    """Open the register; raises Unusable where there is none of the newest schema."""
    with engine_for(settings) as engine:
        require_current(engine)
        with reading(engine) as session:
            basis.require_known(session)
        yield engine


def bring_up_to_date(engine: sa.Engine) -> bool:
    """Bring the database to the newest schema; say whether it is new. Raises Unusable for one of a newer program."""
    new = migrate(engine)
    with reading(engine) as session:
        basis.require_known(session)
    return new


@contextmanager
def engine_for(settings: Settings) -> Iterator[sa.Engine]:
    """Open the database, whatever is in it."""
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def shown_address(settings: Settings) -> str:
    """Give the database's address for people: an SQLite file's path, or the address without its password."""
    url = parsed(settings.database_url)
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
