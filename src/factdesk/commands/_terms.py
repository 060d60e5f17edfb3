"""Storing the register's index: terms, which claims have them, and the counts of both."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa

from factdesk.database.inserting import insert_many
from factdesk.database.transaction import WriteSession
from factdesk.database.upsert import add_to
from factdesk.facts.snapshots import table_of
from factdesk.facts.terms import PAIRED, TermKey
from factdesk.models import Pair, Posting, Rederivation, Term

KEYS_AT_ONCE = 1_000
"""Terms that are asked for by one statement; each takes three values (see factdesk.database.inserting.AT_ONCE)."""
_term = table_of(Term)
_BY_KEY = sa.select(_term.c.shelf, _term.c.facet, _term.c.value, _term.c.id).where(
    sa.tuple_(_term.c.shelf, _term.c.facet, _term.c.value).in_(sa.bindparam("keys", expanding=True))
)
_BY_ID = sa.select(_term.c.id, _term.c.facet, _term.c.value).where(_term.c.id.in_(sa.bindparam("ids", expanding=True)))
_PAIRED = sa.select(_term.c.id).where(
    _term.c.id.in_(sa.bindparam("ids", expanding=True)), _term.c.facet.in_(sorted(PAIRED))
)
_posting = table_of(Posting)
_TAKE_OFF = sa.delete(_posting).where(
    _posting.c.term_id == sa.bindparam("t"), _posting.c.place.in_(sa.bindparam("places", expanding=True))
)
_COUNT = sa.update(_term).where(_term.c.id == sa.bindparam("t")).values(claims=_term.c.claims + sa.bindparam("n"))
_TERM_GONE = sa.delete(_term).where(
    _term.c.id == sa.bindparam("t"), _term.c.claims == 0, ~sa.exists(sa.select(table_of(Rederivation).c.id))
)  # some wait for claims while everything is derived anew
_pair = table_of(Pair)
_PAIR_GONE = sa.delete(_pair).where(
    _pair.c.term_id == sa.bindparam("one"), _pair.c.other_id == sa.bindparam("other"), _pair.c.claims == 0
)


def store_postings(session: WriteSession, gone: Collection[tuple[int, int]], come: Collection[tuple[int, int]]) -> None:
    """Take claims off some terms and put claims to others, each as a term with a claim's place."""
    taken_off: defaultdict[int, list[int]] = defaultdict(list)
    for term, place in gone:
        taken_off[term].append(place)
    for term, places in taken_off.items():  # of many claims a term at a time: no statement for each
        for start in range(0, len(places), KEYS_AT_ONCE):
            session.connection().execute(_TAKE_OFF, {"t": term, "places": places[start : start + KEYS_AT_ONCE]})
    if come:
        insert_many(session, _posting, [{"term_id": term, "place": place} for term, place in sorted(come)])


def store_counts(session: WriteSession, counts: Counter[int], pairs: Counter[tuple[int, int]]) -> None:
    """Add to the kept counts of terms and of pairs of them; what no claim has any more goes."""
    changed = [{"t": id_, "n": number} for id_, number in sorted(counts.items()) if number]
    if changed:
        session.connection().execute(_COUNT, changed)
    rows = [{"term_id": one, "other_id": other, "claims": n} for (one, other), n in sorted(pairs.items()) if n]
    add_to(session, table_of(Pair), "claims", rows)
    if fewer := [{"one": row["term_id"], "other": row["other_id"]} for row in rows if row["claims"] < 0]:
        session.connection().execute(_PAIR_GONE, fewer)
    if fewer := [{"t": row["t"]} for row in changed if row["n"] < 0]:
        session.connection().execute(_TERM_GONE, fewer)


def drop_unused(session: WriteSession) -> None:
    """Let the terms go that no claim has, and the pairs of them, after everything was derived anew."""
    for table in (_pair, _term):
        session.connection().execute(sa.delete(table).where(table.c.claims == 0))


def term_ids(session: WriteSession, keys: Collection[TermKey]) -> dict[TermKey, int]:
    """Give the ids of terms, making those that are new."""
    known = _known(session, keys)
    new = sorted(set(keys) - known.keys())
    if new:
        rows = [{"shelf": shelf, "facet": facet, "value": value, "claims": 0} for shelf, facet, value in new]
        session.connection().execute(sa.insert(table_of(Term)), rows)
        known |= _known(session, new)
    return known


def term_ids_on(session: WriteSession, wanted: Sequence[tuple[str, Collection[int]]]) -> dict[tuple[str, int], int]:
    """Give the ids of the terms that mean the same on other shelves, making those that are new: by shelf and id."""
    asked = {(shelf, id_) for shelf, ids in wanted for id_ in ids}
    listed = sorted({id_ for _, id_ in asked})
    means: dict[int, tuple[str, str]] = {}
    for start in range(0, len(listed), KEYS_AT_ONCE):
        found = session.connection().execute(_BY_ID, {"ids": listed[start : start + KEYS_AT_ONCE]})
        means |= {id_: (facet, value) for id_, facet, value in found}
    known = term_ids(session, {(shelf, *means[id_]) for shelf, id_ in asked})
    return {(shelf, id_): known[shelf, *means[id_]] for shelf, id_ in asked}


def _known(session: WriteSession, keys: Collection[TermKey]) -> dict[TermKey, int]:
    listed = sorted(keys)
    known: dict[TermKey, int] = {}
    for start in range(0, len(listed), KEYS_AT_ONCE):
        found = session.connection().execute(_BY_KEY, {"keys": listed[start : start + KEYS_AT_ONCE]})
        known |= {(shelf, facet, value): id_ for shelf, facet, value, id_ in found}
    return known


def paired_among(session: WriteSession, asked: Iterable[int]) -> set[int]:
    """Give which of these terms are counted in pairs."""
    ids = list(asked)
    return set(session.connection().execute(_PAIRED, {"ids": ids}).scalars()) if ids else set()
