"""`factdesk migrate`: bring the database to the newest schema."""

import typer

from factdesk.cli._opening import DatabaseOption, bring_up_to_date, engine_for, settings_for, shown_address


def run(database: DatabaseOption = None) -> None:
    """Migrate the database, making it if there is none."""
    settings = settings_for(database)
    with engine_for(settings) as engine:
        new = bring_up_to_date(engine)
    typer.echo(f"{'Made' if new else 'Up to date:'} {shown_address(settings)}")
