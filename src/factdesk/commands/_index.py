"""Keeping what is derived: the claims' derived columns and past, the filter index with its counts, the search index.

Called by every command with the claims it touched, after its event is closed: inside the same transaction and
under the chain's lock, so that two writers never add to one count at the same time.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import permutations

import sqlalchemy as sa

from factdesk.commands._past import keep_past
from factdesk.commands._records import Opened, Recording
from factdesk.commands._terms import paired_among, store_counts, store_postings, term_ids
from factdesk.commands.telling import Tell, silent
from factdesk.database import search
from factdesk.database.inserting import insert_many
from factdesk.database.transaction import WriteSession
from factdesk.facts.derive import DRAFT, Derived, derive
from factdesk.facts.gather import ClaimFacts, gather
from factdesk.facts.snapshots import CHUNK, table_of
from factdesk.facts.terms import PAIRED
from factdesk.models import Claim, Gist, Source


def settle(
    session: WriteSession, claim_ids: Sequence[int], under: Recording | Opened | None, tell: Tell = silent
) -> None:
    """Compute again and store what is derived of these claims and of the sources they rest on.

    `under` is the event that changed something, or None where only the program computes differently now. `tell` is
    told each time how many claims more are done.
    """
    session.flush()
    opened = under.opened if isinstance(under, Recording) else under
    before = under.before(Claim) if isinstance(under, Recording) else {}
    for start in range(0, len(claim_ids), CHUNK):
        chunk = claim_ids[start : start + CHUNK]
        settled = [(facts, derive(facts)) for facts in gather(session, chunk)]
        since = {} if opened is None else keep_past(session, settled, opened.seq, before)
        _settle_chunk(session, settled, since)
        session.flush()
        session.expunge_all()
        tell(len(chunk))


def _settle_chunk(
    session: WriteSession, settled: Sequence[tuple[ClaimFacts, Derived]], since: Mapping[int, int]
) -> None:
    terms = term_ids(session, {key for _, derived in settled for key in derived.terms})
    paired = {id_ for key, id_ in terms.items() if key[1] in PAIRED}
    before = {id_ for facts, _ in settled for id_ in facts.claim.term_ids}
    paired |= paired_among(session, before - set(terms.values()))
    counts: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    gone: list[tuple[int, int]] = []
    come: list[tuple[int, int]] = []
    updates = []
    for facts, derived in settled:
        place, old = facts.claim.place, set(facts.claim.term_ids)
        new = {terms[key] for key in derived.terms}
        if old != new:
            counts.update(new - old)
            counts.subtract(old - new)
            pairs.update(permutations(sorted(new & paired), 2))
            pairs.subtract(permutations(sorted(old & paired), 2))
            gone += [(term, place) for term in old - new]
            come += [(term, place) for term in new - old]
        kept = {"term_ids": sorted(new), "shown_seq": since.get(facts.claim.id, facts.claim.shown_seq)}
        updates.append({"claim_id": facts.claim.id, **derived.columns, **kept})
    _store_columns(session, updates)
    store_postings(session, gone, come)
    store_counts(session, counts, pairs)
    _store_gists(session, settled)
    search.put(
        session,
        [(facts.claim.place, derived.public_words, derived.internal_words) for facts, derived in settled],
    )
    _show_sources(session, settled)


def _store_columns(session: WriteSession, updates: Sequence[dict[str, object]]) -> None:
    session.connection().execute(_update(tuple(name for name in updates[0] if name != "claim_id")), list(updates))


@cache
def _update(names: tuple[str, ...]) -> sa.Update:
    table = table_of(Claim)
    columns: dict[str, sa.BindParameter[object]] = {name: sa.bindparam(name) for name in names}
    return sa.update(table).where(table.c.id == sa.bindparam("claim_id")).values(columns)


def _store_gists(session: WriteSession, settled: Sequence[tuple[ClaimFacts, Derived]]) -> None:
    """Store the gists anew; a claim that has one keeps one, because evidence and reviews are never deleted."""
    table = table_of(Gist)
    rows = [{"place": facts.claim.place, **derived.gist._asdict()} for facts, derived in settled if derived.gist]
    if rows:
        session.connection().execute(sa.delete(table).where(table.c.place.in_([row["place"] for row in rows])))
        insert_many(session, table, rows)


def _show_sources(session: WriteSession, settled: Sequence[tuple[ClaimFacts, Derived]]) -> None:
    """Show the sources that claims rest on which are no drafts. What was once published stays to be seen."""
    openly = {
        id_
        for facts, derived in settled
        if derived.columns["shelf"] != DRAFT
        for id_ in facts.rests_on()
        if not facts.web.sources[id_].shown
    }
    table = table_of(Source)
    if openly:
        session.connection().execute(sa.update(table).where(table.c.id.in_(openly)).values(shown=True))
