"""Deriving everything anew: old numbers until the switch, new ones after it, whatever is written meanwhile."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select
from tests.helpers import desk
from tests.helpers import newer_program as newer
from tests.helpers.past_register import write_a_lot
from tests.helpers.rows import for_each

from factdesk.access import READER
from factdesk.commands import claims, evidence, reviews, sources
from factdesk.commands.anew import Turn
from factdesk.database.transaction import reading
from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import ClaimPage
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.errors import Busy, Unusable
from factdesk.facts.snapshots import table_of
from factdesk.models import ANEW_CLAIM, Event, Rederivation, RegisterBasis
from factdesk.models.anew import WAITING
from factdesk.queries import claims as claim_queries
from factdesk.queries import facts, verification
from factdesk.rules import basis


@pytest.fixture
def people(desk_engine):
    return desk.the_people(desk_engine)


def scores(engine, as_of=None):
    """Give what a reader is shown of each claim's computed confidence, and the weights that an export names."""
    with reading(engine) as session:
        page = claim_queries.find(session, READER, ClaimPage(as_of=as_of))
        told = facts.of_export(session, READER, ClaimExport(as_of=as_of), site="")
        one_by_one = {row.row.ref: claim_queries.get(session, READER, row.row.ref, as_of) for row in page.rows}
    for row in page.rows:
        assert row.row.computed_score == one_by_one[row.row.ref].computed_score
    return told.weights, {row.row.ref: row.row.computed_score for row in page.rows}


def not_compared(engine):
    with reading(engine) as session:
        return list(verification.not_compared(session))


def events(engine):
    with reading(engine) as session:
        return [(event.action, event.payload) for event in session.exec(select(Event).order_by(Event.seq))]


def nothing_waits(engine):
    with engine.connect() as connection:
        tables = (*WAITING, table_of(Rederivation))
        return all(connection.execute(sa.select(sa.func.count()).select_from(one)).scalar_one() == 0 for one in tables)


def add_evidence(engine, people, ref="TALE-3"):
    desk.run(engine, evidence.add, people["ann"], ref, desk.new_evidence())


def withdraw_source(engine, people):
    draft = WithdrawalDraft(reason="A forgery", version=desk.version_of(engine, "src01"))
    desk.run(engine, sources.withdraw, people["ed"], "src01", draft)


def judge(engine, people, ref="TALE-2"):
    desk.run(engine, reviews.submit, people["ann"], ref, desk.a_judgement())


def write_claims(engine, people):
    desk.run(engine, claims.add, people["ed"], "a-tale", desk.new_claim())
    desk.run(engine, claims.add_all, people["ed"], "a-tale", [desk.new_claim(), desk.new_claim()])


def test_with_other_weights_numbers_and_their_version_change_together(desk_engine, people, monkeypatch):
    old = scores(desk_engine)
    before = len(events(desk_engine))
    assert old[0] == "1"
    newer.weigh_otherwise(monkeypatch)
    assert newer.take(desk_engine) is Turn.MINE
    while (batch := newer.read_batch(desk_engine)).found:
        assert scores(desk_engine) == old
        assert desk.problems(desk_engine) == []
        assert newer.keep(desk_engine, batch)
    assert scores(desk_engine) == old
    changed = newer.switch(desk_engine)
    version, found = scores(desk_engine)
    assert version == "2"
    assert changed == sum(found[ref] != score for ref, score in old[1].items()) == 1
    assert desk.problems(desk_engine) == not_compared(desk_engine) == []
    assert nothing_waits(desk_engine)
    [(action, payload)] = events(desk_engine)[before:]
    assert action == "register.derive"
    assert payload["derived"]["from"] | {"weights": 2} == payload["derived"]["to"] == basis.PRESENT._asdict()
    assert newer.take(desk_engine) is Turn.NOTHING_TO_DO


def test_an_earlier_moment_keeps_its_numbers_and_names_their_version(desk_engine, people, monkeypatch):
    old = scores(desk_engine)
    then = desk.the(desk_engine, Event, seq=len(events(desk_engine))).at.isoformat()
    newer.weigh_otherwise(monkeypatch)
    newer.derive_all(desk_engine)
    judge(desk_engine, people)
    assert scores(desk_engine)[0] == "2"
    assert scores(desk_engine, as_of=then) == old
    assert desk.problems(desk_engine) == []


CHANGES: list[Callable] = [add_evidence, withdraw_source, judge, write_claims]


@pytest.mark.slow
@for_each("when", ["before it is read", "between reading and keeping", "after it is kept"])
def test_what_is_written_meanwhile_is_right_before_and_after_the_switch(databases, when):
    for change in CHANGES:
        with databases.opened("desk") as engine, pytest.MonkeyPatch.context() as patch:
            people = desk.the_people(engine)
            newer.weigh_otherwise(patch)
            assert newer.take(engine) is Turn.MINE
            if when == "before it is read":
                change(engine, people)
            batch = newer.read_batch(engine, limit=10)
            if when == "between reading and keeping":
                change(engine, people)
            assert newer.keep(engine, batch)
            if when == "after it is kept":
                change(engine, people)
            assert desk.problems(engine) == [], "by the old weights"
            assert scores(engine)[0] == "1"
            assert newer.switch(engine) is not None
            assert desk.problems(engine) == [], "by the new ones"
            assert scores(engine)[0] == "2"


@pytest.mark.slow
@for_each("derives_otherwise", [newer.weigh_otherwise, newer.judge_otherwise, newer.index_otherwise,
                                newer.fold_otherwise])  # fmt: skip
def test_whichever_part_changed_the_register_is_as_if_the_new_program_had_always_been(databases, derives_otherwise):
    with databases.opened("empty") as engine, pytest.MonkeyPatch.context() as patch:
        write_a_lot(engine)
        derives_otherwise(patch)
        newer.derive_all(engine)
        assert desk.problems(engine) == []
        kept = desk.everything(engine)
        desk.settle_all(engine)
        again = desk.everything(engine)
        assert {name for name in kept if kept[name] != again[name]} == set()


def test_another_process_goes_on_where_one_was_killed_and_not_before(desk_engine, people, monkeypatch):
    newer.weigh_otherwise(monkeypatch)
    assert newer.take(desk_engine, "killed") is Turn.MINE
    assert newer.keep(desk_engine, newer.read_batch(desk_engine), "killed")
    lost = newer.read_batch(desk_engine)
    assert newer.take(desk_engine, "next") is Turn.TAKEN
    with desk_engine.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(sa.update(table_of(Rederivation)).values(until=past))
    assert newer.take(desk_engine, "next") is Turn.MINE
    first = newer.read_batch(desk_engine, limit=10)
    assert len(first.found) == 2, "what was kept is not derived twice"
    with desk.nothing_stored(desk_engine):
        assert not newer.keep(desk_engine, lost, "killed")
        assert newer.switch(desk_engine, "killed") is None
    assert newer.keep(desk_engine, first, "next")
    assert newer.switch(desk_engine, "next") == 1
    assert desk.problems(desk_engine) == []
    assert people


def test_what_waits_for_another_version_is_thrown_away(desk_engine, people, monkeypatch):
    newer.weigh_otherwise(monkeypatch)
    newer.take(desk_engine)
    newer.keep(desk_engine, newer.read_batch(desk_engine))
    newer.index_otherwise(monkeypatch)
    assert newer.take(desk_engine) is Turn.MINE
    assert desk.number_of(desk_engine, Rederivation) == 1
    with desk_engine.connect() as connection:
        assert connection.execute(sa.select(ANEW_CLAIM)).all() == []
    assert newer.derive_all(desk_engine) is not None
    assert desk.problems(desk_engine) == []
    assert people


def test_where_the_rules_changed_whoever_writes_is_asked_to_wait_and_pages_show_what_they_showed(
    desk_engine, people, monkeypatch
):
    with reading(desk_engine) as session:
        old = claim_queries.get(session, READER, "TALE-1")
    newer.judge_otherwise(monkeypatch)
    refusal = desk.refused(desk_engine, Busy, reviews.submit, people["ann"], "TALE-2", desk.a_judgement())
    assert "derived anew" in refusal.sentence
    desk.refused(desk_engine, Busy, claims.add_all, people["ed"], "a-tale", [desk.new_claim()])
    with reading(desk_engine) as session:
        found = claim_queries.get(session, READER, "TALE-1")
    assert old.origin_groups
    assert found == old.model_copy(update={"origin_groups": []})
    assert desk.problems(desk_engine) == []
    assert "rules 1 (this program has 2)" in not_compared(desk_engine)[0]
    newer.derive_all(desk_engine)
    judge(desk_engine, people)
    assert desk.problems(desk_engine) == []


def test_the_past_of_rules_that_are_gone_is_kept_and_said_not_to_be_computed_again(desk_engine, people, monkeypatch):
    add_evidence(desk_engine, people, "TALE-1")
    before = len(events(desk_engine))
    then = desk.the(desk_engine, Event, seq=before).at.isoformat()
    with reading(desk_engine) as session:
        old = claim_queries.get(session, READER, "TALE-1")
    newer.judge_otherwise(monkeypatch)
    newer.derive_all(desk_engine)
    with reading(desk_engine) as session:
        found = claim_queries.get(session, READER, "TALE-1", as_of=then)
        now = claim_queries.get(session, READER, "TALE-1")
    assert found.origins == old.origins
    assert now.origins.supports == old.origins.supports + 1
    assert found.origin_groups == []
    assert desk.problems(desk_engine) == []
    [told] = not_compared(desk_engine)
    assert told.startswith("What 3 claims showed before event")
    assert "cannot be computed again" in told


def test_a_register_that_a_newer_program_derived_is_neither_written_to_nor_derived(desk_engine, people, monkeypatch):
    newer.weigh_otherwise(monkeypatch)
    newer.derive_all(desk_engine)
    newer.weigh_as_before(monkeypatch)
    refusal = desk.refused(desk_engine, Unusable, reviews.submit, people["ann"], "TALE-2", desk.a_judgement())
    assert "newer version of Factdesk" in refusal.sentence
    with pytest.raises(Unusable, match="newer version of Factdesk"):
        newer.take(desk_engine)


def test_an_old_program_beside_a_new_one_spoils_nothing(desk_engine, people, monkeypatch):
    newer.weigh_otherwise(monkeypatch)
    newer.take(desk_engine)
    newer.keep(desk_engine, newer.read_batch(desk_engine, limit=10))
    newer.weigh_as_before(monkeypatch)
    add_evidence(desk_engine, people)
    assert desk.problems(desk_engine) == []
    newer.weigh_otherwise(monkeypatch)
    assert newer.switch(desk_engine) == 2
    assert desk.problems(desk_engine) == []


def test_an_empty_register_is_derived_at_once_and_without_an_event(empty_engine, monkeypatch):
    newer.weigh_otherwise(monkeypatch)
    assert newer.take(empty_engine) is Turn.NOTHING_TO_DO
    assert desk.the(empty_engine, RegisterBasis, from_seq=0).weights == 2
    assert desk.number_of(empty_engine, Event) == 0
