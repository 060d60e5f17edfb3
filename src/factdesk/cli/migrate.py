"""`factdesk migrate`: bring the database to the newest schema, and what is derived in it to the newest rules."""

import typer

from factdesk.cli._deriving import derive_anew
from factdesk.cli._opening import DatabaseOption, bring_up_to_date, engine_for, settings_for, shown_address


def run(database: DatabaseOption = None) -> None:
    """Migrate the database, making it if there is none, and derive everything anew where the rules are others now."""
    settings = settings_for(database)
    with engine_for(settings) as engine:
        new = bring_up_to_date(engine)
        derive_anew(engine)
    typer.echo(f"{'Made' if new else 'Up to date:'} {shown_address(settings)}")
