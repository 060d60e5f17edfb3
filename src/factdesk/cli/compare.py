"""`factdesk compare`: computed against reviewed confidence, drawn on a terminal, as tab-separated lines elsewhere."""

import sys
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from factdesk.access import READER
from factdesk.cli._filters import with_filters
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.database.transaction import reading
from factdesk.drafts.filters import PresentFilter
from factdesk.queries import basis, comparison
from factdesk.rules.confidence import WIDE_GAP
from factdesk.shapes.statistics import Compared, Comparison


@with_filters(PresentFilter)
def run(wanted: PresentFilter, database: DatabaseOption = None) -> None:
    """Compare over the claims that match and have both: rank correlations, the levels, and who is far apart."""
    with opened(settings_for(database)) as engine, reading(engine) as session:
        found = comparison.find(session, READER, wanted)
        apart = comparison.apart(session, READER, wanted)
        weights = basis.weights_version(session)
    _show(("measure", "value"), _measures(found))
    levels = [column.value for column in found.table.columns]
    lines = [(line.value, *map(str, line.counts)) for line in found.table.lines]
    _show(("computed \\ reviewed", *levels), lines)
    if apart:
        _show(("ref", "computed", "reviewed", "levels apart", "statement"), [_cells(one) for one in apart])
    more = found.apart - len(apart)
    if more:
        number = "1 more claim is" if more == 1 else f"{more:,} more claims are"
        typer.echo(f"{number} {WIDE_GAP} levels or more apart.", err=True)
    typer.echo(f"Compared {found.claims:,} claims that have both; weights {weights}.", err=True)


def _measures(found: Comparison) -> list[tuple[str, str]]:
    return [
        ("claims with both", str(found.claims)),
        ("Spearman's rho", _decimal(found.rho)),
        ("Kendall's tau-b", _decimal(found.tau)),
        ("same level", _share(found.alike, found.claims)),
        ("within one level", _share(found.within_one, found.claims)),
        (f"{WIDE_GAP} levels or more apart", _share(found.apart, found.claims)),
    ]


def _decimal(value: float | None) -> str:
    return "undefined" if value is None else f"{round(value, 3) + 0:.3f}"


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else str(part)


def _cells(one: Compared) -> tuple[str, ...]:
    return one.ref, one.computed, one.reviewed, str(one.gap), " ".join(one.statement.split())


def _show(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table on a terminal; elsewhere write its lines, and an empty one after it."""
    if sys.stdout.isatty():
        table = Table(*headings, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        Console().print(table, "")
        return
    for row in (headings, *rows):
        typer.echo("\t".join(row))
    typer.echo()
