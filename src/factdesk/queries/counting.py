"""Counting the values of filters among the claims that match, for the sidebar.

With at most one filter the numbers are read from the kept counts; with more, the claims that match are looked
through once, up to COUNT_REACH. Of an open list only the most frequent values and those asked for are read.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim, Pair, Term
from factdesk.queries.matching import COUNT_REACH, Matching, places

MOST_VALUES = 60
"""Values shown of an open list; the rest is found by searching."""
AT_ONCE = 5_000
"""Terms looked up by one query."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The claims that have each value, by facet; `values` is the number of values where not all were read."""

    claims: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    values: dict[str, int] = field(default_factory=dict)
    exact: bool = True


def count_values(
    session: ReadSession, matching: Matching, closed: Collection[str], open_: Mapping[str, Collection[str]]
) -> Counted:
    """Count the values of facets: closed lists by name, and open ones with the values asked for in any case."""
    counted = Counted()
    if matching.impossible():
        return counted
    if matching.kept_groups_only() and not matching.groups:
        query = select(Term.facet, Term.value, Term.claims)
        for facet, value, claims in session.exec(query.where(*_on(matching), col(Term.facet).in_(closed))):
            counted.claims[facet][value] += claims
        for facet, asked in open_.items():
            _count_open(session, matching, counted, facet, asked)
        return counted
    if matching.kept_groups_only() and len(matching.groups) == 1 and matching.groups[0].paired():
        pairs = select(Term.facet, Term.value, Pair.claims).where(
            col(Pair.term_id).in_(matching.groups[0].term_ids), col(Pair.other_id) == col(Term.id),
            col(Term.facet).in_([*closed, *open_]),
        )  # fmt: skip
        for facet, value, claims in session.exec(pairs):
            counted.claims[facet][value] += claims
        return counted
    return _look_through(session, matching, [*closed, *open_])


def _on(matching: Matching) -> list[sa.ColumnElement[bool]]:
    return [col(Term.shelf).in_(matching.shelves), col(Term.claims) > 0]


def _count_open(session: ReadSession, matching: Matching, counted: Counted, facet: str, asked: Collection[str]) -> None:
    """Count the most frequent values of one open list, and those asked for."""
    term = select(Term.value, Term.claims).where(*_on(matching), col(Term.facet) == facet)
    most = [
        session.exec(
            term.where(col(Term.shelf) == shelf).order_by(col(Term.claims).desc()).limit(MOST_VALUES + 1)
        ).all()
        for shelf in matching.shelves
    ]
    found = {value: claims for frequent in most for value, claims in frequent}
    unsure = {*asked, *found} if len(most) > 1 else set(asked).difference(found)  # a value has a term on each shelf
    if unsure:
        whole: Counter[str] = Counter()
        for value, claims in session.exec(term.where(col(Term.value).in_(unsure))):
            whole[value] += claims
        found.update(whole)
    counted.claims[facet].update(found)
    if len(found) > MOST_VALUES:
        every = select(Term.value).where(*_on(matching), col(Term.facet) == facet).distinct().limit(COUNT_REACH)
        number = sa.select(sa.func.count()).select_from(every.subquery())
        counted.values[facet] = session.connection().execute(number).scalar_one()


def _look_through(session: ReadSession, matching: Matching, facets: Collection[str]) -> Counted:
    """Count the terms of the claims that match, up to COUNT_REACH claims."""
    found = lists_of_terms(session, matching)
    numbers: Counter[int] = Counter(chain.from_iterable(found))
    counted = Counted(exact=len(found) <= COUNT_REACH)
    for id_, (facet, value) in named_terms(session, numbers, facets).items():
        counted.claims[facet][value] += numbers[id_]
    return counted


def lists_of_terms(session: ReadSession, matching: Matching) -> list[list[int]]:
    """Give the ids of the terms of each claim that matches, up to one claim more than COUNT_REACH.

    They come as one text: to read ten thousand lists one by one takes several times as long.
    """
    claim = table_of(Claim)
    reached = places(matching).limit(COUNT_REACH + 1).subquery()
    lists = sa.func.aggregate_strings(sa.cast(claim.c.term_ids, sa.Text), ",")
    query = sa.select(lists).select_from(claim).where(claim.c.place == reached.c.place)
    found: list[list[int]] = json.loads(f"[{session.connection().execute(query).scalar_one() or ''}]")
    return found


def named_terms(session: ReadSession, term_ids: Iterable[int], facets: Collection[str]) -> dict[int, tuple[str, str]]:
    """Give facet and value of those terms that belong to some facets."""
    ids, named = list(term_ids), {}
    for start in range(0, len(ids), AT_ONCE):
        terms = select(Term.id, Term.facet, Term.value).where(
            col(Term.id).in_(ids[start : start + AT_ONCE]), col(Term.facet).in_(facets)
        )
        named.update({id_: (facet, value) for id_, facet, value in session.exec(terms)})
    return named
