"""`factdesk verify` finds any single change that did not come by a command, and names the first bad entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, load
from tests.helpers.sql_watch import listening

from factdesk.access import OPERATOR
from factdesk.commands import (
    articles,
    assignments,
    claims,
    evidence,
    notes,
    passages,
    people,
    reviews,
    sources,
    versions,
)
from factdesk.database.transaction import ReadSession, reading
from factdesk.drafts.judging import Withdrawal, WithdrawalDraft
from factdesk.drafts.people import PersonDraft, TokenDraft
from factdesk.drafts.queue import AssignmentDraft
from factdesk.drafts.texts import PassageDraft, PassageWithdrawalDraft
from factdesk.drafts.writing import NewDerivationDraft, NewTieDraft
from factdesk.facts.snapshots import RECORDED_TABLES, table_of
from factdesk.models import ChainHead, Claim, Event, Evidence, Gist, Pair, Posting, Source, Term
from factdesk.models.base import content_columns
from factdesk.queries import verification
from factdesk.vocabulary import Role, Scope

EVENT, HEAD, CLAIM, SOURCE = table_of(Event), table_of(ChainHead), table_of(Claim), table_of(Source)
GIST = table_of(Gist)

CHOSEN = PassageDraft(text_version=1, start=11, end=32, chosen="Then it was otherwise")


def gone(version: int = 1) -> WithdrawalDraft:
    return WithdrawalDraft(reason="It does not hold", version=version)


def write_a_lot(engine: sa.Engine) -> None:
    """Write rows of each kind: loaded at once, written singly, and loaded and then changed."""
    who = desk.open_desk(engine)
    ann, ben, ed, ada = (who[name] for name in ("ann", "ben", "ed", "ada"))
    more = a_register(a_claim(3), a_claim(4, a_piece("later"), a_piece("later", stance="context")))
    load(engine, more)
    pieces = [desk.the(engine, Evidence, id=id_).id for id_ in (1, 2)]
    added = int(desk.run(engine, evidence.add, ann, "TALE-3", desk.new_evidence("src05")))
    second = int(desk.run(engine, evidence.add, ben, "TALE-3", desk.new_evidence("src01")))
    steps: list[tuple[Any, ...]] = [
        (reviews.submit, ann, "TALE-1", desk.a_judgement()),
        (reviews.submit, ben, "TALE-1", desk.a_judgement(verdict="disputed", confidence="low")),
        (reviews.adjudicate, ed, "TALE-1", desk.a_judgement(recheck_on="2030-01-02")),
        (reviews.retract, ben, "TALE-1", desk.a_retraction()),
        (evidence.add, ann, "TALE-4", desk.new_evidence("src03")),
        (evidence.revise, ann, added, desk.changed_evidence()),
        (evidence.withdraw, ann, second, gone()),
        (evidence.revise, ben, pieces[0], desk.changed_evidence()),
        (evidence.withdraw, ben, pieces[1], gone()),
        (sources.add, ann, desk.new_source("src06", publisher="Another paper")),
        (sources.add, ann, desk.new_source("src07", publisher="The Paper", url="https://example.org/7")),
        (sources.revise, ed, "src07", desk.changed_source(reliability_why="It was checked")),
        (sources.revise, ed, "src01", desk.changed_source(publisher="The Paper")),
        (sources.withdraw, ed, "src05", gone()),
        (sources.derive, ed, "src06", NewDerivationDraft(parent="src07", how="cites", note="Said on page 2")),
        (sources.derive, ed, "src04", NewDerivationDraft(parent="src06", how="relays")),
        (sources.underive, ed, "src04", "src06", gone()),
        (sources.underive, ed, "src02", "src01", gone()),
        (sources.tie, ed, "src06", NewTieDraft(other="src01", how="same_author")),
        (sources.tie, ed, "src02", NewTieDraft(other="src01", how="same_owner")),
        (sources.untie, ed, "src02", "src01", gone()),
        (sources.untie, ed, "src04", "src03", gone()),
        (claims.add, ed, "a-tale", desk.new_claim(true_on="2021", topics=["water"], quote="So it was", paragraph=3)),
        (claims.add, ed, "a-tale", desk.new_claim(statement="Another")),
        (claims.publish, ed, "TALE-5", 1),
        (claims.revise, ed, "TALE-1", desk.reworded("meaning")),
        (notes.add, ann, "TALE-3", desk.a_note(audience="public")),
        (notes.add, ben, "TALE-3", desk.a_note()),
        (notes.withdraw, ben, "TALE-3", 2, gone()),
        (assignments.add, ed, "TALE-3", AssignmentDraft(person="ben", message="Please", due_on="2030-01-02")),
        (assignments.add, ed, "TALE-4", AssignmentDraft(person="ann")),
        (assignments.withdraw, ed, "TALE-4", 2, Withdrawal(reason="Away")),
        (versions.take, ed, "a-tale", desk.a_text("So it was. Then it was otherwise.")),
        (passages.add, ed, "TALE-3", CHOSEN),
        (passages.withdraw, ed, "TALE-5", 1, PassageWithdrawalDraft(reason="Not so", version=1, text_version=1)),
        (versions.take, ed, "a-tale", desk.a_text("It began. So it was. Then it was otherwise.")),
        (claims.withdraw, ed, "TALE-2", gone()),
        (articles.add, ed, desk.new_article(author="A. Writer", published_on="2020")),
        (articles.add, ed, desk.new_article(slug="third", prefix="TRD")),
        (articles.publish, ed, "third", 1),
        (articles.withdraw, ed, "third", gone(2)),
        (articles.revise, ed, "a-tale", desk.changed_article(names_public=True, reviews_required=2)),
        (people.add, ada, PersonDraft(name="eve", role=Role.REVIEWER, title="Eve")),
        (people.disable, ada, "eve"),
        (people.disable, ada, "desk"),
        (people.add_token, ada, TokenDraft(name="first", person="ed", scope=Scope.EDIT)),
        (people.add_token, ada, TokenDraft(name="second", person="ann", scope=Scope.READ)),
        (people.disable_token, ada, "second"),
    ]  # fmt: skip
    for command, actor, *given in steps:
        desk.run(engine, command, actor, *given)


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


@pytest.fixture(scope="module")
def tampered(databases):
    """Give a register with a past; every change made to it is undone again."""
    with databases.opened("empty") as engine:
        write_a_lot(engine)
        assert desk.problems(engine) == []
        with nobody_is_held_back(engine):
            yield engine
            assert desk.problems(engine) == []


class Tampering:
    """Changes made behind the register's back, each looked at by verify and then undone."""

    def __init__(self, engine: sa.Engine, step: int) -> None:
        """Try every change, or every so many."""
        self.engine, self.step = engine, step
        self.tried, self.seen, self.missed = 0, 0, []

    def attempt(self, told: str, names: str, *changes: sa.Executable) -> None:
        """Make a change; note it if verify finds nothing, or if what it says first does not name the place."""
        self.seen += 1
        if self.seen % self.step:
            return
        self.tried += 1
        with self.engine.connect() as connection:
            for change in changes:
                connection.execute(change)
            with Session(connection) as session:
                found = list(verification.problems(ReadSession(session)))
            connection.rollback()
        if not found or names not in found[0].lower():
            self.missed.append((told, found[:2]))


def rows_of(engine: sa.Engine, table: sa.Table) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()]


def others(column: sa.Column[Any], value: Any) -> Iterator[Any]:
    """Give values that a column could hold instead."""
    if value is not None and column.nullable:
        yield None
    if isinstance(column.type, sa.Enum):
        yield next(word for word in column.type.enums if word != value)
    elif isinstance(column.type, sa.JSON):
        yield [*value, 1] if isinstance(value, list) else {**(value or {}), "rows": [{}]}
        if value and isinstance(value, list):
            yield value[1:]
    elif isinstance(column.type, sa.Boolean):
        yield not value
    elif isinstance(column.type, sa.Integer):
        yield (value or 0) + 1000
    elif "at" in column.name.split("_"):
        yield (value or datetime.fromisoformat("2026-01-01T00:00:00Z")) + timedelta(microseconds=1)
    else:
        yield f"{value or ''} "


def here(table: sa.Table, row: dict[str, Any]) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row[column.name] for column in table.primary_key))


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


@pytest.fixture
def tampering(tampered, backend):
    """Give the trial: exhaustive on SQLite, a sample on PostgreSQL, where the same code runs on the same rows."""
    trial = Tampering(tampered, 1 if backend == "sqlite" else 7)
    yield trial
    assert trial.tried > 3
    assert trial.missed == []


def test_the_register_has_rows_of_every_kind(tampered):
    with reading(tampered) as session:
        payloads = session.exec(select(Event.seq, Event.payload)).all()
    bulk = [seq for seq, payload in payloads if "created" in payload]
    assert len(bulk) == 4
    told = [(row["table"], row.get("before_seq") in bulk) for _, payload in payloads for row in payload.get("rows", ())]
    never_loaded = {"api_token", "closed_round", "note", "assignment"}
    never_changed = {"publisher", "review", "closed_round", "article_version"}
    for table in RECORDED_TABLES:
        rows = rows_of(tampered, table)
        singly = any(row["event_seq"] not in bulk and row["version"] == 1 for row in rows)
        assert singly or table.name == "article_version", table.name
        loaded = any(row["event_seq"] in bulk for row in rows) or (table.name, True) in told
        assert loaded or table.name in never_loaded, table.name
        loaded_then_changed = (table.name, True) in told
        assert loaded_then_changed or table.name in never_loaded | never_changed, table.name
        assert any(row["version"] > 1 for row in rows) or table.name in never_changed, table.name


def test_each_recorded_column_of_each_row(tampering):
    for table in RECORDED_TABLES:
        for row in rows_of(tampering.engine, table):
            for column in (*content_columns(table), table.c.event_seq):
                for value in others(column, plain(row[column.name])):
                    change = sa.update(table).where(here(table, row)).values({column.name: value})
                    tampering.attempt(f"{table.name} {row['id']} {column.name}={value!r}", table.name, change)


def test_a_row_that_claims_another_event_wrote_it(tampering):
    for table in RECORDED_TABLES:
        for row in rows_of(tampering.engine, table):
            for seq in (1, row["event_seq"] - 1, row["event_seq"] + 1):
                if seq > 0 and seq != row["event_seq"]:
                    change = sa.update(table).where(here(table, row)).values(event_seq=seq)
                    tampering.attempt(f"{table.name} {row['id']} by {seq}", table.name, change)


def test_each_derived_column(tampering):
    for row in rows_of(tampering.engine, CLAIM):
        for column in CLAIM.columns:
            if column.info.get("derived"):
                for value in others(column, plain(row[column.name])):
                    change = sa.update(CLAIM).where(here(CLAIM, row)).values({column.name: value})
                    tampering.attempt(f"{row['ref']} {column.name}={value!r}", row["ref"].lower(), change)
    once_shown = {"src06", "src07"}  # nothing rests on them any more: nobody can tell that they must be shown
    for row in rows_of(tampering.engine, SOURCE):
        if row["citekey"] in once_shown:
            continue
        change = sa.update(SOURCE).where(here(SOURCE, row)).values(shown=not row["shown"])
        tampering.attempt(f"{row['citekey']} shown", row["citekey"], change)


def test_each_gist(tampering):
    refs = {row["place"]: row["ref"].lower() for row in rows_of(tampering.engine, CLAIM)}
    for row in rows_of(tampering.engine, GIST):
        for column in GIST.columns:
            for value in [row["place"] + 1000] if column.primary_key else others(column, row[column.name]):
                change = sa.update(GIST).where(here(GIST, row)).values({column.name: value})
                tampering.attempt(f"gist {column.name}={value!r}", refs[row["place"]], change)
        tampering.attempt("gist deleted", refs[row["place"]], sa.delete(GIST).where(here(GIST, row)))
    astray = sa.insert(GIST).values(row | {"place": max(refs) + 7})
    tampering.attempt("a gist of no claim", "gists of 1 claims", astray)


@pytest.mark.slow
def test_each_column_of_each_event(tampering):
    for row in rows_of(tampering.engine, EVENT):
        for column in EVENT.columns:
            for value in others(column, row[column.name]):
                change = sa.update(EVENT).where(here(EVENT, row)).values({column.name: value})
                tampering.attempt(f"event {row['seq']} {column.name}={value!r}", f"event {row['seq']} ", change)


def test_each_column_of_the_head(tampering):
    tampering.step = 1
    (head,) = rows_of(tampering.engine, HEAD)
    for name in ("seq", "hash", "at"):
        for value in others(HEAD.c[name], head[name]):
            tampering.attempt(f"head {name}={value!r}", "chain's head", sa.update(HEAD).values({name: value}))
    tampering.attempt("no head", "chain's head", sa.delete(HEAD))


def test_each_row_deleted(tampering):
    for table in (*RECORDED_TABLES, EVENT):
        for row in rows_of(tampering.engine, table):
            key, name = (row["seq"], "event") if table is EVENT else (row["id"], table.name)
            tampering.attempt(f"{name} {key} deleted", name, sa.delete(table).where(here(table, row)))


def test_the_last_event_deleted_is_missed_at_the_head(tampered):
    last = rows_of(tampered, EVENT)[-1]
    with tampered.connect() as connection:
        connection.execute(sa.delete(EVENT).where(EVENT.c.seq == last["seq"]))
        with Session(connection) as session:
            first = next(iter(verification.problems(ReadSession(session))))
    assert first.startswith(f"The chain's head says event {last['seq']}")


def test_each_two_neighbouring_events_swapped(tampering):
    for row in rows_of(tampering.engine, EVENT)[:-1]:
        one, other = row["seq"], row["seq"] + 1
        moves = [(one, 10**6), (other, one), (10**6, other)]
        changes = [sa.update(EVENT).where(EVENT.c.seq == old).values(seq=new) for old, new in moves]
        tampering.attempt(f"events {one} and {other} swapped", f"event {one} ", *changes)


def test_an_event_inserted(tampering):
    events = rows_of(tampering.engine, EVENT)
    tampering.step = 1
    for row in (events[0], events[5], events[-1]):
        for seq in (0, events[-1]["seq"] + 1):
            change = sa.insert(EVENT).values({**row, "seq": seq, "previous": events[-1]["hash"]})
            tampering.attempt(f"a copy of event {row['seq']} at {seq}", "event", change)


def test_a_row_inserted(tampering):
    unlike = ("name", "slug", "prefix", "ref", "citekey", "secret_hash")
    for table in RECORDED_TABLES:
        for row in rows_of(tampering.engine, table):
            copy = row | {"id": row["id"] + 1000} | {name: f"{row[name]}x" for name in unlike if name in row}
            copy |= {name: row[name] + 1000 for name in ("number", "place", "passage") if name in row}
            tampering.attempt(f"a copy of {table.name} {row['id']}", table.name, sa.insert(table).values(copy))


@pytest.mark.slow
def test_each_kept_count_pair_and_posting(tampering):
    terms = {row["id"]: row for row in rows_of(tampering.engine, table_of(Term))}
    for table, names in ((table_of(Term), "claims by the kept count"), (table_of(Pair), "pairs of terms")):
        for row in rows_of(tampering.engine, table):
            change = sa.update(table).where(here(table, row)).values(claims=row["claims"] + 1)
            tampering.attempt(f"{table.name} {row}", names, change)
    table = table_of(Posting)
    free = max(row["place"] for row in rows_of(tampering.engine, table)) + 7
    for row in rows_of(tampering.engine, table):
        names = terms[row["term_id"]]["facet"]
        moved = sa.update(table).where(here(table, row)).values(place=free)
        tampering.attempt(f"posting {row} moved", names, moved)
        tampering.attempt(f"posting {row} deleted", names, sa.delete(table).where(here(table, row)))
    added = sa.insert(table).values(term_id=max(terms) + 1, place=free)
    tampering.attempt("a posting of no term", "the index names", added)


def test_each_term_renamed(tampering):
    table = table_of(Term)
    for row in rows_of(tampering.engine, table):
        if row["claims"]:
            for name in ("shelf", "facet", "value"):
                change = sa.update(table).where(here(table, row)).values({name: f"{row[name]}x"})
                tampering.attempt(f"term {row} {name}", "index terms", change)


def test_a_text_gone_from_the_search_index(tampered):
    key = "rowid" if tampered.dialect.name == "sqlite" else "place"
    for change in ("DELETE FROM claim_search WHERE {key} = :p", "UPDATE claim_search SET {key} = 9 WHERE {key} = :p"):
        with tampered.connect() as connection:
            place = connection.execute(sa.select(sa.func.max(col(Claim.place)))).scalar_one()
            connection.execute(sa.text(change.format(key=key)), {"p": place})
            with Session(connection) as session:
                found = list(verification.problems(ReadSession(session)))
        assert [problem for problem in found if "search index" in problem] == found != []


def test_a_head_kept_from_before_shows_that_everything_was_written_anew(databases):
    with databases.opened("empty") as one, databases.opened("empty") as other:
        for engine in (one, other):
            desk.open_desk(engine)
        kept = desk.the(one, ChainHead, id=1).hash
        desk.run(one, people.add, OPERATOR, PersonDraft(name="eve", role=Role.REVIEWER))
        with reading(one) as session:
            assert list(verification.problems(session, kept_head=kept[:12])) == []
        with reading(other) as session:
            assert "rewritten" in next(iter(verification.problems(session, kept_head=kept[:12])))
