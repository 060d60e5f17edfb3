import pytest
import sqlalchemy as sa
from tests.helpers import desk

from factdesk.access import OPERATOR
from factdesk.commands import reviews, upkeep
from factdesk.database.transaction import writing
from factdesk.errors import NotSignedIn, Refusal
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim, Gist, Pair, Posting, Term


@pytest.fixture
def people(desk_engine):
    return desk.the_people(desk_engine)


def indexed(engine):
    with writing(engine) as session:
        return upkeep.index_all(session, OPERATOR)


def test_making_the_indexes_of_a_whole_register_again_changes_nothing(desk_engine, people):
    desk.run(desk_engine, reviews.submit, people["ann"], "TALE-2", desk.a_judgement())
    with desk.nothing_stored(desk_engine):
        assert indexed(desk_engine) == 3


def test_an_empty_register_has_nothing_to_index(empty_engine):
    assert indexed(empty_engine) == 0


def test_a_register_without_its_indexes_is_given_them(desk_engine, people):
    desk.run(desk_engine, reviews.submit, people["ann"], "TALE-2", desk.a_judgement())
    before = desk.everything(desk_engine)
    with desk_engine.begin() as connection:
        connection.execute(sa.update(table_of(Claim)).values(term_ids=[]))
        for model in (Gist, Posting, Pair):
            connection.execute(sa.delete(table_of(model)))
        connection.execute(sa.update(table_of(Term)).values(claims=0))
        connection.exec_driver_sql("DELETE FROM claim_search")
    assert desk.problems(desk_engine) != []
    assert indexed(desk_engine) == 3
    assert desk.problems(desk_engine) == []
    assert {name for name, rows in desk.everything(desk_engine).items() if rows != before[name]} <= {"pair"}


def test_only_who_may_load_a_register_indexes_it(desk_engine, people):
    for name in ("reader", "ann"):
        with writing(desk_engine) as session, pytest.raises(Refusal) as caught:
            upkeep.index_all(session, people[name])
        assert name != "reader" or isinstance(caught.value, NotSignedIn)
