"""Deriving everything anew from the command line: batch after batch, with progress on a terminal."""

import os
import secrets
import socket
import subprocess
import sys
import time

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.progress import Progress

from factdesk.access import OPERATOR
from factdesk.commands import anew
from factdesk.commands.anew import Turn
from factdesk.commands.telling import Tell
from factdesk.database.transaction import reading, writing
from factdesk.facts import basis
from factdesk.facts.anew import next_batch
from factdesk.queries import basis as basis_now
from factdesk.rules import basis as rules

BATCH = 500
"""Claims that are kept by one transaction: what others wait for is a fraction of a second."""
PAUSE = 1.0
"""Seconds between two looks at whether another process is done, or was lost."""


def derive_anew(engine: sa.Engine) -> None:
    """Derive everything anew where the program derives it differently now, or wait until another process has done it.

    Raises Unusable where a newer program derived the register.
    """
    holder = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(8)}"
    with reading(engine) as session:
        before = basis.due(session).basis
    while (turn := _take(engine, holder)) is not Turn.NOTHING_TO_DO:
        if turn is Turn.TAKEN:
            typer.echo("Another process derives everything anew; waiting for it.", err=True)
            while turn is Turn.TAKEN:
                time.sleep(PAUSE)
                turn = _take(engine, holder)
        elif _work(engine, holder):
            with writing(engine) as session:
                changed = anew.switch(session, OPERATOR, holder)
            if changed is not None:
                typer.echo(f"Derived everything anew ({_difference(before)}): {_number(changed)} something else.")


def start_beside(engine: sa.Engine, url: str) -> subprocess.Popen[bytes] | None:
    """Start `factdesk migrate` beside a server if everything must be derived anew, so that pages come meanwhile.

    It tells its progress on the terminal; the caller ends it. Raises Unusable as `derive_anew` does.
    """
    with reading(engine) as session:
        basis.require_known(session)
        if not basis.due(session).is_pending:
            return None
    environment = os.environ | {"FACTDESK_DATABASE_URL": url}
    return subprocess.Popen([sys.executable, "-m", "factdesk", "migrate"], env=environment)  # nosec B603


def _take(engine: sa.Engine, holder: str) -> Turn:
    with writing(engine) as session:
        return anew.take(session, OPERATOR, holder)


def _work(engine: sa.Engine, holder: str) -> bool:
    """Derive all claims, and keep what follows; say whether the work is still ours.

    It goes over them again as long as many changed meanwhile: the last few are derived while others wait.
    """
    console = Console(stderr=True)
    with reading(engine) as session:
        told = basis_now.progress(session, OPERATOR)
    done, claims = (told.done, told.claims) if told else (0, 0)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("Deriving everything anew", total=claims, completed=done)
        while (number := _pass(engine, holder, lambda some: progress.update(task, advance=some))) > BATCH:
            pass
        return number >= 0


def _pass(engine: sa.Engine, holder: str, tell: Tell) -> int:
    """Derive the claims for which nothing waits yet, and give their number, or -1 where the work is no longer ours."""
    after = number = 0
    while True:
        with reading(engine) as session:
            batch = next_batch(session, after, BATCH)
        if not batch.found:
            return number
        with writing(engine) as session:
            if not anew.keep(session, OPERATOR, holder, batch):
                return -1
        after, number = max(one.claim_id for one in batch.found), number + len(batch.found)
        tell(len(batch.found))


def _number(claims: int) -> str:
    return "1 claim shows" if claims == 1 else f"{claims:,} claims show"


def _difference(before: rules.Basis) -> str:
    """Say which parts are others now."""
    parts = zip(before._fields, before, rules.PRESENT, strict=True)
    return ", ".join(f"{name} {one} to {other}" for name, one, other in parts if one != other)
