"""`factdesk user`: the accounts of people."""

from typing import Annotated

import typer

from factdesk.access import OPERATOR
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.commands import people, signing
from factdesk.database.transaction import reading, writing
from factdesk.drafts.people import PersonDraft
from factdesk.drafts.reading import read
from factdesk.queries import people as accounts
from factdesk.settings import Settings
from factdesk.vocabulary import Role

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits, dots, hyphens.")]
RoleOption = Annotated[str, typer.Option("--role", help=f"One of: {', '.join(Role)}.")]
TitleOption = Annotated[str | None, typer.Option("--title", help="The name shown where names are shown.")]


@app.command()
def add(
    name: NameArgument, role: RoleOption = "reviewer", title: TitleOption = None, database: DatabaseOption = None
) -> None:
    """Make an account, and a link to sign in with it."""
    draft = read(PersonDraft, {"name": name, "role": role, "title": title})
    settings = settings_for(database)
    with opened(settings) as engine, writing(engine) as session:
        people.add(session, OPERATOR, draft)
        secret = signing.make_link(session, name)
    typer.echo(f"Made the account {name} ({role}).")
    _tell(settings, secret)


@app.command()
def link(name: NameArgument, database: DatabaseOption = None) -> None:
    """Make a link that signs somebody in once, within 15 minutes; who forgot their password sets a new one there.

    The new password ends all other sign-ins; until then the old one holds.
    """
    settings = settings_for(database)
    with opened(settings) as engine, writing(engine) as session:
        secret = signing.make_link(session, name)
    _tell(settings, secret)


@app.command()
def disable(name: NameArgument, database: DatabaseOption = None) -> None:
    """Close an account: nobody signs in with it any more; what it wrote stays."""
    with opened(settings_for(database)) as engine, writing(engine) as session:
        people.disable(session, OPERATOR, name)
    typer.echo(f"Closed the account {name}.")


@app.command("list")
def list_(database: DatabaseOption = None) -> None:
    """List the accounts."""
    with opened(settings_for(database)) as engine, reading(engine) as session:
        for person in accounts.find(session):
            state = "closed" if person.disabled else "cannot sign in" if person.role_account else "open"
            typer.echo(f"{person.name}\t{person.role}\t{state}\t{person.title or ''}")


def _tell(settings: Settings, secret: str) -> None:
    typer.echo(f"Sign in once within 15 minutes at {settings.site}/sign-in/{secret}")
    if not settings.site:
        typer.echo("Put the address of your register before it, or set FACTDESK_BASE_URL to have it printed.", err=True)
