"""`factdesk token`: by which programs act for a person."""

from typing import Annotated

import typer

from factdesk.access import OPERATOR
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.commands import people
from factdesk.database.transaction import reading, writing
from factdesk.drafts.people import DAYS, TokenDraft
from factdesk.drafts.reading import read
from factdesk.queries import people as accounts
from factdesk.vocabulary import Scope

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What the token is called.")]
ForOption = Annotated[
    str | None,
    typer.Option("--for", metavar="PERSON", help="Account it acts for; else a new one of its name, for a program."),
]
ExpiresOption = Annotated[
    str, typer.Option("--expires", help="After how many days it ends, on which day (2027-03-01, UTC), or never.")
]
ScopeOption = Annotated[str, typer.Option("--scope", help=f"One of: {', '.join(Scope)}.")]


@app.command()
def add(
    name: NameArgument,
    person: ForOption = None,
    scope: ScopeOption = "read",
    expires: ExpiresOption = str(DAYS),
    database: DatabaseOption = None,
) -> None:
    """Make a token; its secret is shown this once."""
    draft = read(TokenDraft, {"name": name, "person": person, "scope": scope, "expires": expires})
    with opened(settings_for(database)) as engine, writing(engine) as session:
        secret = people.add_token(session, OPERATOR, draft)
        until = next(token.expires for token in accounts.tokens(session) if token.name == name)
    ends = f"expires at {until:%Y-%m-%d %H:%M} UTC" if until else "never expires"
    typer.echo(f"The token {name} {ends}. Keep its secret; it is not shown again:", err=True)
    typer.echo(secret)


@app.command("list")
def list_(database: DatabaseOption = None) -> None:
    """List the tokens: name, account, scope, when made, last used (to the hour), when it expires, whether it holds."""
    with opened(settings_for(database)) as engine, reading(engine) as session:
        for token in accounts.tokens(session):
            used = f"used {token.used:%Y-%m-%d %H:%M}" if token.used else "never used"
            ends = f"expires {token.expires:%Y-%m-%d %H:%M}" if token.expires else "never expires"
            told = (token.name, token.person, token.scope, f"made {token.made:%Y-%m-%d %H:%M}", used, ends, token.state)
            typer.echo("\t".join(told))


@app.command("disable", hidden=True)
@app.command()
def revoke(name: NameArgument, database: DatabaseOption = None) -> None:
    """Revoke a token: from now on it is refused. `factdesk user disable` does so with all tokens of an account."""
    with opened(settings_for(database)) as engine, writing(engine) as session:
        people.disable_token(session, OPERATOR, name)
    typer.echo(f"Revoked the token {name}.")
