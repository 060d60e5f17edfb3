import pytest
import sqlalchemy as sa
from tests.helpers import desk

from factdesk.commands import evidence, reviews
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim, ClaimPast

PAST, CLAIM = table_of(ClaimPast), table_of(Claim)
WRONG = "TALE-2: what is kept of its past does not follow from the audit chain"
MISSING = "TALE-2: the beginning of its past is missing."
GAP = "TALE-2: the times of its past do not join."


@pytest.fixture
def kept(desk_engine):
    """Give a register in which one claim has a past of three versions, with the events at which each began."""
    people = desk.the_people(desk_engine)
    desk.run(desk_engine, reviews.submit, people["ann"], "TALE-2", desk.a_judgement())
    desk.run(desk_engine, evidence.add, people["ann"], "TALE-2", desk.new_evidence())
    desk.run(desk_engine, reviews.submit, people["ann"], "TALE-2", desk.a_judgement(verdict="mixed"))
    assert desk.problems(desk_engine) == []
    with desk_engine.connect() as connection:
        began = connection.scalars(sa.select(PAST.c.from_seq).order_by(PAST.c.from_seq)).all()
    assert len(began) == 3
    return desk_engine, began


def change(engine, seq, **values):
    with engine.begin() as connection:
        connection.execute(sa.update(PAST).where(PAST.c.from_seq == seq).values(values))


def named(engine, problem):
    found = desk.problems(engine)
    assert any(one.startswith(problem) for one in found), found
    assert all("TALE-2" in one for one in found), found


@pytest.mark.parametrize("name", ["statement", "verdict", "confidence", "computed", "changed_at", "shelf", "version"])
def test_a_past_that_shows_something_else_is_named(kept, name):
    engine, began = kept
    with engine.connect() as connection:
        was = connection.scalar(sa.select(PAST.c.shown).where(PAST.c.from_seq == began[1]))
    other = {"verdict": "disputed", "confidence": "very_low", "computed": "very_low", "version": 9}.get(name, "other")
    other = "2001-02-03T00:00:00+00:00" if name == "changed_at" else other
    change(engine, began[1], shown=was | {name: other})
    named(engine, WRONG)


@pytest.mark.parametrize(
    ("name", "value"),
    [("verdict", "disputed"), ("confidence", None), ("shelf", "draft"), ("hedge", "rumoured"), ("gap", 4),
     ("confidence_rank", 9), ("doubt_rank", 9), ("state", "split"), ("topics", ["other"]), ("place", 99),
     ("claim_type", "forecast")],
)  # fmt: skip
def test_a_column_that_says_something_else_than_what_was_shown_is_named(kept, name, value):
    engine, began = kept
    change(engine, began[1], **{name: value})
    named(engine, f"TALE-2: the columns of its past since event {began[1]} do not say what it showed.")


def test_a_gap_between_two_times_is_named(kept):
    engine, began = kept
    change(engine, began[0], until_seq=began[1] - 1)
    named(engine, GAP)


def test_a_version_that_is_gone_is_named(kept):
    engine, began = kept
    with engine.begin() as connection:
        connection.execute(sa.delete(PAST).where(PAST.c.from_seq == began[1]))
    named(engine, GAP)


def test_a_present_that_began_at_another_time_is_named(kept):
    engine, began = kept
    with engine.begin() as connection:
        connection.execute(sa.update(CLAIM).where(CLAIM.c.ref == "TALE-2").values(shown_seq=began[2]))
    named(engine, GAP)


def test_a_past_that_was_taken_away_whole_is_named(kept):
    engine, _ = kept
    with engine.begin() as connection:
        connection.execute(sa.delete(PAST))
    named(engine, MISSING)


def test_a_beginning_that_was_taken_away_is_named(kept):
    engine, began = kept
    with engine.begin() as connection:
        connection.execute(sa.delete(PAST).where(PAST.c.from_seq == began[0]))
    named(engine, MISSING)


def test_a_past_from_before_the_claim_was_made_is_named(kept):
    engine, began = kept
    change(engine, began[0], from_seq=0)
    named(engine, "TALE-2: its past begins before the claim was made.")


def test_a_register_from_before_pasts_were_kept_begins_with_all_its_claims_at_one_event(kept):
    engine, began = kept
    with engine.begin() as connection:
        connection.execute(sa.delete(PAST))
        connection.execute(sa.update(CLAIM).values(shown_seq=began[2] + 1))
    assert desk.problems(engine) == []
