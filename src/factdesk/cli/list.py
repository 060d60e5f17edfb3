"""`factdesk list`: the claims that match, as a table on a terminal, as tab-separated lines elsewhere."""

import sys

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from factdesk.access import READER
from factdesk.cli._filters import with_filters
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.database.transaction import reading
from factdesk.drafts.filters import ClaimPage
from factdesk.queries import claims
from factdesk.shapes.claims import ClaimRow

HEADINGS = ("ref", "verdict", "confidence", "for", "against", "statement")


@with_filters(ClaimPage)
def run(wanted: ClaimPage, database: DatabaseOption = None) -> None:
    """List one page of the claims that match; how many there are is said on standard error."""
    with opened(settings_for(database)) as engine, reading(engine) as session:
        page = claims.find(session, READER, wanted)
    rows = [_cells(found.row) for found in page.rows]
    if sys.stdout.isatty():
        _draw(rows)
    else:
        for row in rows:
            typer.echo("\t".join(row))
    more = "" if page.counted_all else " or more"
    typer.echo(f"{len(rows)} of {page.number}{more} matching; the register holds {page.total} claims.", err=True)
    if page.next_cursor:
        typer.echo(f"Next page: --cursor {page.next_cursor}", err=True)


def _cells(row: ClaimRow) -> tuple[str, ...]:
    statement = " ".join(row.statement.split())
    confidence = row.confidence or "none"
    return row.ref, row.verdict, confidence, str(row.origins.supports), str(row.origins.disputes), statement


def _draw(rows: list[tuple[str, ...]]) -> None:
    table = Table(*HEADINGS, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
