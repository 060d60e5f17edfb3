"""The register as of an earlier moment: a page of it, its counts, and all that match, as it stood then.

Rows come from what was kept of each claim; whole claims and articles are rebuilt from the audit chain. A moment
means the last event at or before it. Every question costs a pass over the versions of then.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import ClaimFilter, ClaimPage, Sort
from factdesk.facts.terms import NONE
from factdesk.queries import cursors, visible
from factdesk.queries.moments import head_at
from factdesk.queries.rows import row_of
from factdesk.queries.versions import Narrowed, articles_at, branches, claims_at, each_topic, narrowed, versions
from factdesk.shapes import claims as shapes

_KEYS = {Sort.NEWEST: "changed_at", Sort.SUREST: "doubt_rank", Sort.UNSUREST: "confidence_rank"}
COUNTED = {"verdict": "verdict", "confidence": "confidence", "state": "state", "hedge": "hedge", "type": "claim_type"}
"""The filters of the sidebar that are a column of a version; topics and articles are counted apart."""


@dataclass(frozen=True, slots=True)
class Then:
    """A filter on the register of a moment: the event it ended with, the viewer's shelves, what is wanted."""

    seq: int
    shelves: tuple[str, ...]
    which: Narrowed

    def versions(self, *, without: str = "") -> sa.Subquery:
        """Give the versions that match."""
        return versions(self.seq, self.shelves, self.which, without=without)


def then(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> Then:
    """Make a filter with `as_of` ready; raises Invalid for a moment that has not come yet."""
    shelves = visible.shelves(viewer, withdrawn=wanted.withdrawn == "yes")
    return Then(head_at(session, wanted.as_of or "").seq, shelves, narrowed(session, wanted))


def find(session: ReadSession, viewer: Actor, wanted: ClaimPage) -> shapes.ClaimPage:
    """Give one page of the register as it was; raises Invalid for a cursor that is none of ours."""
    asked = then(session, viewer, wanted)
    after = cursors.read(wanted.cursor, wanted.sort)
    rows = session.connection().execute(_in_order(asked, wanted.sort, after, wanted.limit)).all()
    page = rows[: wanted.limit]
    more = cursors.write(wanted.sort, [*page[-1][2:], page[-1].place]) if len(rows) > len(page) else None
    found = load(session, [row.claim_id for row in page], asked.seq)
    return shapes.ClaimPage(
        rows=[shapes.FoundClaim(row=row, hits=[], excerpts=[]) for row in found],
        number=_number(session, asked.versions()),
        counted_all=True,
        total=_number(session, versions(asked.seq, asked.shelves)),
        next_cursor=more,
    )


def load(session: ReadSession, claim_ids: Sequence[int], seq: int) -> list[shapes.ClaimRow]:
    """Give some claims (a few hundred at most) as rows of the register right after an event."""
    claims = claims_at(session, claim_ids, seq)
    articles = articles_at(session, {claim.article_id for claim in claims.values()}, seq)
    return [row_of(claims[id_], articles[claims[id_].article_id]) for id_ in claim_ids if id_ in claims]


def all_ids(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> tuple[int, Iterator[int]]:
    """Give the event the moment means, and the ids of all claims that matched then, in order, streamed."""
    asked = then(session, viewer, wanted)
    query = _in_order(asked, wanted.sort, None, None).execution_options(yield_per=1000)
    return asked.seq, iter(session.scalars(query))


def matching_refs(session: ReadSession, viewer: Actor, wanted: ClaimFilter, among: Sequence[str]) -> set[str]:
    """Say which of some claims matched."""
    seq, ids = all_ids(session, viewer, wanted)
    chosen = list(ids)
    chunks = (chosen[at : at + 500] for at in range(0, len(chosen), 500))
    found = {claim.ref for chunk in chunks for claim in claims_at(session, chunk, seq).values()}
    return found.intersection(among)


def number(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> int:
    """Count all claims that matched."""
    return _number(session, then(session, viewer, wanted).versions())


def count_values(session: ReadSession, asked: Then, name: str) -> Counter[str]:
    """Count the values of one filter among the claims that matched all others; articles by their id."""
    table = asked.versions(without=name)
    value: sa.ColumnElement[Any]
    if name == "topic":
        topic = each_topic(asked.which.dialect, table)
        query = (
            sa.select(topic.c.value, sa.func.count()).select_from(table.join(topic, sa.true())).group_by(topic.c.value)
        )
        counted: Counter[str] = Counter()
        for one, claims in session.connection().execute(query):
            counted[one] = claims
        nothing = sa.select(sa.func.count()).where(sa.cast(table.c.topics, sa.Text) == "[]")
        return counted + Counter({NONE: session.connection().execute(nothing).scalar_one()})
    value = table.c[COUNTED.get(name, "article_id")]
    query = sa.select(value, sa.func.count()).group_by(value)
    rows = session.connection().execute(query)
    return Counter({NONE if found is None else str(found): claims for found, claims in rows})


def _number(session: ReadSession, table: sa.Subquery) -> int:
    return int(session.connection().execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _in_order(asked: Then, sort: Sort, after: Sequence[Any] | None, limit: int | None) -> sa.CompoundSelect[Any]:
    """Give the query for one page: claim, place, and the order's key where that is not the place.

    Each table gives its own first rows in order, and those few are merged: of the present ones no more are read
    than stand before the page's end.
    """
    falling = sort is Sort.NEWEST
    names = [_KEYS[sort], "place"] if sort in _KEYS else ["place"]
    parts = []
    for branch in _branches(asked, sort):
        key = [branch.selected_columns[name] for name in names]
        query = branch.with_only_columns(
            *(branch.selected_columns[name] for name in ("claim_id", "place", *names[:-1]))
        )
        if after is not None:
            here, there = sa.tuple_(*key), sa.tuple_(*(sa.literal(value) for value in after))
            query = query.where(here < there if falling else here > there)
        parts.append(_cut(query, key, limit, falling=falling))
    merged = sa.union_all(*(sa.select(part.subquery()) for part in parts))
    page: sa.CompoundSelect[Any] = _cut(
        merged, [merged.selected_columns[name] for name in names], limit, falling=falling
    )
    return page


def _branches(asked: Then, sort: Sort) -> list[sa.Select[Any]]:
    """Give a branch for each table, and where an index of the order begins with the shelf, for each shelf."""
    if sort is Sort.ARTICLE:
        return branches(asked.seq, asked.shelves, asked.which, walks=True)
    return [branch for shelf in asked.shelves for branch in branches(asked.seq, (shelf,), asked.which)]


def _cut(query: Any, key: Sequence[sa.ColumnElement[Any]], limit: int | None, *, falling: bool) -> Any:  # noqa: ANN401
    ordered = query.order_by(*(column.desc() for column in key) if falling else key)
    return ordered if limit is None else ordered.limit(limit + 1)
