"""Keeping what is derived: the claims' derived columns and past, the filter index with its counts, the search index.

Called by every command with the claims it touched, after its event is closed: inside the same transaction and
under the chain's lock, so that two writers never add to one count at the same time.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.commands._anew import mark_changed
from factdesk.commands._past import keep_past
from factdesk.commands._records import Opened, Recording
from factdesk.commands._terms import paired_among, store_counts, store_postings, term_ids, term_ids_on
from factdesk.commands.telling import Tell, silent
from factdesk.database import search
from factdesk.database.inserting import insert_many
from factdesk.database.transaction import WriteSession
from factdesk.errors import Busy
from factdesk.facts import basis
from factdesk.facts.derive import DRAFT, Derived, derive, kept_columns, shelf_of
from factdesk.facts.gather import ClaimFacts, gather
from factdesk.facts.snapshots import CHUNK, table_of
from factdesk.facts.terms import PAIRED
from factdesk.facts.web import gather_sources
from factdesk.models import Article, Claim, Evidence, Gist, Source
from factdesk.rules.weights import Weights


def settle(
    session: WriteSession, claim_ids: Sequence[int], under: Recording | Opened | None, tell: Tell = silent
) -> None:
    """Compute again and store what is derived of these claims and of the sources they rest on.

    It is derived as the register was, also while everything is derived anew. `under` is the event that changed
    something, or None where none did; `tell` is told each time how many more are done. Raises as `require_settling`.
    """
    session.flush()
    due = basis.due(session)
    weights = _weights_of(session, due)
    opened = under.opened if isinstance(under, Recording) else under
    before = under.before(Claim) if isinstance(under, Recording) else {}
    if opened is not None and due.under_way:
        mark_changed(session, claim_ids, opened.seq)
    for start in range(0, len(claim_ids), CHUNK):
        chunk = claim_ids[start : start + CHUNK]
        settled = [(facts, derive(facts)) for facts in gather(session, chunk, weights=weights)]
        columns = [(facts.claim, derived.columns) for facts, derived in settled]
        since = {} if opened is None else keep_past(session, columns, opened.seq, before)
        _settle_chunk(session, settled, since)
        session.flush()
        session.expunge_all()
        tell(len(chunk))


def require_settling(session: WriteSession) -> None:
    """Raise Busy where the register was derived by rules of which this program has later ones, Unusable where by newer.

    Nothing can be settled then until it is derived anew.
    """
    _weights_of(session, basis.due(session))


def _weights_of(session: WriteSession, due: basis.Due) -> Weights:
    weights = due.weights
    if weights is None:
        basis.require_known(session)
        raise Busy(
            "Nothing was stored: what follows in this register is being derived anew by newer rules, which `factdesk "
            "serve` and `factdesk migrate` do. Please send it again when that is done."
        )
    return weights


def index_as_kept(session: WriteSession, claim_ids: Sequence[int]) -> None:
    """Make the indexes of claims anew from what is kept of them, by whichever rules that was derived."""
    for start in range(0, len(claim_ids), CHUNK):
        gathered = gather(session, claim_ids[start : start + CHUNK])
        settled = [(facts, derive(facts, kept_columns(facts.claim))) for facts in gathered]
        _settle_chunk(session, settled, {})
        session.flush()
        session.expunge_all()


def reshelve(session: WriteSession, claim_ids: Sequence[int], recording: Recording) -> None:
    """Store what follows where nothing changed but who sees these claims: the same as `settle`, in a third of the time.

    Only the shelf follows anew, and the time of the last change for claims that the event itself changed. Their terms
    are the same on another shelf; what their evidence and reviews come to, and their words, stay as they are. Raises as
    `require_settling`.
    """
    session.flush()
    due = basis.due(session)
    _weights_of(session, due)
    opened, before = recording.opened, recording.before(Claim)
    if due.under_way:
        mark_changed(session, claim_ids, opened.seq)
    for start in range(0, len(claim_ids), CHUNK):
        moved = _moved(session, claim_ids[start : start + CHUNK], opened)
        since = keep_past(session, moved, opened.seq, before)
        ids = term_ids_on(session, [(columns["shelf"], claim.term_ids) for claim, columns in moved])
        changes = [
            _Change(claim, columns, {ids[columns["shelf"], term] for term in claim.term_ids})
            for claim, columns in moved
        ]
        _store(session, changes, paired_among(session, {id_ for one in changes for id_ in one.both}), since)
        _show(session, _rested_on(session, [claim.id for claim, columns in moved if columns["shelf"] != DRAFT]))
        session.flush()
        session.expunge_all()


def _moved(session: WriteSession, claim_ids: Sequence[int], opened: Opened) -> list[tuple[Claim, dict[str, Any]]]:
    """Give claims with the derived columns that they get on the shelf where they belong now."""
    query = select(Claim, Article).join(Article, col(Article.id) == col(Claim.article_id))
    return [
        (
            claim,
            {
                "shelf": shelf_of(claim, article),
                "changed_at": opened.at if claim.event_seq == opened.seq else claim.changed_at,
            },
        )
        for claim, article in session.exec(query.where(col(Claim.id).in_(claim_ids)).order_by(col(Claim.place)))
    ]


def _rested_on(session: WriteSession, claim_ids: Sequence[int]) -> set[int]:
    """Give the ids of all sources that the evidence of these claims rests on and that readers do not see yet."""
    query = select(Evidence.source_id, Evidence.rests_on).where(col(Evidence.claim_id).in_(claim_ids))
    cited = {id_ for source_id, rests_on in session.exec(query) for id_ in (source_id, *rests_on)}
    web = gather_sources(session, cited)
    return {id_ for id_ in web.reached(cited) if not web.sources[id_].shown}


@dataclass(frozen=True, slots=True)
class _Change:
    """A claim, still with its derived columns and terms of before, with those that it gets."""

    claim: Claim
    columns: Mapping[str, Any]
    terms: set[int]

    @property
    def both(self) -> set[int]:
        """Give its terms of before and of now."""
        return self.terms.union(self.claim.term_ids)


def _settle_chunk(
    session: WriteSession, settled: Sequence[tuple[ClaimFacts, Derived]], since: Mapping[int, int]
) -> None:
    terms = term_ids(session, {key for _, derived in settled for key in derived.terms})
    paired = {id_ for key, id_ in terms.items() if key[1] in PAIRED}
    before = {id_ for facts, _ in settled for id_ in facts.claim.term_ids}
    paired |= paired_among(session, before - set(terms.values()))
    changes = [
        _Change(facts.claim, derived.columns, {terms[key] for key in derived.terms}) for facts, derived in settled
    ]
    _store(session, changes, paired, since)
    _store_gists(session, settled)
    search.put(
        session,
        [(facts.claim.place, derived.public_words, derived.internal_words) for facts, derived in settled],
    )
    openly = [facts for facts, derived in settled if derived.columns["shelf"] != DRAFT]
    _show(session, {id_ for facts in openly for id_ in facts.rests_on() if not facts.web.sources[id_].shown})


def _store(session: WriteSession, changes: Sequence[_Change], paired: set[int], since: Mapping[int, int]) -> None:
    """Store the derived columns of claims, and put the claims to their terms."""
    come, gone = Counter[int](), Counter[int]()
    pairs_come, pairs_gone = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    postings_gone: list[tuple[int, int]] = []
    postings_come: list[tuple[int, int]] = []
    updates = []
    for one in changes:
        place, old, new = one.claim.place, set(one.claim.term_ids), one.terms
        if old != new:
            come.update(new - old)
            gone.update(old - new)
            pairs_come.update(permutations(sorted(new & paired), 2))
            pairs_gone.update(permutations(sorted(old & paired), 2))
            postings_gone += [(term, place) for term in old - new]
            postings_come += [(term, place) for term in new - old]
        kept = {"term_ids": sorted(new), "shown_seq": since.get(one.claim.id, one.claim.shown_seq)}
        updates.append({"claim_id": one.claim.id, **one.columns, **kept})
    come.subtract(gone)
    pairs_come.subtract(pairs_gone)
    _store_columns(session, updates)
    store_postings(session, postings_gone, postings_come)
    store_counts(session, come, pairs_come)


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


def _show(session: WriteSession, source_ids: set[int]) -> None:
    """Show sources that claims rest on which are no drafts. What was once published stays to be seen."""
    table = table_of(Source)
    if source_ids:
        session.connection().execute(sa.update(table).where(table.c.id.in_(source_ids)).values(shown=True))
