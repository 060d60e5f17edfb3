"""`factdesk token`: by which programs act for a person."""

from typing import Annotated

import typer

from factdesk.access import OPERATOR
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.commands import people
from factdesk.database.transaction import writing
from factdesk.drafts.people import TokenDraft
from factdesk.drafts.reading import read
from factdesk.vocabulary import Scope

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What the token is called.")]
ForOption = Annotated[
    str | None, typer.Option("--for", metavar="PERSON", help="Account it acts for; else a machine account of its name.")
]
ScopeOption = Annotated[str, typer.Option("--scope", help=f"One of: {', '.join(Scope)}.")]


@app.command()
def add(
    name: NameArgument, person: ForOption = None, scope: ScopeOption = "read", database: DatabaseOption = None
) -> None:
    """Make a token; its secret is shown this once."""
    draft = read(TokenDraft, {"name": name, "person": person, "scope": scope})
    with opened(settings_for(database)) as engine, writing(engine) as session:
        secret = people.add_token(session, OPERATOR, draft)
    typer.echo("Keep this; it is not shown again:", err=True)
    typer.echo(secret)


@app.command()
def disable(name: NameArgument, database: DatabaseOption = None) -> None:
    """End a token."""
    with opened(settings_for(database)) as engine, writing(engine) as session:
        people.disable_token(session, OPERATOR, name)
    typer.echo(f"Ended the token {name}.")
