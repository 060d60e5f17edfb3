"""`factdesk verify`: check the register against its audit chain."""

from typing import Annotated

import typer

from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.database.transaction import reading
from factdesk.queries import basis, chain, verification
from factdesk.queries.verification.covering import told_of_the_rest
from factdesk.shapes.facts import Head

HeadOption = Annotated[
    str | None,
    typer.Option("--head", metavar="HASH", help="A head kept from an earlier export, 12 digits or more."),
]


def run(database: DatabaseOption = None, head: HeadOption = None) -> None:
    """Name everything that is wrong, the first bad entry first, and what is not covered; exit with 1 if any is.

    What this program cannot compare, because it derives it differently, is said; what it must derive anew exits with 1.
    """
    with opened(settings_for(database)) as engine, reading(engine) as session:
        found = 0
        for problem in verification.problems(session, kept_head=head):
            typer.echo(problem)
            found += 1
        pending = not found and basis.is_pending(session)
        if not found:
            for sentence in verification.not_compared(session):
                typer.echo(sentence)
            typer.echo("All else fits the audit chain." if pending else _holds(chain.head(session)))
    typer.echo(told_of_the_rest())
    if found or pending:
        raise typer.Exit(1)


def _holds(end: Head) -> str:
    return f"The register verifies: {end.seq} {'event' if end.seq == 1 else 'events'}, head {end.hash}."
