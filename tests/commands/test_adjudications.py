import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.commands import claims, reviews
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.errors import Clash, Forbidden, NotFound, NotSignedIn, Stale
from factdesk.models import Claim
from factdesk.vocabulary import Scope


@pytest.fixture
def who(desk_engine):
    actors = desk.the_people(desk_engine)
    desk.split(desk_engine, actors, "TALE-3")
    return actors


def standing(engine):
    claim = desk.the(engine, Claim, ref="TALE-3")
    return claim.state, claim.verdict, claim.confidence, claim.dissent


def test_an_editor_who_has_not_judged_it_decides_and_dissent_is_counted(desk_engine, who):
    assert standing(desk_engine)[0] == "split"
    desk.run(desk_engine, reviews.adjudicate, who["ed"], "TALE-3", desk.a_judgement(confidence="moderate"))
    assert standing(desk_engine) == ("settled", "supported", "moderate", 1)
    assert desk.problems(desk_engine) == []


def test_a_decision_taken_back_leaves_the_split(desk_engine, who):
    before = standing(desk_engine)
    desk.run(desk_engine, reviews.adjudicate, who["ed"], "TALE-3", desk.a_judgement())
    desk.run(desk_engine, reviews.retract_adjudication, who["ada"], "TALE-3", desk.a_retraction())
    assert standing(desk_engine) == before
    desk.refused(desk_engine, Clash, reviews.retract_adjudication, who["ed"], "TALE-3", desk.a_retraction())


def test_a_later_review_that_says_otherwise_makes_the_decision_fall(desk_engine, who):
    desk.run(desk_engine, reviews.adjudicate, who["ed"], "TALE-3", desk.a_judgement())
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-3", desk.a_judgement(verdict="mixed"))
    assert standing(desk_engine)[0] == "split"


def test_the_day_to_look_again_is_the_earliest_asked_for(desk_engine, who):
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-3", desk.a_judgement(recheck_on="2027-05-01"))
    draft = desk.a_judgement(recheck_on="1 March 2027")
    desk.run(desk_engine, reviews.adjudicate, who["ed"], "TALE-3", draft)
    assert desk.the(desk_engine, Claim, ref="TALE-3").recheck_on == "2027-03-01"


def test_who_is_one_of_those_who_disagree_does_not_decide(desk_engine, who):
    desk.run(desk_engine, reviews.submit, who["ed"], "TALE-3", desk.a_judgement())
    desk.refused(desk_engine, Forbidden, reviews.adjudicate, who["ed"], "TALE-3", desk.a_judgement())
    desk.run(desk_engine, reviews.adjudicate, who["ada"], "TALE-3", desk.a_judgement())


@for_each("command", [reviews.adjudicate, reviews.retract_adjudication])
def test_only_editors_decide(desk_engine, who, command):
    draft = desk.a_judgement() if command is reviews.adjudicate else desk.a_retraction()
    desk.refused(desk_engine, NotSignedIn, command, who["reader"], "TALE-3", draft)
    desk.refused(desk_engine, Forbidden, command, who["ann"], "TALE-3", draft)
    desk.refused(desk_engine, Forbidden, command, desk.limited(who["ada"], Scope.REVIEW), "TALE-3", draft)


def test_there_is_nothing_to_decide_without_a_split_or_on_an_older_wording(desk_engine, who):
    desk.refused(desk_engine, Clash, reviews.adjudicate, who["ed"], "TALE-1", desk.a_judgement())
    desk.refused(desk_engine, NotFound, reviews.adjudicate, who["ed"], "TALE-9", desk.a_judgement())
    change = desk.reworded("meaning", statement="Another", topics=[])
    desk.run(desk_engine, claims.revise, who["ed"], "TALE-3", change)
    desk.refused(desk_engine, Stale, reviews.adjudicate, who["ed"], "TALE-3", desk.a_judgement())
    gone = WithdrawalDraft(reason="It is a double", version=2)
    desk.run(desk_engine, claims.withdraw, who["ed"], "TALE-3", gone)
    desk.refused(desk_engine, Clash, reviews.adjudicate, who["ed"], "TALE-3", desk.a_judgement(wording=2))
