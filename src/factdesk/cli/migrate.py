"""`factdesk migrate`: bring the database to the newest schema."""

import typer

from factdesk.cli._opening import DatabaseOption, engine_for, settings_for, shown_address
from factdesk.database import migrate


def run(database: DatabaseOption = None) -> None:
    """Migrate the database, making it if there is none."""
    settings = settings_for(database)
    with engine_for(settings) as engine:
        new = migrate.migrate(engine)
    typer.echo(f"{'Made' if new else 'Up to date:'} {shown_address(settings)}")
