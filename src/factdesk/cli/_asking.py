"""What an import asks of whoever started it: the bytes of a file, and whether to store what was shown."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import typer
from rich.console import Console
from rich.progress import Progress

from factdesk.commands.telling import Tell
from factdesk.errors import Invalid
from factdesk.readers.limits import LARGEST_FILE

STANDARD_INPUT = "-"
NOT_SAVED = 1


def read_bytes(file: str, most: int = LARGEST_FILE) -> bytes:
    """Read a file, no more of it than shows that it is too much; raises Invalid where it cannot be read."""
    if file == STANDARD_INPUT:
        return _bounded(sys.stdin.buffer, most)
    try:
        with Path(file).open("rb") as opened_file:
            return _bounded(opened_file, most)
    except OSError as cause:
        raise Invalid(f"{file} cannot be read: {cause.strerror}.", place=file) from cause


def _bounded(file: BinaryIO, most: int) -> bytes:
    """Read no more than shows that it is too much."""
    return file.read(most + 1)


@contextmanager
def progress(what: str, number: int) -> Iterator[Tell]:
    """Give what is told how far long work has come; on a terminal it shows a bar with the time left."""
    watched = Console(stderr=True)
    with Progress(console=watched, transient=True, disable=not watched.is_terminal) as bar:
        task = bar.add_task(what, total=number)
        yield lambda done: bar.advance(task, done)


def ask(file: str | None = None, *, question: str = "Store it?") -> None:
    """Ask whether to do what a preview says; where nobody can answer, say how to accept it.

    `file` is what is read meanwhile, which may be the standard input itself.
    """
    if file == STANDARD_INPUT or not answers_come():
        raise Invalid("Nothing was saved: look at the preview above, then run it again with --yes to accept it.")
    if not typer.confirm(question):
        typer.echo("Nothing was saved.")
        raise typer.Exit(NOT_SAVED)


def answers_come() -> bool:
    """Say whether somebody is there to read a question and to answer it."""
    return sys.stdin.isatty() and sys.stdout.isatty()
