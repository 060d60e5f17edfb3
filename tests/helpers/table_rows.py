"""The register as a table, by both ways: its rows as they are kept, and as they follow from the claims read whole."""

from typing import Any

import sqlalchemy as sa

from factdesk.access import READER
from factdesk.database.transaction import reading
from factdesk.drafts.exports import ClaimExport
from factdesk.exports.columns import claim_row, paged
from factdesk.exports.contents import Contents
from factdesk.queries import taking
from factdesk.shapes.table import Cell

Rows = list[list[Cell]]


def both_ways(engine: sa.Engine, **wanted: Any) -> tuple[Rows, Rows]:
    """Give the rows that readers take away, as they are kept and as they are gathered."""
    asked = ClaimExport(**wanted)
    with reading(engine) as session:
        contents = Contents(*taking.take(session, READER, asked, site="https://here"), asked, "https://here")
        assert contents.rows is not None
        kept = [paged(contents, row) for row in contents.rows]
        return kept, [claim_row(contents, claim) for claim in contents.claims]
