"""`factdesk where`: where everything lies."""

import typer

from factdesk import paths
from factdesk.cli._opening import DatabaseOption, settings_for, shown_address


def run(database: DatabaseOption = None) -> None:
    """Say where the register and the program's files lie."""
    typer.echo(f"Register: {shown_address(settings_for(database))}")
    typer.echo(f"Program:  {paths.ROOT}")
