"""`factdesk list`: the claims that match, as a table on a terminal, as tab-separated lines elsewhere."""

import sys
from typing import Annotated
from urllib.parse import urlencode

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from factdesk.access import READER
from factdesk.cli._filters import with_filters
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.database.transaction import ReadSession, reading
from factdesk.drafts.filters import ClaimPage
from factdesk.drafts.queue import QueueFilter, QueueList, from_query
from factdesk.errors import Invalid
from factdesk.queries import claims, people, queue
from factdesk.shapes.claims import ClaimRow

QueueOption = Annotated[
    str | None, typer.Option("--queue", metavar="LIST", help=f"A list of the queue instead: {', '.join(QueueList)}.")
]
AsOption = Annotated[
    str | None, typer.Option("--as", metavar="NAME", help="Whose queue; may be left out while there is one account.")
]
HEADINGS = ("ref", "verdict", "confidence", "for", "against", "statement")


@with_filters(ClaimPage)
def run(wanted: ClaimPage, list_: QueueOption = None, as_: AsOption = None, database: DatabaseOption = None) -> None:
    """List one page of the claims that match; how many there are is said on standard error."""
    with opened(settings_for(database)) as engine, reading(engine) as session:
        if list_ is not None:
            rows, told, cursor = _queue(session, wanted, list_, as_)
        else:
            page = claims.find(session, READER, wanted)
            rows, cursor = [_cells(found.row) for found in page.rows], page.next_cursor
            more = "" if page.counted_all else " or more"
            told = f"{page.number}{more} matching; the register holds {page.total} claims"
    if sys.stdout.isatty():
        _draw(rows)
    else:
        for row in rows:
            typer.echo("\t".join(row))
    typer.echo(f"{len(rows)} of {told}.", err=True)
    if cursor:
        typer.echo(f"Next page: --cursor {cursor}", err=True)


def _queue(
    session: ReadSession, wanted: ClaimPage, list_: str, name: str | None
) -> tuple[list[tuple[str, ...]], str, str | None]:
    """Give a page of a list of somebody's queue, what is said of it, and where the next page begins."""
    viewer = people.by_name(session, name) if name else people.only_one(session)
    if viewer is None:
        raise Invalid("Say with --as whose queue it is, by the name of an open account.", place="as")
    asked = urlencode([*wanted.pairs(cursor=wanted.cursor), ("list", list_)])
    page = queue.find(session, viewer, from_query(QueueFilter, asked))
    counted = next(one for one in page.counts if one.name == page.chosen)
    more = "" if counted.counted_all else " or more"
    rows = [_cells(row.claim) for row in page.rows]
    return rows, f"{counted.number}{more} in the list {page.chosen} of {viewer.name}", page.next_cursor


def _cells(row: ClaimRow) -> tuple[str, ...]:
    statement = " ".join(row.statement.split())
    confidence = row.confidence or "none"
    return row.ref, row.verdict, confidence, str(row.origins.supports), str(row.origins.disputes), statement


def _draw(rows: list[tuple[str, ...]]) -> None:
    table = Table(*HEADINGS, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
