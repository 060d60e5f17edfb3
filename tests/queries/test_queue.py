from datetime import timedelta

import pytest
from tests.helpers import desk, large_register
from tests.helpers.builders import a_claim, a_piece, a_register, load
from tests.helpers.rows import for_each
from tests.helpers.sql_watch import watched

from factdesk.access import OPERATOR
from factdesk.commands import articles, assignments, claims, evidence, leases, people, reviews
from factdesk.database.transaction import reading, writing
from factdesk.drafts.filters import Sort
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.people import PersonDraft
from factdesk.drafts.queue import AssignmentDraft, QueueFilter, QueueList
from factdesk.errors import Forbidden, Invalid, NotSignedIn
from factdesk.models import Lease
from factdesk.queries import assignments as asked
from factdesk.queries import queue
from factdesk.vocabulary import Scope

ANN = AssignmentDraft(person="ann", message="Please", due_on="2026-12-01")


@pytest.fixture
def who(empty_engine):
    """Give the people of a desk with six claims, each of which wants two blind reviews."""
    told = [a_claim(number, a_piece(f"src0{number}"), topics=["water"] if number < 3 else []) for number in range(1, 7)]
    load(empty_engine, a_register(*told))
    for name, role in desk.ROLES.items():
        desk.run(empty_engine, people.add, OPERATOR, PersonDraft(name=name, role=role))
    who = desk.the_people(empty_engine)
    rules = desk.changed_article(title="A tale", reviews_required=2, blind_review=True)
    desk.run(empty_engine, articles.revise, who["ed"], "a-tale", rules)
    return who


def page(engine, actor, **wanted):
    with reading(engine) as session:
        return queue.find(session, actor, QueueFilter.model_validate(wanted))


def listed(engine, actor, **wanted):
    return [row.claim.ref for row in page(engine, actor, **wanted).rows]


def judge(engine, actor, ref, **but):
    desk.run(engine, reviews.submit, actor, ref, desk.a_judgement(**but))


def test_each_claim_is_on_the_lists_it_belongs_on(empty_engine, who):
    day = f"{desk.now() - timedelta(days=1):%Y-%m-%d}"
    far = f"{desk.now() + timedelta(days=9):%Y-%m-%d}"
    desk.run(empty_engine, assignments.add, who["ed"], "TALE-1", ANN)
    judge(empty_engine, who["ann"], "TALE-2")
    judge(empty_engine, who["ann"], "TALE-3")
    judge(empty_engine, who["ben"], "TALE-3", verdict="disputed", confidence="low")
    judge(empty_engine, who["ann"], "TALE-4", recheck_on=day, confidence="very_low", verdict="disputed")
    judge(empty_engine, who["ben"], "TALE-4", confidence="very_low", verdict="disputed")
    judge(empty_engine, who["ann"], "TALE-5", recheck_on=far)
    judge(empty_engine, who["ben"], "TALE-5")
    desk.run(empty_engine, evidence.add, who["ann"], "TALE-5", desk.new_evidence("src01"))
    expected = {
        "mine": ["TALE-1"], "unassigned": ["TALE-2", "TALE-6"], "second": ["TALE-2"], "split": ["TALE-3"],
        "due": ["TALE-4"], "gap": ["TALE-4"], "newer": ["TALE-5"],
    }  # fmt: skip
    assert {name: listed(empty_engine, who["ann"], list=name) for name in map(str, QueueList)} == expected
    counts = {one.name: one.number for one in page(empty_engine, who["ann"]).counts}
    assert counts == {name: len(refs) for name, refs in expected.items()}
    assert listed(empty_engine, who["ben"], list="mine") == []
    assert listed(empty_engine, who["ann"], list="due", due="2020-01-01") == []
    assert listed(empty_engine, who["ann"], list="due", due=far) == ["TALE-4"]


def test_it_begins_with_mine_if_there_is_any(empty_engine, who):
    assert page(empty_engine, who["ann"]).chosen == "unassigned"
    desk.run(empty_engine, assignments.add, who["ed"], "TALE-1", ANN)
    assert page(empty_engine, who["ann"]).chosen == "mine"
    assert page(empty_engine, who["ben"]).chosen == "unassigned"
    judge(empty_engine, who["ann"], "TALE-1")
    assert page(empty_engine, who["ann"]).chosen == "unassigned"


def test_a_row_says_how_many_reviews_are_in_and_nothing_of_what_they_say(empty_engine, who):
    judge(empty_engine, who["ann"], "TALE-2", reason="Hidden for now", recheck_on="2026-01-01")
    row = next(row for row in page(empty_engine, who["ed"], list="second").rows)
    assert (row.reviews_in, row.reviews_required) == (1, 2)
    assert (row.claim.verdict, row.claim.confidence, row.claim.state) == ("unreviewed", None, "open")
    assert (row.claim.reviewed_at, row.claim.recheck_on, row.claim.dissent) == (None, None, 0)
    assert listed(empty_engine, who["ed"], list="due") == []


def test_a_row_says_who_is_asked_and_who_is_at_work(empty_engine, who):
    desk.run(empty_engine, assignments.add, who["ed"], "TALE-1", ANN)
    desk.run(empty_engine, leases.take, who["ben"], ["TALE-1"])
    row = page(empty_engine, who["ann"], list="mine").rows[0]
    one = row.assigned[0]
    assert (one.person, one.by, one.message, one.due_on, one.mine) == ("ann", "ed", "Please", "2026-12-01", True)
    assert (row.held.person, row.held.mine) == ("ben", False)
    with writing(empty_engine) as session:
        desk.grow_old(session, Lease, by=timedelta(minutes=16))
    assert page(empty_engine, who["ann"], list="mine").rows[0].held is None


def test_the_filters_of_the_register_narrow_every_list_and_its_count(empty_engine, who):
    found = page(empty_engine, who["ann"], topic=["water"])
    assert [row.claim.ref for row in found.rows] == ["TALE-1", "TALE-2"]
    assert found.counts[1].number == 2
    assert listed(empty_engine, who["ann"], q="TALE-4") == ["TALE-4"]
    assert page(empty_engine, who["ann"], q="TALE-4").rows[0].hits == []
    assert page(empty_engine, who["ann"], q="Statement").rows[0].hits == [(0, 9)]


@for_each("sort", [sort for sort in Sort if sort is not Sort.RELEVANCE])
def test_pages_go_on_where_the_one_before_ended(empty_engine, who, sort):
    whole, cursor, parts = listed(empty_engine, who["ann"], sort=sort), None, []
    while cursor or not parts:
        found = page(empty_engine, who["ann"], sort=sort, limit=2, cursor=cursor)
        parts.append([row.claim.ref for row in found.rows])
        cursor = found.next_cursor
    assert [len(part) for part in parts] == [2, 2, 2]
    assert [ref for part in parts for ref in part] == whole


def test_a_withdrawn_claim_is_on_no_list(empty_engine, who):
    desk.run(empty_engine, assignments.add, who["ed"], "TALE-1", ANN)
    desk.run(empty_engine, claims.withdraw, who["ed"], "TALE-1", WithdrawalDraft(reason="A double", version=1))
    assert all("TALE-1" not in listed(empty_engine, who["ann"], list=str(name)) for name in QueueList)


def test_the_queue_is_for_those_who_judge(empty_engine, who):
    for actor, why in ((who["reader"], NotSignedIn), (desk.limited(who["ed"], Scope.READ), Forbidden)):
        with reading(empty_engine) as session:
            for look in (queue.find, queue.offered):
                with pytest.raises(why):
                    list(look(session, actor, QueueFilter()))
            with pytest.raises(why):
                queue.waiting(session, actor, QueueFilter(list="split"), "TALE-1")
            assert asked.on_claim(session, actor, "TALE-1") == []


def test_what_is_left_is_what_one_could_be_given(empty_engine, who):
    wanted = QueueFilter(list="unassigned")

    def left(name):
        with reading(empty_engine) as session:
            return queue.waiting(session, who[name], wanted, "TALE-1")

    assert (left("ann").left, left("ann").held) == (6, None)
    desk.run(empty_engine, leases.take, who["ben"], ["TALE-1"])
    judge(empty_engine, who["ann"], "TALE-2")
    assert (left("ann").left, left("ben").left) == (4, 6)
    assert (left("ann").held.person, left("ben").held.mine) == ("ben", True)


def test_an_assignment_answered_in_a_blind_round_stays_on_the_claims_page(empty_engine, who):
    desk.run(empty_engine, assignments.add, who["ed"], "TALE-1", ANN)
    judge(empty_engine, who["ann"], "TALE-1")

    def seen_by(name):
        with reading(empty_engine) as session:
            return [one.person for one in asked.on_claim(session, who[name], "TALE-1")]

    assert (seen_by("ed"), seen_by("ann"), seen_by("reader")) == (["ann"], [], [])
    judge(empty_engine, who["ben"], "TALE-1")
    assert seen_by("ed") == []


def test_editors_ask_everybody_who_judges_and_reviewers_themselves(empty_engine, who):
    desk.run(empty_engine, people.disable, OPERATOR, "ben")
    with reading(empty_engine) as session:
        assert asked.who_judges(session, who["ed"]) == ["ada", "ann", "ed"]
        assert asked.who_judges(session, who["ann"]) == ["ann"]
        assert asked.who_judges(session, who["reader"]) == []


def test_a_cursor_of_another_order_is_refused(empty_engine, who):
    cursor = page(empty_engine, who["ann"], limit=1).next_cursor
    with pytest.raises(Invalid):
        page(empty_engine, who["ann"], limit=1, cursor=cursor, sort="newest")


@pytest.mark.slow
@pytest.mark.engines("sqlite")
def test_a_list_costs_the_same_in_a_register_of_five_times_the_size(databases):
    taken = []
    for size in (1_000, 5_000):
        with databases.opened("empty") as engine:
            large_register.fill(engine, size)
            desk.run(engine, people.add, OPERATOR, PersonDraft(name="ann", role="reviewer"))
            ann = desk.the_people(engine)["ann"]
            with watched(engine) as sent, reading(engine) as session:
                queue.find(session, ann, QueueFilter(list="unassigned", limit=20))
                next(queue.offered(session, ann, QueueFilter(list="unassigned")), None)
            taken.append(sum(one.steps for one in sent))
    assert taken[1] <= 1.5 * taken[0] + 4_000
