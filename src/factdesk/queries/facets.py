"""The sidebar: for each filter its values, and how many claims each would leave with the other filters as they are.

With at most one other filter the numbers are read from the kept counts; with more, the claims that match are
looked through once, up to COUNT_REACH.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.described import LABELS
from factdesk.drafts.filters import ClaimFilter
from factdesk.facts.derive import NONE
from factdesk.facts.snapshots import table_of
from factdesk.models import Article, Claim, Pair, Term
from factdesk.queries.matching import COUNT_REACH, Matching, match, places
from factdesk.shapes.facets import Facet, FacetValue
from factdesk.vocabulary import Confidence, Word

SIDEBAR = ("verdict", "confidence", "topic", "article", "state", "hedge", "type", "kind", "reliability")
MOST_VALUES = 60
"""Values shown of an open list; the rest is found by searching."""

Counts = tuple[dict[str, int], bool]


def find(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> list[Facet]:
    """Give the filters of the sidebar with their counts."""
    matching = match(session, viewer, wanted)
    looked_through: dict[tuple[str, ...], tuple[Counter[int], bool]] = {}
    facets = []
    for name in SIDEBAR:
        label, words = LABELS[name]
        counts, exact = _counts(session, matching, name, looked_through)
        chosen = {str(value) for value in getattr(wanted, name)}
        values = _closed(words, counts, chosen) if words else _open(session, name, counts, chosen)
        facets.append(
            Facet(name=name, label=label, values=values[:MOST_VALUES], exact=exact,
                  left_out=max(0, len(values) - MOST_VALUES))
        )  # fmt: skip
    return facets


def _counts(
    session: ReadSession,
    matching: Matching,
    facet: str,
    looked_through: dict[tuple[str, ...], tuple[Counter[int], bool]],
) -> Counts:
    """Count the values of one facet among the claims that match all other filters."""
    others = matching.without(facet)
    if others.impossible():
        return {}, True
    term = select(Term.value, Term.id, Term.claims).where(
        col(Term.shelf).in_(matching.shelves), col(Term.facet) == facet, col(Term.claims) > 0
    )
    if others.kept_groups_only() and not others.groups:
        return _added((value, claims) for value, _, claims in session.exec(term)), True
    if others.kept_groups_only() and len(others.groups) == 1 and others.groups[0].paired():
        pairs = select(Term.value, Pair.claims).where(
            col(Pair.term_id).in_(others.groups[0].term_ids), col(Pair.other_id) == col(Term.id),
            col(Term.facet) == facet,
        )  # fmt: skip
        return _added(session.exec(pairs)), True
    key = tuple(group.facet for group in others.groups)
    if key not in looked_through:
        looked_through[key] = _look_through(session, others)
    found, exact = looked_through[key]
    return _added((value, found[id_]) for value, id_, _ in session.exec(term)), exact


def _look_through(session: ReadSession, matching: Matching) -> tuple[Counter[int], bool]:
    """Count the terms of the claims that match, up to COUNT_REACH claims."""
    claim = table_of(Claim)
    reached = places(matching).limit(COUNT_REACH + 1).subquery()
    query = sa.select(claim.c.term_ids).where(claim.c.place == reached.c.place)
    found: Counter[int] = Counter()
    seen = 0
    for (term_ids,) in session.connection().execute(query):
        found.update(term_ids)
        seen += 1
    return found, seen <= COUNT_REACH


def _added(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Add up the counts of a value over the shelves."""
    total: Counter[str] = Counter()
    for value, claims in counts:
        total[value] += claims
    return dict(total)


def _closed(words: type[Word], counts: dict[str, int], chosen: set[str]) -> list[FacetValue]:
    """Give a closed list in its own order, with every word, and `none` where some claim has nothing."""
    order: Sequence[Word] = list(words)
    if words is Confidence:
        order = order[::-1]
    values = [
        FacetValue(value=str(word), label=word.label, meaning=word.meaning, claims=counts.get(str(word), 0),
                   chosen=str(word) in chosen)
        for word in order
    ]  # fmt: skip
    if counts.get(NONE) or NONE in chosen:
        values.append(_none(counts, chosen))
    return values


def _open(session: ReadSession, facet: str, counts: dict[str, int], chosen: set[str]) -> list[FacetValue]:
    """Give the values that occur, chosen ones first, then the most frequent."""
    names = set(counts) | chosen
    labels = _titles(session, names) if facet == "article" else {}
    ranked = sorted(names - {NONE}, key=lambda name: (name not in chosen, -counts.get(name, 0), name.casefold()))
    values = [
        FacetValue(value=name, label=labels.get(name, name), meaning=None, claims=counts.get(name, 0),
                   chosen=name in chosen)
        for name in ranked
    ]  # fmt: skip
    return [*values, _none(counts, chosen)] if NONE in names else values


def _none(counts: dict[str, int], chosen: set[str]) -> FacetValue:
    return FacetValue(value=NONE, label="None", meaning="Claims that have none.", claims=counts.get(NONE, 0),
                      chosen=NONE in chosen)  # fmt: skip


def _titles(session: ReadSession, slugs: set[str]) -> dict[str, str]:
    return dict(session.exec(select(Article.slug, Article.title).where(col(Article.slug).in_(slugs))).all())
