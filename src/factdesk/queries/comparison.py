"""Computed against reviewed confidence: how far the sum of the graded evidence and the reviewers agree."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import ClaimFilter
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim
from factdesk.queries.matching import match, places
from factdesk.queries.ordering import slice_of
from factdesk.rules.confidence import WIDE_GAP
from factdesk.rules.ranking import kendall, spearman
from factdesk.shapes.statistics import Compared, Comparison, Heading, Line, Table
from factdesk.vocabulary import Confidence

MOST_NAMED = 50
"""Claims far apart that are named one by one."""

Counts = Mapping[tuple[Confidence, Confidence], int]
"""The number of claims by computed and reviewed confidence."""


def find(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> Comparison:
    """Compare over all claims that match, however many, in one grouped count."""
    matching = match(session, viewer, wanted)
    if matching.impossible():
        return of_counts({})
    claim, reached = table_of(Claim), places(matching).subquery()
    levels = claim.c.computed, claim.c.confidence
    query = sa.select(*levels, sa.func.count()).select_from(claim).where(
        claim.c.place == reached.c.place, *(level.is_not(None) for level in levels)
    )  # fmt: skip
    rows = session.connection().execute(query.group_by(*levels)).all()
    return of_counts({(one, other): number for one, other, number in rows})


def of_counts(counts: Counts) -> Comparison:
    """Give the comparison that follows from the number of claims by both levels."""
    ranked = {(one.rank, other.rank): number for (one, other), number in counts.items() if number}
    far = [0] * len(Confidence)
    for (one, other), number in ranked.items():
        far[abs(one - other)] += number
    return Comparison(
        claims=sum(far), alike=far[0], within_one=far[0] + far[1], apart=sum(far[WIDE_GAP:]),
        rho=spearman(ranked), tau=kendall(ranked), table=_table(counts),
    )  # fmt: skip


def apart(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> list[Compared]:
    """Give the first claims that match and lie two levels or more apart, in the order asked for."""
    widest = wanted.model_copy(update={"gap": max(WIDE_GAP, wanted.gap or 0)})
    found = slice_of(session, match(session, viewer, widest), cursor=None, limit=MOST_NAMED).places
    rows = {row.place: row for row in session.exec(select(Claim).where(col(Claim.place).in_(found)))}
    return [_compared(rows[place]) for place in found]


def _compared(row: Claim) -> Compared:
    return Compared(
        ref=row.ref, computed=str(row.computed), reviewed=str(row.confidence), gap=row.gap or 0, statement=row.statement
    )


def _table(counts: Counts) -> Table:
    levels = list(Confidence)
    lines = [
        Line(value=str(one), label=one.label, counts=[counts.get((one, other), 0) for other in levels])
        for one in levels
    ]
    columns = [Heading(value=str(level), label=level.label) for level in levels]
    return Table(columns=columns, lines=lines, left_out=False)
