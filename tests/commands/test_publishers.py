import pytest
from sqlmodel import col, select
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.commands import publishers, sources
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.publishers import PublisherChangeDraft
from factdesk.errors import Clash, Difference, Forbidden, Invalid, NotFound, NotSignedIn, Stale
from factdesk.models import Claim, Event, Publisher, Source
from factdesk.vocabulary import Scope

PAPER = 1
GONE = WithdrawalDraft(reason="It does not hold", version=1)


@pytest.fixture
def who(desk_engine):
    """Open the desk; beside src01 the paper has one source with a grade and a reason of its own."""
    people = desk.the_people(desk_engine)
    own = desk.new_source("src06", publisher="The Paper", reliability="D", reliability_why="An opinion page")
    desk.run(desk_engine, sources.add, people["ann"], own)
    return people


def default(grade, version=1):
    return PublisherChangeDraft(default_reliability=grade, version=version)


def grades(engine):
    with reading(engine) as session:
        found = session.exec(select(Source).where(col(Source.publisher_id) == PAPER))
        return {one.citekey: str(one.reliability) for one in found}


def test_a_default_grades_its_followers_and_leaves_those_with_a_reason(desk_engine, who):
    before = desk.the(desk_engine, Claim, ref="TALE-1").computed_score
    events = desk.number_of(desk_engine, Event)
    assert desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default("D")) == str(PAPER)
    assert grades(desk_engine) == {"src01": "D", "src06": "D"}
    desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default("A", 2))
    assert grades(desk_engine) == {"src01": "A", "src06": "D"}
    assert desk.the(desk_engine, Claim, ref="TALE-1").computed_score > before
    assert desk.number_of(desk_engine, Event) == events + 2, "publisher and sources in one event"
    assert desk.problems(desk_engine) == []


def test_a_default_taken_away_leaves_every_grade(desk_engine, who):
    desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default("A"))
    desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default(None, 2))
    assert desk.the(desk_engine, Publisher, id=PAPER).default_reliability is None
    assert grades(desk_engine) == {"src01": "A", "src06": "D"}


def test_a_withdrawn_source_keeps_its_grade(desk_engine, who):
    gone = desk.run(desk_engine, sources.withdraw, who["ed"], "src01", GONE)
    desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default("E"))
    assert grades(desk_engine)[gone] == "B"


def test_what_would_change_nothing_is_refused(desk_engine, who):
    desk.refused(desk_engine, Clash, publishers.grade, who["ed"], PAPER, default(None))
    desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default("C"))
    desk.refused(desk_engine, Clash, publishers.grade, who["ed"], PAPER, default("C", 2))


def test_of_two_who_grade_it_the_second_sees_both(desk_engine, who):
    desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default("C"))
    stale = desk.refused(desk_engine, Stale, publishers.grade, who["ada"], PAPER, default("E"))
    assert stale.version == 2
    assert stale.differences == (Difference("default_reliability", "C", "E"),)


@for_each("number", [0, -1, 99, 2**70])
def test_a_publisher_that_is_not_there_is_not_found(desk_engine, who, number):
    desk.refused(desk_engine, NotFound, publishers.grade, who["ed"], number, default("C"))


def test_only_who_may_write_grades_publishers(desk_engine, who):
    desk.refused(desk_engine, NotSignedIn, publishers.grade, who["reader"], PAPER, default("C"))
    desk.refused(desk_engine, Forbidden, publishers.grade, who["ann"], PAPER, default("C"))
    limited = desk.limited(who["ada"], Scope.REVIEW)
    desk.refused(desk_engine, Forbidden, publishers.grade, limited, PAPER, default("C"))


def test_a_source_without_a_grade_takes_its_publishers_default(desk_engine, who):
    desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default("C"))
    added = desk.new_source("src07", publisher="The Paper", reliability=None)
    desk.run(desk_engine, sources.add, who["ann"], added)
    assert grades(desk_engine)["src07"] == "C"
    desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default("B", 2))
    assert grades(desk_engine)["src07"] == "B"
    changed = desk.changed_source(publisher="The Paper", reliability=None, version=2)
    desk.run(desk_engine, sources.revise, who["ed"], "src07", changed)
    assert grades(desk_engine)["src07"] == "B"


def test_another_grade_than_the_default_needs_a_reason(desk_engine, who):
    desk.run(desk_engine, publishers.grade, who["ed"], PAPER, default("C"))
    other = desk.new_source("src07", publisher="The Paper", reliability="A")
    refusal = desk.refused(desk_engine, Invalid, sources.add, who["ann"], other)
    assert refusal.place == "reliability_why"
    assert refusal.sentence == "The Paper is graded C as a whole: say why this source is graded A."
    desk.run(desk_engine, sources.add, who["ann"], other.model_copy(update={"reliability_why": "A leaked original"}))
    assert grades(desk_engine)["src07"] == "A"
    moved = desk.changed_source(publisher="The Paper", reliability="E")
    assert desk.refused(desk_engine, Invalid, sources.revise, who["ed"], "src05", moved).place == "reliability_why"


@for_each("publisher", [None, "Nobody’s Press", "The Paper"])
def test_without_a_default_a_source_needs_a_grade(desk_engine, who, publisher):
    added = desk.new_source("src07", publisher=publisher, reliability=None)
    assert desk.refused(desk_engine, Invalid, sources.add, who["ann"], added).place == "reliability"
