from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, a_review, a_source, load
from tests.helpers.command_line import address_of, run
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR
from factdesk.commands import versions
from factdesk.database.transaction import writing
from factdesk.facts.snapshots import RECORDED_TABLES, table_of
from factdesk.models import ChainHead, Claim, Event, Pair, Posting, Source, Term
from factdesk.models.base import UtcDateTime, content_columns
from factdesk.queries import verification
from factdesk.queries.verification.covering import told_of_the_rest
from factdesk.queries.verification.telling import MOST_TOLD
from factdesk.rules import chain

CLAIM, EVENT, HEAD = table_of(Claim), table_of(Event), table_of(ChainHead)
POSTING, TERM, PAIR, SOURCE = table_of(Posting), table_of(Term), table_of(Pair), table_of(Source)
SINGLE = ("api_token", "closed_round", "note", "assignment")
LOADED_TABLES = [table for table in RECORDED_TABLES if table.name not in SINGLE]
"""Those a register is loaded into; the rows of the others are written one by one."""
COLUMNS = [column for table in LOADED_TABLES for column in content_columns(table)]
DERIVED = [column for column in CLAIM.columns if column.info.get("derived")]
OF_EVENT = [column for column in EVENT.columns if column.name != "seq"]
DAY = datetime(2001, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def register(databases):
    """Give a small register with a row or two in every table that is recorded."""
    with databases.opened("empty") as engine:
        sources = [
            a_source("first"),
            a_source("second", lineage="derived", derived_from=[{"source": "first", "how": "cites"}], publisher="P"),
            a_source("third", publisher="Q"),
        ]
        claims = [
            a_claim(1, a_piece("second"), a_piece("third", stance="disputes"), topics=["one"], review=a_review()),
            a_claim(2, a_piece("first"), topics=["two"], quote="A quote"),
            a_claim(3, quote="Another quote"),
        ]
        tie = {"a": "first", "b": "third", "how": "same_author"}
        load(engine, a_register(*claims, sources=sources, ties=[tie]))
        with writing(engine) as session:
            versions.take(session, OPERATOR, "a-tale", desk.a_text("A tale. A quote. Another quote."))
        load(engine, a_register(a_claim(9, a_piece("first")), sources=[a_source("first")], slug="other", prefix="OTH"))
        yield engine


@contextmanager
def changing(engine):
    """Open a transaction that is undone in the end, and in which no foreign key is held."""
    with engine.connect() as connection, connection.begin() as transaction:
        sqlite = engine.dialect.name == "sqlite"
        setting = "PRAGMA defer_foreign_keys=ON" if sqlite else "SET LOCAL session_replication_role = replica"
        connection.exec_driver_sql(setting)
        yield connection
        transaction.rollback()


def problems(connection, **but):
    return list(verification.problems(Session(connection), **but))


def other_value(connection, column, value):
    """Give a value the column may have as well."""
    if column.foreign_keys:
        there = next(iter(column.foreign_keys)).column
        return connection.scalar(sa.select(sa.func.max(there).filter(there != value))) or value + 1
    if isinstance(column.type, sa.Enum):
        return next(word for word in column.type.enum_class if word != value)
    for kind, other in (
        (sa.Boolean, not value),
        (UtcDateTime, DAY),
        (sa.Integer, value + 100 if isinstance(value, int) else 100),
        (sa.JSON, [1] if column.name == "rests_on" else {"changed": value}),
    ):
        if isinstance(column.type, kind):
            return other
    return f"{value or ''}x"


def change(connection, column):
    """Change a column of its table's first row."""
    key = next(iter(column.table.primary_key))
    first = connection.scalar(sa.select(sa.func.min(key)))
    value = connection.scalar(sa.select(column).where(key == first))
    new = other_value(connection, column, value)
    done = connection.execute(sa.update(column.table).where(key == first).values({column: new}))
    assert done.rowcount == 1


@pytest.mark.engines("sqlite", "postgresql")
def test_a_register_as_it_was_written_verifies(register):
    with changing(register) as connection:
        assert problems(connection) == []
    ended = run("verify", "--database", address_of(register))
    assert (ended.code, ended.told) == (0, "")
    verifies, left_out = ended.said.splitlines()
    assert verifies.startswith("The register verifies: 3 events, head ")
    assert left_out == told_of_the_rest()


def test_the_seed_verifies(seeded_url):
    ended = run("verify", "--database", seeded_url)
    assert ended.code == 0
    assert ended.said.startswith("The register verifies: 1 event, head ")


@pytest.mark.slow
@for_each("column", COLUMNS)
def test_a_changed_value_is_found_and_its_table_named(register, column):
    with changing(register) as connection:
        change(connection, column)
        found = problems(connection)
    assert any(column.table.name in problem for problem in found), found
    assert "cannot be read on" not in " ".join(found)


@for_each("table", LOADED_TABLES)
def test_a_row_moved_to_another_event_is_found(register, table):
    for seq in (77, 3 if table.name not in ("article_version", "anchor") else 1):
        with changing(register) as connection:
            first = sa.select(sa.func.min(table.c.id)).scalar_subquery()
            connection.execute(sa.update(table).where(table.c.id == first).values(event_seq=seq))
            assert any(table.name in problem for problem in problems(connection))


@for_each("table", LOADED_TABLES)
def test_a_missing_row_is_found(register, table):
    with changing(register) as connection:
        connection.execute(sa.delete(table).where(table.c.id == sa.select(sa.func.min(table.c.id)).scalar_subquery()))
        assert any(table.name in problem for problem in problems(connection))


@for_each("table", LOADED_TABLES)
def test_a_row_that_was_slipped_in_is_found(register, table):
    with changing(register) as connection:
        row = dict(connection.execute(sa.select(table).limit(1)).mappings().one())
        for column in table.columns:
            if column.name in ("id", "number", "place", "passage"):
                row[column.name] += 1000
            elif column.name in ("name", "citekey", "slug", "prefix", "ref"):
                row[column.name] += "X"
        connection.execute(sa.insert(table).values(row))
        assert any(table.name in problem for problem in problems(connection))


@for_each("column", OF_EVENT)
def test_a_changed_event_is_named(register, column):
    with changing(register) as connection:
        change(connection, column)
        assert any(f"vent {seq}" in problems(connection)[0] for seq in (1, 2, 3))


@for_each("seq", [1, 2, 3])
def test_a_missing_event_is_found(register, seq):
    with changing(register) as connection:
        connection.execute(sa.delete(EVENT).where(EVENT.c.seq == seq))
        assert problems(connection)


@for_each("name", ["seq", "hash", "at"])
def test_a_changed_head_is_found(register, name):
    with changing(register) as connection:
        change(connection, HEAD.c[name])
        assert any("chain's head" in problem for problem in problems(connection))


def test_a_missing_head_is_found(register):
    with changing(register) as connection:
        connection.execute(sa.delete(HEAD))
        assert problems(connection) == ["The row that holds the chain's head is missing."]


@for_each("column", DERIVED)
def test_a_changed_derived_value_is_found_and_its_claim_named(register, column):
    with changing(register) as connection:
        value = [] if column.name == "term_ids" else None
        if value is None:
            change(connection, column)
        else:
            connection.execute(sa.update(CLAIM).where(CLAIM.c.ref == "TALE-1").values(term_ids=value))
        named = {"term_ids": "its index terms", "shown_seq": "the beginning of its past"}
        told = named.get(column.name, f"{column.name} is kept as")
        assert any(f"TALE-1: {told}" in one for one in problems(connection))


@for_each(
    ("change_made", "told"),
    [
        (
            sa.update(TERM).where(TERM.c.facet == "topic", TERM.c.value == "one").values(claims=7),
            "topic one (public): 7 claims",
        ),
        (sa.update(PAIR).values(claims=PAIR.c.claims + 1), "The pair of terms"),
        (sa.delete(PAIR), "The pair of terms"),
        (
            sa.delete(POSTING).where(POSTING.c.place == sa.select(sa.func.min(POSTING.c.place)).scalar_subquery()),
            "TALE-1: the index does not list it under",
        ),
        (sa.insert(POSTING).values(term_id=1, place=1), "Place 1, where no claim is: the index lists it"),
        (sa.insert(TERM).values(id=77, shelf="public", facet="topic", value="three", claims=0), "which no claim has"),
        (sa.update(SOURCE).where(SOURCE.c.citekey == "first").values(shown=False), "The source first is hidden"),
        (sa.text("DELETE FROM claim_search"), "TALE-1: the search index (claim_search) does not hold it"),
    ],
)
def test_a_changed_index_is_found(register, change_made, told):
    with changing(register) as connection:
        connection.execute(change_made)
        assert any(told in problem for problem in problems(connection)), problems(connection)


def test_claims_indexed_in_the_places_of_others_are_found_at_equal_sums_and_sums_of_squares(empty_engine):
    load(empty_engine, a_register(*(a_claim(n, topics=["one"] if n in (1, 5, 6) else ["two"]) for n in range(1, 8))))
    with changing(empty_engine) as connection:
        ids = dict(connection.execute(sa.select(TERM.c.value, TERM.c.id).where(TERM.c.facet == "topic")).all())
        first = connection.scalar(sa.select(sa.func.min(CLAIM.c.place)))
        for number, name in ((1, "two"), (5, "two"), (6, "two"), (2, "one"), (3, "one"), (7, "one")):
            here = (POSTING.c.place == first + number - 1) & POSTING.c.term_id.in_(ids.values())
            connection.execute(sa.update(POSTING).where(here).values(term_id=ids[name]))
        found = problems(connection)
    for number, due, held in ((1, "one", "two"), (2, "two", "one"), (6, "one", "two"), (7, "two", "one")):
        assert f"TALE-{number}: the index does not list it under topic {due} (public)." in found
        assert f"TALE-{number}: the index lists it under topic {held} (public) for nothing." in found
    assert len([one for one in found if "does not list it" in one]) == 6


def test_a_flood_of_problems_is_told_in_part_and_counted(empty_engine):
    load(empty_engine, a_register(*(a_claim(n) for n in range(1, 31))))
    with changing(empty_engine) as connection:
        number = connection.execute(sa.delete(POSTING)).rowcount
        found = problems(connection)
    assert len(found) == MOST_TOLD + 2
    assert f"There are {number - MOST_TOLD:,} more claims that the index does not list where it should." in found


@for_each("place", ["claim.topics", "evidence.rests_on", "event.payload", "claim.term_ids"])
def test_a_value_that_cannot_even_be_read_is_a_problem_like_any_other(register, place):
    table, column = place.split(".")
    broken = "'no json'" if register.dialect.name == "sqlite" else "'null'"
    with changing(register) as connection:
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = {broken}")  # noqa: S608
        assert problems(connection)


def test_a_time_that_is_none_is_a_problem_like_any_other(engine):
    kept_as_text = engine.dialect.name == "sqlite"  # PostgreSQL refuses to store one
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE review SET created_at = {'1.5' if kept_as_text else 'now()'}")  # noqa: S608
    ended = run("verify", "--database", address_of(engine))
    assert ended.code == 1
    assert "row of review" in ended.said


def test_the_command_names_the_table_and_fails(engine):
    at = ("--database", address_of(engine))
    with engine.begin() as connection:
        connection.execute(sa.update(CLAIM).where(CLAIM.c.ref == "MDS-7").values(statement="Changed in silence"))
    ended = run("verify", *at)
    assert ended.code == 1
    assert ended.said.splitlines()[-1] == told_of_the_rest()
    assert ended.said.splitlines()[0] == "A row of claim that event 1 created was changed since, without an event."
    assert ended.told == ""


def test_a_head_that_was_kept_is_looked_for(register):
    at = ("--database", address_of(register))
    with register.connect() as connection:
        hashes = connection.scalars(sa.select(EVENT.c.hash).order_by(EVENT.c.seq)).all()
    for kept in [*hashes, hashes[0][:12], hashes[1][:40].upper(), chain.FIRST]:
        assert run("verify", *at, "--head", kept).code == 0, kept
    ended = run("verify", *at, "--head", "ab" * 32)
    assert ended.code == 1
    assert f"No event has the head {'ab' * 32}" in ended.said


@for_each("kept", ["", "a", "0123456789a", "z" * 64, "0" * 65, "head"])
def test_a_head_that_is_none_is_misuse(seeded_url, kept):
    assert "12 to 64 digits" in run("verify", "--database", seeded_url, "--head", kept).refused(2)
