"""Changing every row and column behind the register's back, to see that `factdesk verify` finds it.

Each change is of a kind: the table, the column and what is done to it. A sample tries some of each kind.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session
from tests.conftest import Databases
from tests.drills.figures import Figures
from tests.drills.tampered_search import Change, searched
from tests.helpers import desk
from tests.helpers.past_register import write_a_lot
from tests.helpers.sql_watch import listening

from factdesk.database.transaction import ReadSession
from factdesk.facts.snapshots import RECORDED_TABLES, table_of
from factdesk.models import ChainHead, Claim, ClaimPast, Event, Gist, Pair, Posting, Source, Term
from factdesk.models.base import content_columns
from factdesk.queries import verification

EVENT, HEAD, CLAIM, SOURCE = table_of(Event), table_of(ChainHead), table_of(Claim), table_of(Source)
GIST, PAIR, POSTING, TERM, PAST = (table_of(model) for model in (Gist, Pair, Posting, Term, ClaimPast))
UNLIKE = ("name", "slug", "prefix", "ref", "citekey", "secret_hash")
"""Columns in which no two rows of a table are alike."""


def tampering(databases: Databases, *, each: int = 0, seed: int = 0) -> Figures:
    """Change every row and column behind the register's back: verify finds each change, and names its place first.

    Tries so many changes of each kind, drawn by the seed, or all of them if `each` is 0. Raises AssertionError with
    the changes that were missed.
    """
    with databases.opened("empty") as engine:
        write_a_lot(engine)
        with nobody_is_held_back(engine):
            return try_changes(engine, each=each, seed=seed)


def try_changes(engine: sa.Engine, *, each: int, seed: int, one_in: int = 1) -> Figures:
    """Try changes, or one in so many of them, in a register whose constraints are lifted; each is undone again.

    Gives and raises what `tampering` does.
    """
    assert desk.problems(engine) == [], "the register does not verify as it is"
    every = list(changes(engine))
    chosen = (of_each_kind(every, each, seed) if each else every)[seed % one_in :: one_in]
    missed = [
        (change.told, said[:2]) for change in chosen if (said := unlike_what_was_done(engine, change)) is not None
    ]
    assert not missed, f"{len(missed)} of {len(chosen)} changes were missed, such as {missed[:10]}"
    assert desk.problems(engine) == [], "a change was not undone"
    return {"kinds of change": len({change.kind for change in every}), "changes tried": len(chosen)}


def of_each_kind(every: list[Change], number: int, seed: int) -> list[Change]:
    """Draw so many changes of each kind."""
    kinds: defaultdict[str, list[Change]] = defaultdict(list)
    for change in every:
        kinds[change.kind].append(change)
    return [
        change
        for kind, found in kinds.items()
        for change in Random(f"{seed} {kind}").sample(found, min(number, len(found)))
    ]


@contextmanager
def nobody_is_held_back(engine: sa.Engine) -> Iterator[None]:
    """Lift the constraints between tables, as an operator can."""
    sqlite = engine.dialect.name == "sqlite"

    def lift(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF" if sqlite else "SET session_replication_role = replica")
        cursor.close()
        if not sqlite:
            connection.commit()

    engine.dispose()
    with listening(engine, "connect", lift):
        yield


def unlike_what_was_done(engine: sa.Engine, change: Change) -> list[str] | None:
    """Make a change, verify, and undo it; give what verify found if that does not name the place first, else None."""
    with engine.connect() as connection:
        for statement in change.statements:
            connection.execute(statement)
        with Session(connection) as session:
            found = list(verification.problems(ReadSession(session)))
        connection.rollback()
    return None if found and change.names in found[0].lower() else found


def rows_of(engine: sa.Engine, table: sa.Table) -> list[dict[str, Any]]:
    """Give the rows of a table by their keys."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()]


def here(table: sa.Table, row: dict[str, Any]) -> sa.ColumnElement[bool]:
    """Give the condition that finds one row."""
    return sa.and_(*(column == row[column.name] for column in table.primary_key))


def others(column: sa.Column[Any], value: Any) -> Iterator[tuple[str, Any]]:
    """Give values that a column could hold instead, each with how it was come by."""
    value = value.value if isinstance(value, Enum) else value
    if value is not None and column.nullable:
        yield "nothing", None
    if isinstance(column.type, sa.Enum):
        yield "another word", next(word for word in column.type.enums if word != value)
    elif isinstance(column.type, sa.JSON):
        yield "one more", [*value, 1] if isinstance(value, list) else {**(value or {}), "rows": [{}]}
        if value and isinstance(value, list):
            yield "one less", value[1:]
    elif isinstance(column.type, sa.Boolean):
        yield "the contrary", not value
    elif isinstance(column.type, sa.Integer):
        yield "a thousand more", (value or 0) + 1000
    elif "at" in column.name.split("_"):
        yield "a moment later", (value or datetime.fromisoformat("2026-01-01T00:00:00Z")) + timedelta(microseconds=1)
    else:
        yield "a blank more", f"{value or ''} "


def changes(engine: sa.Engine) -> Iterator[Change]:
    """Give every change there is to try."""
    for table in RECORDED_TABLES:
        for row in rows_of(engine, table):
            yield from _recorded(table, row)
    yield from _derived(engine)
    yield from _gists(engine)
    yield from _events(engine)
    yield from _counted(engine)
    yield from _posted(engine)
    yield from _pasts(engine)
    yield from searched(engine)


def _set(table: sa.Table, row: dict[str, Any], column: sa.Column[Any], names: str) -> Iterator[Change]:
    """Give each other value of one column of one row."""
    for how, value in others(column, row[column.name]):
        statement = sa.update(table).where(here(table, row)).values({column.name: value})
        place = f"{table.name}.{column.name}"
        yield Change(f"{place}: {how}", f"{place}={value!r} in {row}", names, (statement,))


def _recorded(table: sa.Table, row: dict[str, Any]) -> Iterator[Change]:
    """Give what can be done to a row that the chain covers: change it, remove it, copy it, name another writer."""
    name, here_ = table.name, here(table, row)
    for column in (*content_columns(table), table.c.event_seq):
        yield from _set(table, row, column, name)
    for how, seq in (("the first", 1), ("the one before", row["event_seq"] - 1), ("the next", row["event_seq"] + 1)):
        if seq > 0 and seq != row["event_seq"]:
            wrote = sa.update(table).where(here_).values(event_seq=seq)
            yield Change(f"{name}: written by {how}", f"{name} {row['id']} by event {seq}", name, (wrote,))
    yield Change(f"{name}: deleted", f"{name} {row['id']} deleted", name, (sa.delete(table).where(here_),))
    copy = row | {"id": row["id"] + 1000} | {unlike: f"{row[unlike]}x" for unlike in UNLIKE if unlike in row}
    copy |= {number: row[number] + 1000 for number in ("number", "place", "passage") if number in row}
    yield Change(f"{name}: copied", f"a copy of {name} {row['id']}", name, (sa.insert(table).values(copy),))


def _derived(engine: sa.Engine) -> Iterator[Change]:
    """Give other values of what follows from the rows: the derived columns of claims, and which sources are shown."""
    for row in rows_of(engine, CLAIM):
        for column in CLAIM.columns:
            if column.info.get("derived"):
                yield from _set(CLAIM, row, column, row["ref"].lower())
    for row in rows_of(engine, SOURCE):
        yield from _set(SOURCE, row, SOURCE.c.shown, row["citekey"])


def _gists(engine: sa.Engine) -> Iterator[Change]:
    refs = {row["place"]: row["ref"].lower() for row in rows_of(engine, CLAIM)}
    rows = rows_of(engine, GIST)
    for row in rows:
        for column in GIST.columns:
            yield from _set(GIST, row, column, refs[row["place"]])
        gone = sa.delete(GIST).where(here(GIST, row))
        yield Change("gist: deleted", f"the gist of {row['place']} deleted", refs[row["place"]], (gone,))
    astray = sa.insert(GIST).values(rows[-1] | {"place": max(refs) + 7})
    yield Change("gist: of no claim", "a gist of no claim", "a gist is kept for place", (astray,))


def _events(engine: sa.Engine) -> Iterator[Change]:
    """Give what can be done to the chain: its events changed, deleted, swapped or copied, and its head."""
    events = rows_of(engine, EVENT)
    for row in events:
        seq, gone = row["seq"], sa.delete(EVENT).where(here(EVENT, row))
        for column in EVENT.columns:
            yield from _set(EVENT, row, column, f"event {seq} ")
        yield Change("event: deleted", f"event {seq} deleted", "event", (gone,))
    for one, other in pairwise(events):
        moves = [(one["seq"], 10**6), (other["seq"], one["seq"]), (10**6, other["seq"])]
        swapped = tuple(sa.update(EVENT).where(EVENT.c.seq == old).values(seq=new) for old, new in moves)
        yield Change("event: swapped with the next", f"event {one['seq']} swapped", f"event {one['seq']} ", swapped)
    for place, row in (("first", events[0]), ("sixth", events[5]), ("last", events[-1])):
        for where, seq in (("before all", 0), ("after all", events[-1]["seq"] + 1)):
            copy = sa.insert(EVENT).values({**row, "seq": seq, "previous": events[-1]["hash"]})
            yield Change(f"event: the {place} copied {where}", f"event {row['seq']} at {seq}", "event", (copy,))
    (head,) = rows_of(engine, HEAD)
    for name in ("seq", "hash", "at"):
        yield from _set(HEAD, head, HEAD.c[name], "chain's head")
    yield Change("chain_head: deleted", "no head", "chain's head", (sa.delete(HEAD),))


def _counted(engine: sa.Engine) -> Iterator[Change]:
    """Give what can be done to the terms of the index, and to their counts and those of pairs of them."""
    for table, names in ((TERM, "by the kept count"), (PAIR, "pair of terms")):
        for row in rows_of(engine, table):
            for how, number in (("more", row["claims"] + 1), ("less", row["claims"] - 1), ("none", 0)):
                counted = sa.update(table).where(here(table, row)).values(claims=number)
                yield Change(f"{table.name}: {how}", f"{table.name} {row}: {how}", names, (counted,))
    terms = rows_of(engine, TERM)
    for row in terms:
        for name in ("shelf", "facet", "value"):
            renamed = sa.update(TERM).where(here(TERM, row)).values({name: f"{row[name]}x"})
            yield Change(f"term.{name}: a letter more", f"term {row} {name}", "index terms", (renamed,))
        yield from _set(TERM, row, TERM.c.id, "index terms")
        yield Change("term: deleted", f"term {row} deleted", "index terms", (sa.delete(TERM).where(here(TERM, row)),))
        unused = sa.insert(TERM).values(row | {"id": row["id"] + 1000, "value": f"{row['value']}x", "claims": 0})
        yield Change("term: of no claim", f"a term like {row} of no claim", "which no claim has", (unused,))
    pairs = rows_of(engine, PAIR)
    for row in pairs:
        gone = sa.delete(PAIR).where(here(PAIR, row))
        yield Change("pair: deleted", f"pair {row} deleted", "pair of terms", (gone,))
        for name in ("term_id", "other_id"):
            yield from _set(PAIR, row, PAIR.c[name], "pair of terms")
    there = {(row["term_id"], row["other_id"]) for row in pairs}
    ids = sorted({row["term_id"] for row in pairs})
    for one, other in zip(ids, reversed(ids), strict=True):
        if (one, other) not in there:
            added = sa.insert(PAIR).values(term_id=one, other_id=other, claims=0)
            yield Change("pair: of no claim", f"a pair of {one} and {other} of no claim", "pair of terms", (added,))


def _posted(engine: sa.Engine) -> Iterator[Change]:
    """Give what can be done to postings: deleted, moved away, to another claim, to another term, two crossed over."""
    terms = {row["id"]: row for row in rows_of(engine, TERM)}
    refs = {row["place"]: row["ref"].lower() for row in rows_of(engine, CLAIM)}
    postings = rows_of(engine, POSTING)
    there = {(row["term_id"], row["place"]) for row in postings}
    free = max(refs) + 7
    for row in postings:
        id_, place, here_ = row["term_id"], row["place"], here(POSTING, row)
        yield Change("posting: deleted", f"{row} deleted", refs[place], (sa.delete(POSTING).where(here_),))
        chance = Random(f"{id_} {place}")
        moves = [("away", id_, free), ("to no term", max(terms) + 1, place)]
        moves += [("to another claim", id_, other) for other in chance.sample(list(refs), 1)]
        moves += [("to another term", other, place) for other in chance.sample(list(terms), 1)]
        for how, term, where in moves:
            if (term, where) not in there:
                moved = sa.update(POSTING).where(here_).values(term_id=term, place=where)
                yield Change(f"posting: moved {how}", f"{row} moved {how}", refs[place], (moved,))
                added = sa.insert(POSTING).values(term_id=term, place=where)
                yield Change(f"posting: copied {how}", f"{row} copied {how}", "for nothing", (added,))
        (other,) = chance.sample(postings, 1)
        if not there.intersection({(id_, other["place"]), (other["term_id"], place)}):
            pair = ((row, other["place"]), (other, place))
            crossed = tuple(sa.update(POSTING).where(here(POSTING, one)).values(place=new) for one, new in pair)
            yield Change("posting: two crossed over", f"{row} and {other} crossed", "does not list it", crossed)


def _pasts(engine: sa.Engine) -> Iterator[Change]:
    """Give what can be done to the past of the claims."""
    refs = {row["id"]: row["ref"].lower() for row in rows_of(engine, CLAIM)}
    for row in rows_of(engine, PAST):
        names = refs[row["claim_id"]]
        for column in PAST.columns:
            yield from _set(PAST, row, column, "past" if column.name == "claim_id" else names)
        yield Change("claim_past: deleted", f"{row} deleted", names, (sa.delete(PAST).where(here(PAST, row)),))
        for how, copy in (
            ("of no claim", {"claim_id": 1000}),
            ("of another time", {"from_seq": row["from_seq"] + 1000}),
        ):
            added = sa.insert(PAST).values(row | copy)
            yield Change(f"claim_past: copied {how}", f"{row} copied {how}", "past", (added,))
