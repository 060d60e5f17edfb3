import pytest
import sqlalchemy as sa
from sqlmodel import col
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_register, load

from factdesk.access import OPERATOR
from factdesk.commands import reviews, upkeep
from factdesk.database.transaction import writing
from factdesk.errors import NotSignedIn, Refusal
from factdesk.facts.snapshots import table_of
from factdesk.models import Claim, Gist, Posting, Term


@pytest.fixture
def people(desk_engine):
    return desk.the_people(desk_engine)


def behind(engine):
    with writing(engine) as session:
        return upkeep.is_behind(session)


def settled(engine):
    with writing(engine) as session:
        return upkeep.settle_all(session, OPERATOR)


def test_a_register_of_today_is_not_behind_and_settling_it_changes_nothing(desk_engine, people):
    desk.run(desk_engine, reviews.submit, people["ann"], "TALE-2", desk.a_judgement())
    assert not behind(desk_engine)
    with desk.nothing_stored(desk_engine):
        assert settled(desk_engine) == 3


def test_an_empty_register_is_not_behind(empty_engine):
    assert not behind(empty_engine)
    assert settled(empty_engine) == 0


def test_a_register_without_the_newest_facet_is_settled_anew(desk_engine, people):
    claim, term, posting = table_of(Claim), table_of(Term), table_of(Posting)
    before = desk.everything(desk_engine)
    with desk_engine.begin() as connection:
        ids = connection.scalars(sa.select(term.c.id).where(term.c.facet == upkeep.NEWEST_FACET)).all()
        for row in connection.execute(sa.select(claim.c.id, claim.c.term_ids)).all():
            kept = [one for one in row.term_ids if one not in ids]
            connection.execute(sa.update(claim).where(claim.c.id == row.id).values(term_ids=kept, computed_score=None))
        connection.execute(sa.delete(posting).where(posting.c.term_id.in_(ids)))
        connection.execute(sa.update(term).where(term.c.id.in_(ids)).values(claims=0))
    assert behind(desk_engine)
    assert desk.problems(desk_engine) != []
    assert settled(desk_engine) == 3
    assert not behind(desk_engine)
    assert desk.problems(desk_engine) == []
    assert desk.everything(desk_engine) == before
    assert people


def test_a_register_from_before_the_gists_is_settled_anew(desk_engine, people):
    desk.run(desk_engine, reviews.submit, people["ann"], "TALE-2", desk.a_judgement())
    before = desk.everything(desk_engine)
    with desk_engine.begin() as connection:
        connection.execute(sa.delete(table_of(Gist)))
    assert behind(desk_engine)
    assert desk.problems(desk_engine) != []
    assert settled(desk_engine) == 3
    assert not behind(desk_engine)
    assert desk.everything(desk_engine) == before


def test_a_register_that_nobody_judged_is_behind_by_its_facets_alone(empty_engine):
    load(empty_engine, a_register(a_claim(1)))
    assert not behind(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(sa.update(table_of(Term)).where(col(Term.facet) == upkeep.NEWEST_FACET).values(claims=0))
    assert behind(empty_engine)


def test_only_who_may_load_a_register_settles_it(desk_engine, people):
    for name in ("reader", "ann"):
        with writing(desk_engine) as session, pytest.raises(Refusal) as caught:
            upkeep.settle_all(session, people[name])
        assert name != "reader" or isinstance(caught.value, NotSignedIn)
