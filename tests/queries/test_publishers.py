import pytest
from tests.helpers import desk, with_drafts
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR, READER
from factdesk.commands import sources
from factdesk.database.transaction import reading
from factdesk.drafts.filters import PublisherFilter
from factdesk.errors import NotFound
from factdesk.queries import publishers
from factdesk.vocabulary import Reliability


def asked(engine, viewer, question, *given):
    with reading(engine) as session:
        return question(session, viewer, *given)


@pytest.fixture
def who(desk_engine):
    people = desk.the_people(desk_engine)
    for key, publisher in (("src06", "Another Paper"), ("src07", "The Paper")):
        own = desk.new_source(key, publisher=publisher, reliability="D", reliability_why="An opinion page")
        desk.run(desk_engine, sources.add, people["ann"], own)
    return people


def test_publishers_are_paged_through_by_name(desk_engine, who):
    first = asked(desk_engine, who["ann"], publishers.find, PublisherFilter(limit=1))
    assert [(row.name, row.sources) for row in first.rows] == [("Another Paper", 1)]
    rest = asked(desk_engine, who["ann"], publishers.find, PublisherFilter(limit=1, cursor=first.next_cursor))
    assert [(row.name, row.sources, row.default_reliability) for row in rest.rows] == [("The Paper", 2, None)]
    assert rest.next_cursor is None


def test_readers_see_publishers_of_the_sources_they_see(desk_engine, who):
    page = asked(desk_engine, READER, publishers.find, PublisherFilter())
    assert [(row.name, row.sources) for row in page.rows] == [("The Paper", 1)]
    assert [one.citekey for one in asked(desk_engine, READER, publishers.get, 1).listed] == ["src01"]
    for number in (2, 0, -1, 99, 2**70):
        with pytest.raises(NotFound):
            asked(desk_engine, READER, publishers.get, number)


def test_readers_hear_of_no_publisher_of_drafts(empty_engine):
    with_drafts.load(empty_engine)
    assert asked(empty_engine, READER, publishers.find, PublisherFilter()).rows == []
    assert asked(empty_engine, OPERATOR, publishers.find, PublisherFilter()).rows != []


def test_a_preview_says_what_changes_and_what_keeps_its_grade(desk_engine, who):
    with desk.nothing_stored(desk_engine):
        found = asked(desk_engine, who["ed"], publishers.regrading, 1, Reliability.E)
    assert [(one.citekey, str(one.reliability)) for one in found.changing] == [("src01", "B")]
    assert [(one.citekey, one.why) for one in found.keeping] == [("src07", "An opinion page")]
    assert [one.ref for one in found.consequences.listed] == ["TALE-1", "TALE-2"]


@for_each("default", [None, Reliability.B])
def test_without_a_default_or_with_the_same_grade_nothing_changes(desk_engine, who, default):
    found = asked(desk_engine, who["ed"], publishers.regrading, 1, default)
    assert (found.changing, found.consequences.listed) == ([], [])
