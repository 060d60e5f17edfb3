"""What follows for claims by the present rules, beside what the register keeps of them by others: read, not stored.

See factdesk.commands.anew for how it is kept and put in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from factdesk.facts import basis
from factdesk.facts.derive import DRAFT, Derived, derive
from factdesk.facts.gather import ClaimFacts, gather
from factdesk.facts.gist import kept_gists
from factdesk.facts.snapshots import SHOWN_COLUMNS, shown
from factdesk.models import ANEW_CLAIM, ChainHead, Claim
from factdesk.rules import basis as rules
from factdesk.rules import chain

_SHOWN = frozenset(column.name for column in SHOWN_COLUMNS)


@dataclass(frozen=True, slots=True)
class Anew:
    """What follows for one claim, and how it differs from what is kept.

    `before` are the ids of its terms so far; `was` is what it showed, where it will show something else; `shows` the
    sources that readers will see through it and do not yet.
    """

    claim_id: int
    place: int
    before: frozenset[int]
    derived: Derived
    columns_differ: bool
    gist_differs: bool
    was: dict[str, Any] | None
    shows: list[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """What follows for some claims as they were right after event `seq`."""

    seq: int
    found: Sequence[Anew]


def words_differ(session: Session) -> bool:
    """Say whether the searchable words of all claims are made anew too: only their own part can change them."""
    now = basis.at(session)
    return (now.folding, now.rules) != (rules.PRESENT.folding, rules.PRESENT.rules)


def next_batch(session: Session, after: int, limit: int) -> Batch:
    """Derive the next claims, by their ids, for which nothing waits yet; none where all is done from there on."""
    seq = session.exec(select(ChainHead.seq)).one()
    ready = sa.exists().where(ANEW_CLAIM.c.claim_id == col(Claim.id), ANEW_CLAIM.c.ready)
    query = select(Claim.id).where(col(Claim.id) > after, ~ready).order_by(col(Claim.id)).limit(limit)
    ids = session.exec(query).all()
    gathered = gather(session, ids, weights=rules.weights_of(rules.PRESENT)) if ids else []
    gists = kept_gists(session, [facts.claim.place for facts in gathered])
    found = [_anew(facts, derive(facts), gists.get(facts.claim.place)) for facts in gathered]
    session.expunge_all()
    return Batch(seq, found)


def _anew(facts: ClaimFacts, derived: Derived, gist: object) -> Anew:
    claim = facts.claim
    was = shown(claim)
    now = was | chain.plain({name: value for name, value in derived.columns.items() if name in _SHOWN})
    openly = facts.rests_on() if derived.columns["shelf"] != DRAFT else set()
    return Anew(
        claim_id=claim.id,
        place=claim.place,
        before=frozenset(claim.term_ids),
        derived=derived,
        columns_differ=any(getattr(claim, name) != value for name, value in derived.columns.items()),
        gist_differs=gist != derived.gist,
        was=was if was != now else None,
        shows=sorted(id_ for id_ in openly if not facts.web.sources[id_].shown),
    )
