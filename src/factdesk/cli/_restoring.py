"""How a complete register moves in: what its file says of itself, the question, the rows, and the proof."""

from pathlib import Path

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.progress import wrap_file

from factdesk.access import OPERATOR
from factdesk.cli._asking import ask
from factdesk.cli._deriving import derive_anew
from factdesk.database.transaction import reading, writing
from factdesk.imports import complete
from factdesk.queries import chain, verification

BEGINNING = 64


def is_complete(file: str) -> bool:
    """Say whether a file holds a complete register."""
    path = Path(file)
    if not path.is_file():
        return False
    with path.open("rb") as opened:
        return complete.is_complete(opened.read(BEGINNING))


def restore(engine: sa.Engine, file: str, *, yes: bool) -> None:
    """Show what a complete register is, ask, and restore it; on a terminal with the time left."""
    path, watched = Path(file), Console(stderr=True)
    with path.open("rb") as opened:
        told = complete.facts(opened, path.name)
        typer.echo(f"A complete register: {told.count:,} claims, as of {told.moment:%Y-%m-%d %H:%M:%S} UTC, with its")
        typer.echo(f"people, tokens and events; the head of its audit chain is {told.head}.")
        if not yes:
            ask(file)
        opened.seek(0)
        size, hidden = path.stat().st_size, not watched.is_terminal
        followed = wrap_file(opened, size, description="Reading", console=watched, disable=hidden)
        with followed as rows, writing(engine) as session:
            number = complete.accept(session, OPERATOR, rows, path.name)
    with reading(engine) as session:
        end, apart = chain.head(session), list(verification.not_compared(session))
    typer.echo(f"Restored {number:,} claims; the register verifies: {end.seq:,} events, head {end.hash}.")
    for sentence in apart:
        typer.echo(sentence)
    derive_anew(engine)
