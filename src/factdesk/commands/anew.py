"""Deriving everything anew, after the program came to derive it differently.

One process at a time holds the work (`take`). It keeps what follows for some claims after others where nobody sees it
(`keep`), in transactions of a fraction of a second, and puts all of it in its place by a single one (`switch`), with
an event. Until then everything is shown, and what changes is settled, as the register was derived. Killed at any
moment, the next process goes on where the last one was.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from itertools import permutations
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from factdesk.access import Actor, Right, require
from factdesk.commands._records import close_derived, lock, open_event
from factdesk.commands._terms import drop_unused, store_counts, term_ids
from factdesk.database import search
from factdesk.database.inserting import insert_many
from factdesk.database.transaction import WriteSession
from factdesk.facts import anew, basis
from factdesk.facts.anew import Anew, Batch
from factdesk.facts.past import FILTERED
from factdesk.facts.snapshots import CHUNK, table_of
from factdesk.facts.terms import PAIRED
from factdesk.models import (
    ANEW_CLAIM,
    ANEW_GIST,
    ANEW_POSTING,
    Claim,
    ClaimPast,
    Gist,
    Posting,
    Rederivation,
    RegisterBasis,
    Source,
    Term,
)
from factdesk.models.anew import DERIVED_COLUMNS, WAITING
from factdesk.rules import basis as rules

LEASE = timedelta(seconds=30)
"""How long a process that tells nothing of itself still holds the work."""


class Turn(Enum):
    """What somebody who would derive everything anew is told."""

    NOTHING_TO_DO = auto()
    MINE = auto()
    TAKEN = auto()


def take(session: WriteSession, actor: Actor, holder: str) -> Turn:
    """Take the work on, or go on with it where it was left; `holder` is any word no other process has.

    A register that nothing was written to yet needs no work. Raises Unusable where a newer program derived it.
    """
    require(actor, Right.LOAD_REGISTER)
    lock(session)
    basis.require_known(session)
    if not basis.due(session).is_pending:
        return Turn.NOTHING_TO_DO
    if basis.is_empty(session):
        session.connection().execute(sa.update(table_of(RegisterBasis)).values(rules.PRESENT._asdict()))
        basis.forget(session)
        return Turn.NOTHING_TO_DO
    now, row = datetime.now(UTC), session.get(Rederivation, 1)
    if row is not None and row.holder != holder and row.until > now:
        return Turn.TAKEN
    if row is None or rules.Basis(row.weights, row.rules, row.terms, row.folding) != rules.PRESENT:
        _clear(session)
    session.merge(
        Rederivation(
            **rules.PRESENT._asdict(), holder=holder, until=now + LEASE, done=_done(session), claims=_claims(session)
        )
    )
    session.flush()
    return Turn.MINE


def keep(session: WriteSession, actor: Actor, holder: str, batch: Batch) -> bool:
    """Keep what follows for claims, but for those that changed since; say whether the work is still the holder's."""
    require(actor, Right.LOAD_REGISTER)
    lock(session)
    row = session.get(Rederivation, 1)
    if row is None or row.holder != holder:
        return False
    number = _keep(session, batch)
    row.until, row.done = datetime.now(UTC) + LEASE, min(row.done + number, row.claims)
    session.flush()
    return True


def switch(session: WriteSession, actor: Actor, holder: str) -> int | None:
    """Put everything that waits in its place, under one event; give how many claims came to show something else.

    None where the work is no longer the holder's. Claims that changed in the meantime are derived first.
    """
    require(actor, Right.LOAD_REGISTER)
    lock(session)
    row = session.get(Rederivation, 1)
    if row is None or row.holder != holder:
        return None
    while (batch := anew.next_batch(session, 0, CHUNK)).found:
        _keep(session, batch)
    opened, before = open_event(session), basis.due(session).basis
    changed = session.scalar(sa.select(sa.func.count()).where(ANEW_CLAIM.c.was.is_not(sa.null()))) or 0
    _put_past(session, opened.seq)
    _put_index(session)
    _put_columns(session, opened.seq)
    _put_gists(session)
    search.put_waiting(session, ANEW_CLAIM)
    _show_sources(session)
    told = {"from": before._asdict(), "to": rules.PRESENT._asdict(), "claims": _claims(session), "changed": changed}
    close_derived(session, actor, opened, told)
    row_of_now = {"from_seq": opened.seq, **rules.PRESENT._asdict()}
    session.connection().execute(sa.insert(table_of(RegisterBasis)), row_of_now)
    _clear(session)
    basis.forget(session)
    return changed


def _keep(session: WriteSession, batch: Batch) -> int:
    """Keep what follows for the claims of a batch that did not change after it was read; give their number."""
    claim, ids = ANEW_CLAIM.c, [one.claim_id for one in batch.found]
    waiting = dict(
        session.connection().execute(sa.select(claim.claim_id, claim.seq).where(claim.claim_id.in_(ids))).all()
    )
    found = [one for one in batch.found if waiting.get(one.claim_id, 0) <= batch.seq]
    again = [one for one in found if one.claim_id in waiting]
    for table in (ANEW_POSTING, ANEW_GIST) if again else ():
        gone = sa.delete(table).where(table.c.place.in_([one.place for one in again]))
        session.connection().execute(gone)
    if again:
        gone = sa.delete(ANEW_CLAIM).where(claim.claim_id.in_([one.claim_id for one in again]))
        session.connection().execute(gone)
    if not found:
        return 0
    terms = term_ids(session, {key for one in found for key in one.derived.terms})
    words = anew.words_differ(session)
    rows: list[dict[str, Any]] = []
    postings: list[dict[str, Any]] = []
    for one in found:
        after = {terms[key] for key in one.derived.terms}
        rows.append(_row(session, one, batch.seq, after, words=words))
        postings += [{"place": one.place, "term_id": id_, "comes": True} for id_ in sorted(after - one.before)]
        postings += [{"place": one.place, "term_id": id_, "comes": False} for id_ in sorted(one.before - after)]
    gists = [{"place": one.place, **one.derived.gist._asdict()}
             for one in found if one.gist_differs and one.derived.gist]  # fmt: skip
    for table, new in ((ANEW_CLAIM, rows), (ANEW_POSTING, postings), (ANEW_GIST, gists)):
        if new:
            insert_many(session, table, new)
    return len(found)


def _row(session: WriteSession, one: Anew, seq: int, terms: set[int], *, words: bool) -> dict[str, Any]:
    derived, kept = one.derived, search.as_kept(session)
    return {
        "claim_id": one.claim_id,
        "seq": seq,
        "ready": True,
        "differs": one.columns_differ or terms != one.before,
        "gist_differs": one.gist_differs,
        "was": one.was,
        "shows": one.shows or None,
        "public": kept(derived.public_words) if words else None,
        "internal": kept(derived.internal_words) if words else None,
        **derived.columns,
        "term_ids": sorted(terms),
    }


def _put_past(session: WriteSession, seq: int) -> None:
    """Keep what the claims showed that come to show something else."""
    claim, past = table_of(Claim), table_of(ClaimPast)
    kept = {"claim_id": claim.c.id, "from_seq": claim.c.shown_seq, "until_seq": sa.literal(seq, past.c.until_seq.type),
            "article_id": claim.c.article_id, "place": claim.c.place, "shown": ANEW_CLAIM.c.was}  # fmt: skip
    kept |= {name: claim.c[name] for name in FILTERED}
    rows = sa.select(*kept.values()).join_from(claim, ANEW_CLAIM, ANEW_CLAIM.c.claim_id == claim.c.id)
    rows = rows.where(ANEW_CLAIM.c.was.is_not(sa.null()), claim.c.shown_seq > 0)
    session.connection().execute(sa.insert(past).from_select(list(kept), rows))


def _put_index(session: WriteSession) -> None:
    """Put claims to the terms that come to them and take them off those that go; the claims have their old ones yet."""
    claim, posting, term, waits = table_of(Claim), table_of(Posting), table_of(Term), ANEW_POSTING
    step = sa.func.sum(sa.case((waits.c.comes, 1), else_=-1))
    counts = dict(session.connection().execute(sa.select(waits.c.term_id, step).group_by(waits.c.term_id)).all())
    paired = set(session.scalars(select(Term.id).where(term.c.facet.in_(sorted(PAIRED)), term.c.id.in_(
        sa.select(waits.c.term_id)))))  # fmt: skip
    pairs: Counter[tuple[int, int]] = Counter()
    if paired:
        every = set(session.scalars(select(Term.id).where(term.c.facet.in_(sorted(PAIRED)))))
        moved = sa.select(waits.c.place).where(waits.c.term_id.in_(sa.select(term.c.id).where(
            term.c.facet.in_(sorted(PAIRED)))))  # fmt: skip
        query = sa.select(claim.c.term_ids, ANEW_CLAIM.c.term_ids)
        query = query.join_from(claim, ANEW_CLAIM, ANEW_CLAIM.c.claim_id == claim.c.id).where(claim.c.place.in_(moved))
        for old, new in session.connection().execute(query):
            pairs.update(permutations(sorted(every.intersection(new)), 2))
            pairs.subtract(permutations(sorted(every.intersection(old)), 2))
    goes = sa.select(waits.c.term_id, waits.c.place).where(~waits.c.comes)
    comes = sa.select(waits.c.term_id, waits.c.place).where(waits.c.comes).order_by(waits.c.term_id, waits.c.place)
    session.connection().execute(sa.delete(posting).where(sa.tuple_(posting.c.term_id, posting.c.place).in_(goes)))
    session.connection().execute(sa.insert(posting).from_select(["term_id", "place"], comes))
    store_counts(session, Counter({id_: int(number) for id_, number in counts.items()}), pairs)


def _put_columns(session: WriteSession, seq: int) -> None:
    """Put the columns in place in which any claim differs: each of the others would write an index anew for nothing."""
    claim, waits = table_of(Claim), ANEW_CLAIM
    here = (waits.c.claim_id == claim.c.id) & waits.c.differs
    unlike = [sa.func.max(sa.case((claim.c[name].is_distinct_from(waits.c[name]), 1), else_=0)).label(name)
              for name in DERIVED_COLUMNS]  # fmt: skip
    differing = session.connection().execute(sa.select(*unlike).where(here)).mappings().one()
    values: dict[str, Any] = {name: waits.c[name] for name in DERIVED_COLUMNS if differing[name]}
    values["term_ids"] = waits.c.term_ids
    values["shown_seq"] = sa.case((waits.c.was.is_not(sa.null()), seq), else_=claim.c.shown_seq)
    session.connection().execute(sa.update(claim).where(here).values(values))


def _put_gists(session: WriteSession) -> None:
    gist = table_of(Gist)
    differing = sa.select(ANEW_CLAIM.c.place).where(ANEW_CLAIM.c.gist_differs)
    session.connection().execute(sa.delete(gist).where(gist.c.place.in_(differing)))
    names = [column.name for column in gist.columns]
    rows = sa.select(*(ANEW_GIST.c[name] for name in names)).order_by(ANEW_GIST.c.place)
    session.connection().execute(sa.insert(gist).from_select(names, rows))


def _show_sources(session: WriteSession) -> None:
    shown = session.scalars(sa.select(ANEW_CLAIM.c.shows).where(ANEW_CLAIM.c.shows.is_not(sa.null())))
    ids = sorted({id_ for some in shown for id_ in some})
    for start in range(0, len(ids), CHUNK):
        table = table_of(Source)
        here = table.c.id.in_(ids[start : start + CHUNK])
        session.connection().execute(sa.update(table).where(here).values(shown=True))


def _clear(session: WriteSession) -> None:
    """Let nothing wait, and nobody hold the work."""
    for table in (*WAITING, table_of(Rederivation)):
        session.connection().execute(sa.delete(table))
    drop_unused(session)
    session.expunge_all()


def _claims(session: WriteSession) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table_of(Claim))) or 0


def _done(session: WriteSession) -> int:
    return session.scalar(sa.select(sa.func.count()).where(ANEW_CLAIM.c.ready)) or 0
