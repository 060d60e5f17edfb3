"""The kept past of the claims against what follows from the audit chain for the same time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts import basis
from factdesk.facts.gather import gather
from factdesk.facts.past import claim_of, past_row, shown_at
from factdesk.facts.rewinding import rewound
from factdesk.facts.snapshots import CHUNK, shown
from factdesk.models import Claim, ClaimPast
from factdesk.queries.verification.rows import UNREADABLE


def problems(session: ReadSession) -> Iterator[str]:
    """Check that each claim's times join and begin with it, and that it showed at both ends of each what is kept."""
    yield from _beginnings(session)
    of_none = select(ClaimPast.claim_id).where(col(ClaimPast.claim_id).not_in(select(Claim.id))).distinct()
    for id_ in session.exec(of_none.order_by(col(ClaimPast.claim_id))):
        yield f"A past (claim_past) is kept of claim number {id_}, which is not there."
    last = 0
    changed = select(ClaimPast.claim_id).distinct().order_by(col(ClaimPast.claim_id)).limit(CHUNK)
    while ids := session.exec(changed.where(col(ClaimPast.claim_id) > last)).all():
        last = ids[-1]
        due: defaultdict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
        for claim in session.exec(select(Claim).where(col(Claim.id).in_(ids)).order_by(col(Claim.id))):
            yield from _problems_of(session, claim, due)
        yield from _unlike(session, due)
        session.expunge_all()


def _beginnings(session: ReadSession) -> Iterator[str]:
    """Check that what is kept of each claim begins with the event that made it.

    Of a register from before pasts were kept, all claims there were then begin at one and the same event.
    """
    first = sa.func.coalesce(sa.func.min(ClaimPast.from_seq), Claim.shown_seq).label("first")
    query = select(Claim.id, first).outerjoin(ClaimPast, col(ClaimPast.claim_id) == col(Claim.id))
    unlike = sa.not_((col(Claim.version) == 1) & (col(Claim.event_seq) == first))
    began: defaultdict[int, list[int]] = defaultdict(list)
    for id_, since in session.exec(query.group_by(col(Claim.id)).having(unlike).order_by(col(Claim.id))):
        began[since].append(id_)
    late: dict[int, list[str]] = {}
    for since, ids in began.items():
        for start in range(0, len(ids), CHUNK):
            claims = session.exec(select(Claim).where(col(Claim.id).in_(ids[start : start + CHUNK]))).all()
            before, then = ({one.id for one in rewound(session, claims, seq)} for seq in (since - 1, since))
            if before:
                late.setdefault(since, []).extend(claim.ref for claim in claims if claim.id in before)
            early = (claim.ref for claim in claims if claim.id not in before | then)
            yield from (f"{ref}: its past begins before the claim was made." for ref in early)
            session.expunge_all()
    firsts = (sa.select(sa.func.min(one)) for one in (Claim.shown_seq, ClaimPast.from_seq))
    earliest = [first for query in firsts if (first := session.scalar(query)) is not None]
    if len(late) == 1 and min(earliest) >= next(iter(late)):
        return
    for refs in late.values():
        yield from (f"{ref}: the beginning of its past is missing." for ref in refs)


def _problems_of(session: ReadSession, claim: Claim, due: defaultdict[int, dict[int, dict[str, Any]]]) -> Iterator[str]:
    """Check the rows of a claim's past by themselves, and note in `due` what they say it showed, by event and claim."""
    query = select(ClaimPast).where(col(ClaimPast.claim_id) == claim.id).order_by(col(ClaimPast.from_seq))
    kept = session.exec(query).all()
    times = [(past.from_seq, past.until_seq) for past in kept]
    if any(one[1] != other[0] for one, other in pairwise([*times, (claim.shown_seq, 0)])):
        yield f"{claim.ref}: the times of its past do not join."
    for past in kept:
        if not _says_what_it_showed(past) or not _of(past, claim):
            yield f"{claim.ref}: the columns of its past since event {past.from_seq} do not say what it showed."
        for seq in {past.from_seq, past.until_seq - 1}:
            due[seq][claim.id] = past.shown
    due[claim.shown_seq][claim.id] = shown(claim)


def _unlike(session: ReadSession, due: Mapping[int, Mapping[int, dict[str, Any]]]) -> Iterator[str]:
    """Compare what is kept with what follows from the chain, all claims of one event at once."""
    for seq, expected in sorted(due.items()):
        if basis.weights_at(session, seq) is None:
            continue  # of which `verification.not_compared` tells
        found = {facts.claim.id: shown_at(facts) for facts in gather(session, list(expected), seq)}
        for claim_id, kept in expected.items():
            if found.get(claim_id) != kept:
                ref = session.get_one(Claim, claim_id).ref
                yield f"{ref}: what is kept of its past does not follow from the audit chain at event {seq}."


def _says_what_it_showed(past: ClaimPast) -> bool:
    try:
        due = past_row(claim_of(past), past.shown, until_seq=past.until_seq)
        return all(getattr(past, name) == value for name, value in due.items())
    except UNREADABLE:  # it does not even hold what a claim shows
        return False


def _of(past: ClaimPast, claim: Claim) -> bool:
    return (past.place, past.article_id) == (claim.place, claim.article_id)
