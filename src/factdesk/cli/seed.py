"""`factdesk seed`: load what is missing of the example register."""

import typer

from factdesk.access import OPERATOR
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.database.transaction import writing
from factdesk.imports import seed


def run(database: DatabaseOption = None) -> None:
    """Add the example's claims and sources that are not there yet."""
    with opened(settings_for(database)) as engine, writing(engine) as session:
        loaded = seed.load(session, OPERATOR)
    typer.echo(loaded.told())
