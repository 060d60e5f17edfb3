"""What would follow for the register if a source fell, a connection were withdrawn, or sources graded anew."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.errors import NotFound
from factdesk.facts.derive import DRAFT
from factdesk.facts.gather import gather
from factdesk.facts.hypothetical import Change, Effect, Reckoning, effects
from factdesk.facts.snapshots import table_of
from factdesk.facts.web import hanging_on
from factdesk.models import Claim, Derivation, Posting, Source, Term, Tie
from factdesk.queries import visible
from factdesk.queries.matching import COUNT_REACH
from factdesk.shapes.consequences import Consequence, Consequences, Reckoned
from factdesk.vocabulary import Reliability

MOST_LISTED = 200
FEW, MANY = 200, 2_000
"""So many claims are looked at: on a source's page, which everybody opens, and before something is decided."""
CHUNK = 200
RESTING = ("source", "rests_on")
"""The facets that lead from a source to the claims whose evidence comes from it."""


class Kind(StrEnum):
    """The two kinds of connection, as addresses write them."""

    DERIVATIONS = "derivations"
    TIES = "ties"


def of_withdrawal(session: ReadSession, viewer: Actor, citekey: str, most: int = FEW) -> Consequences:
    """Say what would follow if a source were withdrawn; raises NotFound where this viewer knows of none."""
    source = _source(session, viewer, citekey)
    return _of(session, viewer, [source.id], Change(withdrawn=frozenset({citekey})), most)


def of_disconnecting(session: ReadSession, viewer: Actor, citekey: str, kind: Kind, other: str) -> Consequences:
    """Say what would follow if the derivation (of the first from the second) or the tie were withdrawn."""
    ends = [_source(session, viewer, key).id for key in (citekey, other)]
    if kind is Kind.TIES:
        tied = col(Tie.a_id).in_(ends) & col(Tie.b_id).in_(ends) & col(Tie.withdrawn_at).is_(None)
        change = Change(ties=frozenset(session.exec(select(Tie.id).where(tied))))
    else:
        derived = (col(Derivation.source_id) == ends[0]) & (col(Derivation.parent_id) == ends[1])
        found = session.exec(select(Derivation.id).where(derived, col(Derivation.withdrawn_at).is_(None)))
        change = Change(derivations=frozenset(found))
    return _of(session, viewer, ends, change, MANY)


def of_regrading(session: ReadSession, viewer: Actor, graded: Mapping[str, Reliability]) -> Consequences:
    """Say what would follow if sources, by citekey, were graded so."""
    ids = session.exec(select(Source.id).where(col(Source.citekey).in_(graded))).all()
    return _of(session, viewer, ids, Change(graded=graded), MANY, slightly=True)


def _source(session: ReadSession, viewer: Actor, citekey: str) -> Source:
    source = session.exec(select(Source).where(col(Source.citekey) == citekey, visible.sources(viewer))).first()
    if source is None:
        raise NotFound(f"There is no source {citekey[:80]} in this register.", place="citekey")
    return source


def _of(
    session: ReadSession,
    viewer: Actor,
    source_ids: Collection[int],
    change: Change,
    most: int,
    *,
    slightly: bool = False,
) -> Consequences:
    """Work out a change; `slightly`: a claim is listed too if only its computed number moves."""
    places, counted_all = _places(session, viewer, hanging_on(session, source_ids))
    listed: list[Consequence] = []
    number = slight = 0
    for effect in _effects(session, places[:most], change):
        moved = effect.before.number != effect.after.number
        if _rank(effect.before) != _rank(effect.after) or (slightly and moved):
            number += 1
            if len(listed) < MOST_LISTED:
                listed.append(_consequence(effect))
        elif moved:
            slight += 1
    looked_at = min(most, len(places))
    return Consequences(
        listed=listed,
        number=number,
        slight=slight,
        looked_at=looked_at,
        not_looked_at=len(places) - looked_at,
        counted_all=counted_all,
    )


def _effects(session: ReadSession, places: Sequence[int], change: Change) -> Iterator[Effect]:
    """Work the claims at some places out, a few at a time in memory."""
    waiting = iter(places)
    while chunk := list(islice(waiting, CHUNK)):
        ids = session.exec(select(Claim.id).where(col(Claim.place).in_(chunk))).all()
        yield from effects(gather(session, ids), change)
        session.expunge_all()


def _places(session: ReadSession, viewer: Actor, source_ids: Collection[int]) -> tuple[list[int], bool]:
    """Give the places of a viewer's claims that rest on some sources, in order, and whether these are all."""
    keys = session.exec(select(Source.citekey).where(col(Source.id).in_(source_ids))).all()
    shelves = visible.shelves(viewer, withdrawn=False)
    terms = select(Term.id).where(
        col(Term.shelf).in_(shelves), col(Term.facet).in_(RESTING), col(Term.value).in_(keys), col(Term.claims) > 0
    )
    posting, found = table_of(Posting), set()
    left = COUNT_REACH
    for term_id in session.exec(terms).all():
        query = sa.select(posting.c.place).where(posting.c.term_id == term_id).order_by(posting.c.place)
        found |= set(session.connection().execute(query.limit(COUNT_REACH + 1)).scalars())
        left = COUNT_REACH - len(found)
        if left < 0:
            break
    return sorted(found)[:COUNT_REACH], left >= 0


def _rank(reckoning: Reckoning) -> tuple[object, ...]:
    return reckoning.supports, reckoning.disputes, reckoning.level


def _consequence(effect: Effect) -> Consequence:
    claim = effect.facts.claim
    return Consequence(
        ref=claim.ref,
        statement=claim.statement,
        draft=claim.shelf == DRAFT,
        before=_reckoned(effect.before),
        after=_reckoned(effect.after),
    )


def _reckoned(one: Reckoning) -> Reckoned:
    return Reckoned(supports=one.supports, disputes=one.disputes, level=one.level, number=one.number, gap=one.gap)
