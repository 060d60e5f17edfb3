"""Turning a filter into look-ups: which terms must hold, how many claims that leaves, and in which order they come.

The register's index (Term, Posting, Pair) makes a page cost the same at any size. A page walks the postings of the
rarest term and tests the others one by one. Counts come from kept numbers for up to one filter, or two where a
pair is kept; otherwise counting stops at COUNT_REACH.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database import search
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import PAGE_SIZE, ClaimFilter
from factdesk.drafts.moments import end_of
from factdesk.facts.snapshots import table_of
from factdesk.facts.terms import EVERY, PAIRED
from factdesk.models import Claim, Pair, Posting, Term
from factdesk.queries import visible
from factdesk.rules.words import Phrase, Query, parse_query
from factdesk.vocabulary import Confidence

COUNT_REACH = 10_000
MANY_VALUED = frozenset(
    {"topic", "kind", "reliability", "lineage", "source", "publisher", "stance", "support", "reviewer",
     "reviewer_name", "queue", "assigned"}
)  # fmt: skip
"""Facets a claim can have several values of; their counts must not be added up."""
TERM_FILTERS = ("article", "verdict", "confidence", "state", "topic", "type", "hedge", "source", "publisher", "kind",
                "reliability", "lineage", "stance", "support")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """The terms of one facet, any of which must hold, and how many claims have them (counted for each value).

    A value has one term for each shelf; `values` is the number of different values.
    """

    facet: str
    term_ids: tuple[int, ...]
    claims: int
    values: int

    def adds_up(self) -> bool:
        """Say whether `claims` counts no claim twice."""
        return self.values <= 1 or self.facet not in MANY_VALUED

    def paired(self) -> bool:
        """Say whether its kept pair counts may be added up."""
        return self.facet in PAIRED and self.adds_up()


@dataclass(frozen=True, slots=True)
class Matching:
    """A filter made ready for looking up. `every` is the whole register of the viewer's shelves.

    `few_changed` and `few_found` say that COUNT_REACH is not reached: by the time of change, or by all of it.
    """

    dialect: str
    shelves: tuple[str, ...]
    every: Group
    groups: tuple[Group, ...]
    query: Query | None
    internal: bool
    wanted: ClaimFilter
    few_changed: bool
    few_found: bool = False

    def without(self, facet: str) -> "Matching":
        """Give the same without one facet's own choice."""
        return replace(self, groups=tuple(group for group in self.groups if group.facet != facet))

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What a search may have found."""
        return self.query.phrases if self.query else ()

    def impossible(self) -> bool:
        """Say whether the register is empty, or a chosen value belongs to no claim at all."""
        return any(group.claims == 0 for group in (self.every, *self.groups))

    def kept_groups_only(self) -> bool:
        """Say whether nothing but terms is asked for."""
        return self.query is None and self.wanted.after is None and self.wanted.before is None


def match(
    session: ReadSession, viewer: Actor, wanted: ClaimFilter, also: Mapping[str, Sequence[str]] | None = None
) -> Matching:
    """Look up the terms of a filter for a viewer; `also` names further facets with the values that will do."""
    shelves = visible.shelves(viewer, withdrawn=wanted.withdrawn == "yes")
    chosen: dict[str, tuple[str, ...]] = {name: tuple(map(str, getattr(wanted, name))) for name in TERM_FILTERS}
    if wanted.confidence_min is not None:
        enough = at_least(wanted.confidence_min)
        both = tuple(level for level in enough if level in chosen["confidence"])
        chosen["confidence"] = both if chosen["confidence"] else enough
    asked = {name for name in TERM_FILTERS if getattr(wanted, name)}
    asked |= {"confidence"} if wanted.confidence_min is not None else set()
    return Matching(
        dialect=session.get_bind().dialect.name,
        shelves=shelves,
        every=_group(session, shelves, EVERY, ("",)),
        groups=(
            *(_group(session, shelves, name, chosen[name]) for name in TERM_FILTERS if name in asked),
            *_judgement_groups(session, viewer, shelves, wanted),
            *(_group(session, shelves, facet, values) for facet, values in (also or {}).items()),
        ),
        query=parse_query(wanted.q) if wanted.q else None,
        internal=visible.internal_text(viewer),
        wanted=wanted,
        few_changed=_few_changed(session, shelves, wanted),
    )


def _judgement_groups(
    session: ReadSession, viewer: Actor, shelves: Sequence[str], wanted: ClaimFilter
) -> Iterator[Group]:
    """Give the groups of the filters on who reviewed, on the gap between confidences, and on re-check days."""
    if wanted.reviewer:
        yield _group(session, shelves, visible.reviewer_facet(viewer), wanted.reviewer)
    if wanted.gap is not None:
        yield _group(session, shelves, "gap", [str(levels) for levels in range(wanted.gap, len(Confidence))])
    if wanted.due is not None:
        yield due_group(session, shelves, wanted.due)


def due_group(session: ReadSession, shelves: Sequence[str], day: date) -> Group:
    """Give the group of the claims to be checked again on a day or before."""
    return _grouped(session, shelves, "recheck", col(Term.value) <= day.isoformat())


def at_least(lowest: Confidence) -> tuple[str, ...]:
    """Give the levels of confidence from this one up, as they are stored."""
    return tuple(str(level) for level in Confidence if level.rank >= lowest.rank)


def _few_changed(session: ReadSession, shelves: Sequence[str], wanted: ClaimFilter) -> bool:
    """Say whether so few claims were changed in the time asked for that they are best looked up by that."""
    claim = table_of(Claim)
    changed = _changed(claim, wanted)
    if not changed:
        return False
    found = sa.select(claim.c.place).where(claim.c.shelf.in_(shelves), *changed).limit(COUNT_REACH + 1).subquery()
    return session.connection().execute(sa.select(sa.func.count()).select_from(found)).scalar_one() <= COUNT_REACH


def _changed(claim: sa.FromClause, wanted: ClaimFilter) -> list[sa.ColumnElement[bool]]:
    """Give the conditions on the time of a claim's last change."""
    found = []
    if wanted.after is not None:
        found.append(claim.c.changed_at > end_of(wanted.after))
    if wanted.before is not None:
        found.append(claim.c.changed_at <= end_of(wanted.before))
    return found


def _group(session: ReadSession, shelves: Sequence[str], facet: str, values: Sequence[str]) -> Group:
    return _grouped(session, shelves, facet, col(Term.value).in_(values))


def _grouped(session: ReadSession, shelves: Sequence[str], facet: str, which: sa.ColumnElement[bool]) -> Group:
    query = select(Term.id, Term.claims, Term.value).where(
        col(Term.shelf).in_(shelves), col(Term.facet) == facet, which
    )
    found = [row for row in session.exec(query) if row[1]]
    return Group(
        facet=facet,
        term_ids=tuple(id_ for id_, _, _ in found),
        claims=sum(claims for _, claims, _ in found),
        values=len({value for _, _, value in found}),
    )


def count(session: ReadSession, matching: Matching) -> tuple[int, bool]:
    """Count the claims that match; the second part is false where counting stopped at COUNT_REACH."""
    if matching.impossible():
        return 0, True
    kept = _kept_count(session, matching)
    if kept is not None:
        return kept, True
    query = sa.select(sa.func.count()).select_from(places(matching).limit(COUNT_REACH + 1).subquery())
    number = session.connection().execute(query).scalar_one()
    return min(number, COUNT_REACH), number <= COUNT_REACH


def _kept_count(session: ReadSession, matching: Matching) -> int | None:
    groups = matching.groups or (matching.every,)
    if not matching.kept_groups_only() or not all(group.adds_up() for group in groups):
        return None
    if len(groups) == 1:
        return groups[0].claims
    if len(groups) == 2 and all(group.paired() for group in groups):  # noqa: PLR2004  a pair
        one, other = groups
        query = select(sa.func.coalesce(sa.func.sum(Pair.claims), 0)).where(
            col(Pair.term_id).in_(one.term_ids), col(Pair.other_id).in_(other.term_ids)
        )
        return int(session.exec(query).one())
    return None


def places(matching: Matching) -> sa.Select[tuple[int]]:
    """Give the query for the places of all claims that match, in no order, each once."""
    driver, others = drive(matching)
    if matching.query:
        found = search.places(matching.dialect, matching.query, internal=matching.internal).subquery()
        return sa.select(found.c.place).where(
            *conditions(matching, found.c.place, matching.groups or (matching.every,))
        )
    if matching.few_changed:
        claim = sa.alias(table_of(Claim))
        query = sa.select(claim.c.place).where(claim.c.shelf.in_(matching.shelves), *_changed(claim, matching.wanted))
        return query.where(*conditions(matching, claim.c.place, matching.groups))
    posting = sa.alias(table_of(Posting))
    query = sa.select(posting.c.place).where(posting.c.term_id.in_(driver.term_ids))
    if not driver.adds_up():
        query = query.distinct()
    return query.where(*conditions(matching, posting.c.place, others))


def drive(matching: Matching) -> tuple[Group, tuple[Group, ...]]:
    """Choose the rarest group to walk along; the others are tested."""
    groups = matching.groups or (matching.every,)
    driver = min(groups, key=lambda group: group.claims)
    return driver, tuple(group for group in groups if group is not driver)


def few(matching: Matching, group: Group) -> bool:
    """Say whether to sort a group's claims costs less than to walk past all others until a page is full."""
    return group.claims**2 <= PAGE_SIZE * matching.every.claims


def conditions(
    matching: Matching, place: sa.ColumnElement[int], groups: Sequence[Group]
) -> list[sa.ColumnElement[bool]]:
    """Give the conditions that a place has a term of each group and was changed in time, each one look-up."""
    found: list[sa.ColumnElement[bool]] = []
    for group in groups:
        posting = sa.alias(table_of(Posting))
        here = (posting.c.place == place) & posting.c.term_id.in_(group.term_ids)
        found.append(sa.exists(sa.select(sa.literal(1)).select_from(posting).where(here)))
    claim = sa.alias(table_of(Claim))
    changed = _changed(claim, matching.wanted)
    if changed:
        row = sa.select(sa.literal(1)).select_from(claim).where(claim.c.place == place, *changed)
        found.append(sa.exists(row))
    return found
