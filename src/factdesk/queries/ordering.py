"""Reading matching claims in order, page by page: by key, so that page one thousand costs what page one does.

In article order a page walks the postings of the rarest term, one branch a term, and merges the branches. In the
other orders it walks the order's own index over all claims, one branch a shelf, and tests the terms, unless so few
claims match that sorting those is less work. Relevance alone pages by number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database import search
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import RELEVANCE_REACH, Sort
from factdesk.facts.derive import rank_of
from factdesk.facts.snapshots import table_of
from factdesk.facts.terms import NONE
from factdesk.models import Claim, Pair, Posting, Term
from factdesk.queries import cursors
from factdesk.queries.matching import Group, Matching, conditions, drive, few, places
from factdesk.rules.words import Query
from factdesk.vocabulary import Confidence

Statement = TypeVar("Statement", sa.Select[Any], sa.CompoundSelect[Any])

_KEYS = {Sort.NEWEST: "changed_at", Sort.SUREST: "doubt_rank", Sort.UNSUREST: "confidence_rank"}


@dataclass(frozen=True, slots=True)
class Slice:
    """Places in the order asked for, and the cursor of the page after, if there is one."""

    places: list[int]
    next_cursor: str | None


def slice_of(session: ReadSession, matching: Matching, *, cursor: str | None, limit: int) -> Slice:
    """Give one page of places; raises Invalid for a cursor that is none of ours."""
    sort = matching.wanted.sort
    after = cursors.read(cursor, sort)
    if matching.impossible():
        return Slice([], None)
    rows = session.connection().execute(_in_order(session, matching, after, limit)).all()
    if sort is Sort.RELEVANCE:
        reached = (after[0] if after else 0) + limit
        more = len(rows) > limit and reached < RELEVANCE_REACH
        return Slice([row.place for row in rows[:limit]], cursors.write(sort, [reached]) if more else None)
    last = rows[limit - 1] if len(rows) > limit else None
    return Slice([row.place for row in rows[:limit]], cursors.write(sort, [*last[1:], last.place]) if last else None)


def all_places(session: ReadSession, matching: Matching) -> sa.ScalarResult[int]:
    """Give all matching places in the order asked for, streamed."""
    if matching.impossible():
        return session.scalars(sa.select(sa.literal(0)).where(sa.false()))
    return session.scalars(_in_order(session, matching, None, None).execution_options(yield_per=1000))


def _in_order(
    session: ReadSession, matching: Matching, after: Sequence[Any] | None, limit: int | None
) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    """Give the query for one page in the order asked for; its first column is the place, then comes the order's key."""
    if matching.wanted.sort is Sort.ARTICLE:
        return _in_place_order(matching, after, limit)
    if matching.wanted.sort is Sort.RELEVANCE and matching.query:
        return _by_relevance(matching, matching.query, after, limit)
    return _by_claim(session, matching, after, limit)


def _in_place_order(
    matching: Matching, after: Sequence[Any] | None, limit: int | None
) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    start = after[0] if after else None
    if matching.query or matching.few_changed:
        query = places(matching)
        place = query.selected_columns[0]
        # + 0 where few were found: else PostgreSQL may walk all claims in order, hoping to meet those few soon.
        order = place + 0 if matching.few_found and matching.dialect == "postgresql" else place
        return _page(query if start is None else query.where(place > start), [order], limit)
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


def _by_relevance(matching: Matching, asked: Query, after: Sequence[Any] | None, limit: int | None) -> sa.Select[Any]:
    found = search.places(matching.dialect, asked, internal=matching.internal)
    place = found.selected_columns[0]
    order = [search.rank(matching.dialect, asked, internal=matching.internal), place]
    query = found.where(*conditions(matching, place, matching.groups or (matching.every,))).order_by(*order)
    if limit is not None:
        query = query.limit(limit + 1).offset(after[0] if after else 0)
    return query


def _by_claim(
    session: ReadSession, matching: Matching, after: Sequence[Any] | None, limit: int | None
) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    claim = table_of(Claim)
    key = claim.c[_KEYS[matching.wanted.sort]]
    falling = matching.wanted.sort is Sort.NEWEST
    query = sa.select(claim.c.place, key)
    driver, _ = drive(matching)
    sorts = matching.query or matching.few_changed or few(matching, driver)
    if not falling and not sorts:
        ranks = _ranks(session, matching, driver)
        query = query.where(key <= max(ranks))
        after = max(tuple(after or ()), (min(ranks), 0))
    if after is not None:
        here, there = sa.tuple_(key, claim.c.place), sa.tuple_(*(sa.literal(value) for value in after))
        query = query.where(here < there if falling else here > there)
    order = [key.desc(), claim.c.place.desc()] if falling else [key, claim.c.place]
    if sorts:
        return _page(query.where(claim.c.place.in_(places(matching))), order, limit)
    query = query.where(*conditions(matching, claim.c.place, matching.groups))
    branches = [_page(query.where(claim.c.shelf == shelf), order, limit) for shelf in matching.shelves]
    if len(branches) == 1:
        return branches[0]
    merged = sa.union_all(*(sa.select(branch.subquery()) for branch in branches))
    by_name: list[sa.ColumnElement[Any]] = [sa.column(key.name), sa.column("place")]
    return _page(merged, [column.desc() for column in by_name] if falling else by_name, limit)


def _ranks(session: ReadSession, matching: Matching, driver: Group) -> list[int]:
    """Give the ranks by confidence at which claims of a group can stand, so that no page walks past all others."""
    level = select(Term.value).where(col(Term.shelf).in_(matching.shelves), col(Term.facet) == "confidence")
    if matching.groups and driver.paired():
        together = (col(Pair.term_id).in_(driver.term_ids), col(Pair.other_id) == col(Term.id), col(Pair.claims) > 0)
        level = level.where(col(Term.id).in_(driver.term_ids) | sa.exists(select(Pair.claims).where(*together)))
    found = {None if value == NONE else Confidence.of(value) for value in session.exec(level)}
    return [rank_of(one, doubt=matching.wanted.sort is Sort.SUREST) for one in found]


def _page(query: Statement, order: Sequence[sa.ColumnElement[Any]], limit: int | None) -> Statement:
    """Order a query, single or merged, and cut it one row after the page's last, to see whether there is more."""
    ordered = query.order_by(*order)
    return ordered if limit is None else ordered.limit(limit + 1)
