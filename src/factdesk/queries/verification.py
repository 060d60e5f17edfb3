"""`factdesk verify`: walks the audit chain and checks every row, derived column and kept count against it.

Problems come in the order of the chain, so the first names the first bad entry. What it cannot catch: an operator
who rewrites the rows, every event and every hash, unless a head from before was kept; give that as `kept_head`.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.database.transaction import ReadSession
from factdesk.facts.derive import PAIRED, TermKey, derive
from factdesk.facts.gather import gather
from factdesk.facts.snapshots import CHUNK, RECORDED_TABLES, rows_written_by, table_of
from factdesk.models import ChainHead, Claim, Event, Pair, Posting, Source, Term
from factdesk.rules import chain


def problems(session: ReadSession, *, kept_head: str | None = None) -> Iterator[str]:
    """Give each thing that is wrong in one sentence; nothing if the register verifies.

    `kept_head` is a head hash from an earlier export, or its first 12 digits or more.
    """
    yield from _chain_problems(session, kept_head)
    yield from _row_problems(session)
    yield from _derived_problems(session)


def _chain_problems(session: ReadSession, kept_head: str | None) -> Iterator[str]:
    previous, seq, kept_seen = chain.FIRST, 0, kept_head is None
    at = None
    for event in session.exec(select(Event).order_by(col(Event.seq)).execution_options(yield_per=CHUNK)):
        yield from _event_problems(event, seq + 1, previous)
        if at is not None and event.at < at:
            yield f"Event {event.seq} is dated before the event it follows."
        previous, seq, at = event.hash, event.seq, event.at
        kept_seen = kept_seen or (kept_head is not None and event.hash.startswith(kept_head))
    head = session.exec(select(ChainHead)).one_or_none()
    if head is None:
        yield "The row that holds the chain's head is missing."
    elif (head.seq, head.hash) != (seq, previous):
        yield f"The chain's head says event {head.seq}, {head.hash[:12]}; the last event is {seq}, {previous[:12]}."
    elif at is not None and head.at != at:
        yield f"The chain's head gives another time than event {seq}."
    if not kept_seen and not (kept_head and chain.FIRST.startswith(kept_head)):
        yield f"No event has the head {kept_head} that was kept: the chain was rewritten since."


def _event_problems(event: Event, seq: int, previous: str) -> Iterator[str]:
    if event.seq != seq:
        yield f"Event {seq} is missing; event {event.seq} stands in its place."
    if event.previous != previous:
        yield f"Event {event.seq} does not follow the event before it."
    expected = chain.event_hash(
        previous=event.previous, seq=event.seq, at=event.at, actor_id=event.actor_id,
        action=event.action, subject=event.subject, digest=event.digest,
    )  # fmt: skip
    if event.hash != expected:
        yield f"Event {event.seq} was changed: its hash does not fit."
    if event.payload is None or event.salt is None:
        yield f"The payload of event {event.seq} is missing."
    elif chain.payload_digest(event.salt, event.payload) != event.digest:
        yield f"The payload of event {event.seq} was changed."


def _row_problems(session: ReadSession) -> Iterator[str]:
    """Check the rows of each event against the digests the event holds, and look for rows no event speaks of."""
    seen: Counter[str] = Counter()
    for event in session.exec(select(Event).order_by(col(Event.seq))).all():
        created: dict[str, Any] = (event.payload or {}).get("created", {})
        for table in RECORDED_TABLES:
            told = created.get(table.name, {"rows": 0, "digest": chain.rows_digest([])[1]})
            number, digest = chain.rows_digest(rows_written_by(session, table, event.seq))
            seen[table.name] += number
            if number != told["rows"]:
                yield f"Event {event.seq} wrote {told['rows']} rows of {table.name}; {number} are there."
            elif digest != told["digest"]:
                yield f"A row of {table.name} that event {event.seq} wrote was changed since."
    for table in RECORDED_TABLES:
        number = session.connection().execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        if number != seen[table.name]:
            yield f"{number - seen[table.name]} rows of {table.name} were written by no event."


def _derived_problems(session: ReadSession) -> Iterator[str]:
    """Compute everything derived again and compare it with what is kept."""
    names: dict[int, TermKey] = {id_: (shelf, facet, value) for id_, shelf, facet, value in session.exec(
        select(Term.id, Term.shelf, Term.facet, Term.value))}  # fmt: skip
    paired = {id_ for id_, (_, facet, _) in names.items() if facet in PAIRED}
    terms: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    resting: set[int] = set()
    last = 0
    while ids := session.exec(select(Claim.id).where(col(Claim.id) > last).order_by(col(Claim.id)).limit(CHUNK)).all():
        last = ids[-1]
        for facts in gather(session, ids):
            derived = derive(facts)
            for name, value in derived.columns.items():
                if getattr(facts.claim, name) != value:
                    yield f"{facts.claim.ref}: {name} is kept as {getattr(facts.claim, name)}, but follows as {value}."
            if {names.get(id_) for id_ in facts.claim.term_ids} != derived.terms:
                yield f"{facts.claim.ref}: its index terms do not follow from its facts."
            terms.update(facts.claim.term_ids)
            pairs.update(permutations(sorted(paired.intersection(facts.claim.term_ids)), 2))
            resting |= facts.rests_on() if derived.columns["shelf"] != "draft" else set()
        session.expunge_all()
    yield from _count_problems(session, names, terms, pairs)
    for source_id, citekey in session.exec(select(Source.id, Source.citekey).where(col(Source.shown).is_(False))):
        if source_id in resting:
            yield f"The source {citekey} is hidden although a published claim rests on it."


def _count_problems(
    session: ReadSession, names: dict[int, TermKey], terms: Counter[int], pairs: Counter[tuple[int, int]]
) -> Iterator[str]:
    posted = dict(session.exec(select(Posting.term_id, sa.func.count()).group_by(col(Posting.term_id))).all())
    for id_, kept in session.exec(select(Term.id, Term.claims)):
        if not kept == terms[id_] == posted.get(id_, 0):
            _, facet, value = names[id_]
            indexed = posted.get(id_, 0)
            yield f"{facet} {value}: {kept} claims by the kept count, {terms[id_]} by their terms, {indexed} indexed."
    kept_pairs = {(row.term_id, row.other_id): row.claims for row in session.exec(select(Pair)) if row.claims}
    if kept_pairs != dict(pairs):
        yield "The kept counts of pairs of terms do not fit the claims."
    searched = session.connection().execute(sa.text("SELECT count(*) FROM claim_search")).scalar_one()
    claims = session.connection().execute(sa.select(sa.func.count()).select_from(table_of(Claim))).scalar_one()
    if searched != claims:
        yield f"The search index holds {searched} claims, the register {claims}."
