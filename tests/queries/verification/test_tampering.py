"""`factdesk verify` finds any single change that did not come by a command, and names the first bad entry."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from tests.drills.tampering import (
    EVENT,
    SOURCE,
    Change,
    changes,
    nobody_is_held_back,
    of_each_kind,
    rows_of,
    try_changes,
    unlike_what_was_done,
)
from tests.helpers import desk
from tests.helpers.past_register import write_a_lot

from factdesk.access import OPERATOR
from factdesk.commands import people
from factdesk.database.transaction import ReadSession, reading
from factdesk.drafts.people import PersonDraft
from factdesk.facts.snapshots import RECORDED_TABLES
from factdesk.models import ChainHead, Event
from factdesk.models.base import content_columns
from factdesk.queries import verification
from factdesk.queries.verification.covering import COVERED
from factdesk.vocabulary import Role


@pytest.fixture(scope="module")
def tampered(databases):
    """Give a register with a past; every change made to it is undone again."""
    with databases.opened("empty") as engine:
        write_a_lot(engine)
        with nobody_is_held_back(engine):
            yield engine
            assert desk.problems(engine) == []


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


def test_a_sample_has_every_column_and_kind_of_change(tampered):
    every = list(changes(tampered))
    sample = of_each_kind(every, 1, seed=0)
    assert {change.kind for change in sample} == {change.kind for change in every}
    assert len(sample) < len(every) / 5
    assert of_each_kind(every, 1, seed=0) == sample != of_each_kind(every, 1, seed=1)
    tried = {change.kind.split(":")[0] for change in sample}
    for table in RECORDED_TABLES:
        assert {table.name, *(f"{table.name}.{column.name}" for column in content_columns(table))} <= tried
    assert {model.__tablename__ for model in COVERED} | {"search"} <= tried


@pytest.mark.slow
@pytest.mark.engines("sqlite")
def test_a_change_of_each_kind_is_found(tampered):
    found = try_changes(tampered, each=1, seed=0)
    assert found["changes tried"] == found["kinds of change"]


@pytest.mark.slow
@pytest.mark.engines("postgresql")
def test_a_change_of_one_kind_in_three_is_found_where_the_same_code_reads_the_same_rows(tampered):
    found = try_changes(tampered, each=1, seed=0, one_in=3)
    assert found["changes tried"] > found["kinds of change"] / 4


def test_a_change_that_verify_misses_or_places_elsewhere_is_told(tampered):
    renamed = sa.update(SOURCE).where(SOURCE.c.citekey == "src01").values(title="Another")
    assert unlike_what_was_done(tampered, Change("none", "nothing was done", "source", ())) == []
    assert unlike_what_was_done(tampered, Change("title", "src01 renamed", "source", (renamed,))) is None
    found = unlike_what_was_done(tampered, Change("title", "src01 renamed", "evidence", (renamed,)))
    assert "source" in found[0]


def test_the_last_event_deleted_is_missed_at_the_head(tampered):
    last = rows_of(tampered, EVENT)[-1]
    with tampered.connect() as connection:
        connection.execute(sa.delete(EVENT).where(EVENT.c.seq == last["seq"]))
        with Session(connection) as session:
            first = next(iter(verification.problems(ReadSession(session))))
    assert first.startswith(f"The chain's head says event {last['seq']}")


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
