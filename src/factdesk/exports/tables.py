"""Tables: what each holds, and the rows of an export under the columns that were asked for."""

from collections.abc import Callable, Iterator, Sequence

from factdesk.errors import Invalid
from factdesk.exports.columns import (
    CLAIM_COLUMNS,
    EVIDENCE_COLUMNS,
    REVIEW_COLUMNS,
    SOURCE_COLUMNS,
    claim_row,
    evidence_rows,
    paged,
    review_rows,
    source_row,
)
from factdesk.exports.contents import Contents
from factdesk.shapes.table import Cell

Picker = Callable[[Sequence[Cell]], list[Cell]]
CLAIMS, EVIDENCE, SOURCES, REVIEWS = "claims", "evidence", "sources", "reviews"
TABLES: dict[str, Sequence[str]] = {
    CLAIMS: CLAIM_COLUMNS,
    EVIDENCE: EVIDENCE_COLUMNS,
    SOURCES: SOURCE_COLUMNS,
    REVIEWS: REVIEW_COLUMNS,
}
"""The columns of each table, in the order in which a file that holds them all has them."""


def chosen(known: Sequence[str], wanted: Sequence[str]) -> tuple[Sequence[str], Picker]:
    """Give the columns wanted, or all known ones, and what picks their cells from a row.

    Raises Invalid for a column that is not among those known.
    """
    unknown = next((name for name in wanted if name not in known), None)
    if unknown is not None:
        raise Invalid(f"There is no column called {unknown[:80]}. Known: {', '.join(known)}.", place="columns")
    places = [known.index(name) for name in wanted or known]
    return wanted or known, lambda row: [row[place] for place in places]


def asked(contents: Contents) -> tuple[Sequence[str], Iterator[list[Cell]]]:
    """Give the columns and rows of the one table an export is asked for: claims, or their evidence.

    Raises Invalid, before any row is read, for a column that is not among those of the table.
    """
    columns, pick = chosen(TABLES[contents.wanted.layout], contents.wanted.columns)
    return columns, map(pick, _rows(contents)) if contents.wanted.columns else _rows(contents)


def _rows(contents: Contents) -> Iterator[list[Cell]]:
    if contents.wanted.layout == EVIDENCE:
        for claim in contents.claims:
            yield from evidence_rows(contents, claim)
    elif contents.rows is not None:
        for row in contents.rows:
            yield paged(contents, row)
    else:
        for claim in contents.claims:
            yield claim_row(contents, claim)


def every_row(contents: Contents) -> Iterator[tuple[str, list[Cell]]]:
    """Give the rows of all tables, each with the name of its table, a claim at a time; a source once."""
    seen: set[str] = set()
    for claim in contents.claims:
        yield CLAIMS, claim_row(contents, claim)
        for row in evidence_rows(contents, claim):
            yield EVIDENCE, row
        for row in review_rows(claim):
            yield REVIEWS, row
        for piece in claim.evidence:
            if piece.source.citekey not in seen:
                seen.add(piece.source.citekey)
                yield SOURCES, source_row(contents, piece.source)
