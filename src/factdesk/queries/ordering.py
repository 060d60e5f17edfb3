"""Reading matching claims in order, page by page: by key, so that page one thousand costs what page one does.

In article order a page walks the postings of the rarest term, one branch a term, and merges the branches. In the
other orders it walks the order's own index over all claims and tests the terms, unless so few claims match that
sorting those is less work. Relevance alone pages by number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from factdesk.database import search
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import RELEVANCE_REACH, Sort
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim, Posting
from factdesk.queries import cursors
from factdesk.queries.matching import FEW, Matching, conditions, drive, places

Query = TypeVar("Query", sa.Select[Any], sa.CompoundSelect[Any])


@dataclass(frozen=True, slots=True)
class Slice:
    """Places in the order asked for, and the cursor of the page after, if there is one."""

    places: list[int]
    next_cursor: str | None


def slice_of(session: ReadSession, matching: Matching, *, cursor: str | None, limit: int) -> Slice:
    """Give one page of places; raises Invalid for a cursor that is none of ours."""
    if matching.impossible():
        return Slice([], None)
    sort = matching.wanted.sort
    after = cursors.read(cursor, sort)
    query = {Sort.ARTICLE: _in_place_order, Sort.RELEVANCE: _by_relevance}.get(sort, _by_claim)(matching, after, limit)
    rows = session.connection().execute(query).all()
    if sort is Sort.RELEVANCE:
        reached = (after[0] if after else 0) + limit
        more = len(rows) > limit and reached < RELEVANCE_REACH
        return Slice([row.place for row in rows[:limit]], cursors.write(sort, [reached]) if more else None)
    last = list(rows[limit - 1]) if len(rows) > limit else None
    return Slice([row.place for row in rows[:limit]], cursors.write(sort, last) if last else None)


def all_places(session: ReadSession, matching: Matching) -> sa.ScalarResult[int]:
    """Give all matching places in the order asked for, streamed."""
    query: sa.Select[Any] | sa.CompoundSelect[Any]
    if matching.impossible():
        return session.scalars(sa.select(sa.literal(0)).where(sa.false()))
    if matching.wanted.sort is Sort.ARTICLE:
        query = _in_place_order(matching, None, None)
    elif matching.wanted.sort is Sort.RELEVANCE:
        query = _by_relevance(matching, None, None)
    else:
        query = _by_claim(matching, None, None).with_only_columns(table_of(Claim).c.place)
    return session.scalars(query.execution_options(yield_per=1000))


def _in_place_order(
    matching: Matching, after: Sequence[Any] | None, limit: int | None
) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    start = after[0] if after else None
    if matching.phrases or matching.few_changed:
        query = places(matching)
        place = query.selected_columns[0]
        return _page(query if start is None else query.where(place > start), [place], limit)
    driver, others = drive(matching)
    branches = []
    for term_id in driver.term_ids:
        posting = sa.alias(table_of(Posting))
        must = [posting.c.term_id == term_id, *conditions(matching, posting.c.place, others)]
        if start is not None:
            must.append(posting.c.place > start)
        branches.append(_page(sa.select(posting.c.place).where(*must), [posting.c.place], limit))
    if len(branches) == 1:
        return branches[0]
    merged = sa.union(*(sa.select(branch.subquery()) for branch in branches))
    return _page(merged, [sa.column("place")], limit)


def _by_relevance(matching: Matching, after: Sequence[Any] | None, limit: int | None) -> sa.Select[Any]:
    found = search.places(matching.dialect, matching.phrases, internal=matching.internal)
    place = found.selected_columns[0]
    order = [search.rank(matching.dialect, matching.phrases, internal=matching.internal), place]
    query = found.where(*conditions(matching, place, matching.groups or (matching.every,))).order_by(*order)
    if limit is not None:
        query = query.limit(limit + 1).offset(after[0] if after else 0)
    return query


def _by_claim(matching: Matching, after: Sequence[Any] | None, limit: int | None) -> sa.Select[Any]:
    claim = table_of(Claim)
    key, falling = {
        Sort.NEWEST: (claim.c.changed_at, True),
        Sort.SUREST: (claim.c.doubt_rank, False),
        Sort.UNSUREST: (claim.c.confidence_rank, False),
    }[matching.wanted.sort]
    driver, _ = drive(matching)
    query = sa.select(key, claim.c.place)
    if matching.phrases or matching.few_changed or driver.claims <= FEW:
        query = query.where(claim.c.place.in_(places(matching)))
    else:
        query = query.where(claim.c.shelf.in_(matching.shelves), *conditions(matching, claim.c.place, matching.groups))
    if after is not None:
        here, there = sa.tuple_(key, claim.c.place), sa.tuple_(*(sa.literal(value) for value in after))
        query = query.where(here < there if falling else here > there)
    order = [key.desc(), claim.c.place.desc()] if falling else [key, claim.c.place]
    query = query.order_by(*order)
    return query if limit is None else query.limit(limit + 1)


def _page(query: Query, order: Sequence[sa.ColumnElement[Any]], limit: int | None) -> Query:
    """Order a query, single or merged, and cut it one row after the page's last, to see whether there is more."""
    ordered = query.order_by(*order)
    return ordered if limit is None else ordered.limit(limit + 1)
