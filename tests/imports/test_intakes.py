import pytest
from tests.helpers import desk

from factdesk.commands import claims
from factdesk.database.transaction import reading, writing
from factdesk.imports import claims as importing
from factdesk.imports import intakes
from factdesk.imports.claims import Asked
from factdesk.imports.tables import read

TABLE = read(b"statement,topics\nWater is wet,water\nSalt is dry,salt\n", "claims.csv")


@pytest.fixture
def planned(empty_engine, monkeypatch):
    """Give an editor, an intake that was looked at, and how often it was planned."""
    who, times = desk.open_desk(empty_engine), []
    plan = importing.plan
    monkeypatch.setattr(importing, "plan", lambda *given: times.append(1) or plan(*given))
    intake = intakes.of(TABLE, "claims.csv", Asked("a-tale"))
    with reading(empty_engine) as session:
        assert intake.plan(session, who["ed"]).number == 2
    return who, intake, times


def accepted(engine, intake, actor):
    with writing(engine) as session:
        return intake.accept(session, actor)


def test_what_was_looked_at_is_not_planned_again_while_nothing_is_written(empty_engine, planned):
    who, intake, times = planned
    assert accepted(empty_engine, intake, who["ed"]).startswith("Stored: added 2 (TALE-4 to TALE-5")
    assert len(times) == 1


def test_it_is_planned_again_once_anything_was_written(empty_engine, planned):
    who, intake, times = planned
    desk.run(empty_engine, claims.add, who["ed"], "a-tale", desk.new_claim(statement="Salt is dry"))
    assert (
        accepted(empty_engine, intake, who["ed"])
        == "Stored: added 1 (TALE-5 to TALE-5, drafts), changed 0, unchanged 1."
    )
    assert len(times) == 2


def test_a_second_time_nothing_is_new(empty_engine, planned):
    who, intake, times = planned
    accepted(empty_engine, intake, who["ed"])
    assert accepted(empty_engine, intake, who["ed"]) == "Stored: added 0, changed 0, unchanged 2."
    assert len(times) == 2


def test_nor_is_it_stored_for_somebody_else_as_it_was_planned(empty_engine, planned):
    who, intake, times = planned
    with writing(empty_engine) as session, pytest.raises(desk.Refusal):
        intake.accept(session, who["ann"])
    assert len(times) == 2
