"""Claims as rows of a table, as readers see them now: read as they are kept, without gathering what they rest on."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa

from factdesk.access import READER, Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.exports import ClaimExport
from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Claim, Gist
from factdesk.models.base import UtcDateTime
from factdesk.queries.matching import match
from factdesk.queries.ordering import all_places
from factdesk.shapes.facts import written
from factdesk.shapes.table import GistCells, TableRow, lines
from factdesk.vocabulary import STIX_CONFIDENCE

CHUNK = 1000
LISTS = tuple(TableRow._fields.index(name) for name in ("topics", "entities"))
REVIEWED, CHANGED = (TableRow._fields.index(name) for name in ("reviewed_at", "changed_at"))


def kept(viewer: Actor, wanted: ClaimExport) -> bool:
    """Say whether rows are kept as they are asked for: those of readers, of now, references in the short form."""
    return viewer == READER and wanted.as_of is None and wanted.style is None


def every(session: ReadSession, viewer: Actor, wanted: ClaimExport) -> Iterator[TableRow]:
    """Give all claims that match as rows, a few hundred at a time in memory; only where they are `kept`."""
    ordered = iter(all_places(session, match(session, viewer, wanted)))
    while chunk := list(islice(ordered, CHUNK)):
        found = {row.place: row for row in session.connection().execute(_ROWS, {"places": chunk}).all()}
        for place in chunk:
            yield _row(found[place])


def _row(row: sa.Row[Any]) -> TableRow:
    """Write what the database gives into cells."""
    cells: list[Any] = list(row[:-1])
    for at in LISTS:
        cells[at] = lines(cells[at])
    cells[REVIEWED] = written(cells[REVIEWED]) if cells[REVIEWED] else None
    cells[CHANGED] = written(cells[CHANGED])
    return TableRow._make(cells)


def _columns() -> Iterator[sa.ColumnElement[Any]]:
    """Give the columns of a row in its order."""
    claim, article, gist = (table_of(model) for model in (Claim, Article, Gist))
    given: dict[str, sa.ColumnElement[Any]] = {
        "article": article.c.slug,
        "type": claim.c.claim_type,
        "confidence_number": sa.case(STIX_CONFIDENCE, value=claim.c.confidence),
        "origins_supports": claim.c.origins_for,
        "origins_supports_not_recorded": claim.c.unrecorded_for,
        "origins_disputes": claim.c.origins_against,
        "origins_disputes_not_recorded": claim.c.unrecorded_against,
        "withdrawn": sa.func.coalesce(claim.c.withdrawn_reason, article.c.withdrawn_reason),
    }
    for name in TableRow._fields:
        column = given[name] if name in given else (gist if name in GistCells._fields else claim).c[name]
        if name.startswith("evidence_"):
            column = sa.func.coalesce(column, 0)
        yield _plainly(column)


def _plainly(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Give a column as it is kept: a word need not be looked up in its list, and a moment stands there in UTC."""
    if isinstance(column.type, sa.Enum):
        return sa.type_coerce(column, sa.String)
    return sa.type_coerce(column, sa.DateTime) if isinstance(column.type, UtcDateTime) else column


def _rows() -> sa.Select[Any]:
    claim, article, gist = (table_of(model) for model in (Claim, Article, Gist))
    joined = claim.join(article, article.c.id == claim.c.article_id).outerjoin(gist, gist.c.place == claim.c.place)
    of_chunk = claim.c.place.in_(sa.bindparam("places", expanding=True))
    return sa.select(*_columns(), claim.c.place).select_from(joined).where(of_chunk)


_ROWS = _rows()
