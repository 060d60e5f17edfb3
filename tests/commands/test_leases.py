from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_register, load

from factdesk.access import OPERATOR
from factdesk.commands import articles, claims, leases, people, reviews
from factdesk.database.transaction import writing
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.people import PersonDraft
from factdesk.drafts.queue import QueueFilter
from factdesk.errors import Forbidden, NotSignedIn
from factdesk.models import Event, Lease
from factdesk.queries import people as known
from factdesk.queries import queue
from factdesk.vocabulary import Role, Scope

EVERY = QueueFilter(list="unassigned")
LATE = timedelta(minutes=16)


@pytest.fixture
def who(empty_engine):
    """Give the people of a desk with claims 1 to 8 that nobody has judged."""
    load(empty_engine, a_register(*(a_claim(number) for number in range(1, 9))))
    for name, role in desk.ROLES.items():
        desk.run(empty_engine, people.add, OPERATOR, PersonDraft(name=name, role=role))
    return desk.the_people(empty_engine)


def next_of(engine, actor, wanted=EVERY, at=None):
    with writing(engine) as session:
        return leases.take(session, actor, queue.offered(session, actor, wanted, at))


def held(engine, actor):
    return desk.the(engine, Lease, person_id=actor.id)


def time_passes(engine, by=LATE):
    with writing(engine) as session:
        desk.grow_old(session, Lease, by=by)


def test_two_people_get_two_claims_and_each_is_theirs_for_a_quarter_of_an_hour(empty_engine, who):
    assert next_of(empty_engine, who["ann"]) == "TALE-1"
    assert next_of(empty_engine, who["ben"]) == "TALE-2"
    left = held(empty_engine, who["ann"]).until - desk.now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)


def test_whoever_asks_again_gets_the_next_one_and_gives_the_former_back(empty_engine, who):
    assert [next_of(empty_engine, who["ann"]) for _ in range(3)] == ["TALE-1", "TALE-2", "TALE-3"]
    assert desk.number_of(empty_engine, Lease) == 1
    assert next_of(empty_engine, who["ben"]) == "TALE-1"


def test_at_the_end_of_the_list_it_goes_on_from_the_beginning(empty_engine, who):
    assert next_of(empty_engine, who["ann"], at="TALE-8") == "TALE-1"
    one = QueueFilter(list="unassigned", q="TALE-3")
    assert [next_of(empty_engine, who["ann"], one) for _ in range(2)] == ["TALE-3", "TALE-3"]


@pytest.mark.parametrize("sort", ["article", "newest", "surest", "unsurest", "relevance"])
def test_every_order_is_gone_through_to_its_end(empty_engine, who, sort):
    wanted = QueueFilter(list="unassigned", sort=sort, q="statement")
    with writing(empty_engine) as session:
        shown = [row.claim.ref for row in queue.find(session, who["ann"], wanted).rows]
    assert len(shown) == 8
    assert [next_of(empty_engine, who["ann"], wanted) for _ in range(9)] == [*shown, shown[0]]


def test_a_lease_that_has_lapsed_is_taken_over(empty_engine, who):
    only = QueueFilter(list="unassigned", q="TALE-1")
    assert next_of(empty_engine, who["ann"], only) == "TALE-1"
    assert next_of(empty_engine, who["ben"], only) == ""
    time_passes(empty_engine)
    assert next_of(empty_engine, who["ben"], only) == "TALE-1"
    assert held(empty_engine, who["ann"]) is None
    assert next_of(empty_engine, who["ann"], only) == ""


def test_a_judgement_frees_the_claim_and_it_is_not_offered_again(empty_engine, who):
    assert next_of(empty_engine, who["ann"]) == "TALE-1"
    desk.run(empty_engine, reviews.submit, who["ann"], "TALE-1", desk.a_judgement())
    assert held(empty_engine, who["ann"]) is None
    settled = QueueFilter(list="newer")
    assert next_of(empty_engine, who["ann"], settled) == ""
    assert next_of(empty_engine, who["ann"], at="TALE-1") == "TALE-2"


def test_a_judgement_of_somebody_else_leaves_a_lease_alone(empty_engine, who):
    assert next_of(empty_engine, who["ann"]) == "TALE-1"
    desk.run(empty_engine, reviews.submit, who["ben"], "TALE-1", desk.a_judgement())
    assert held(empty_engine, who["ann"]) is not None


def test_a_second_opinion_is_asked_of_somebody_else_until_the_first_is_taken_back_or_reworded(empty_engine, who):
    desk.run(empty_engine, articles.revise, who["ed"], "a-tale", desk.changed_article(reviews_required=2))
    for ref in ("TALE-1", "TALE-2"):
        desk.run(empty_engine, reviews.submit, who["ann"], ref, desk.a_judgement())
    both, second = QueueFilter(list="unassigned", q="TALE-1"), QueueFilter(list="second")
    assert next_of(empty_engine, who["ann"], second) == next_of(empty_engine, who["ann"], both) == ""
    assert [next_of(empty_engine, who["ben"], second) for _ in range(2)] == ["TALE-1", "TALE-2"]
    desk.run(empty_engine, claims.revise, who["ed"], "TALE-1", desk.reworded("meaning", topics=[]))
    assert next_of(empty_engine, who["ann"], both) == "TALE-1"
    desk.run(empty_engine, reviews.retract, who["ann"], "TALE-2", desk.a_retraction())
    assert next_of(empty_engine, who["ann"], at="TALE-1") == "TALE-3"
    desk.run(empty_engine, leases.give_back, who["ben"])
    assert next_of(empty_engine, who["ann"], at="TALE-1") == "TALE-2"


def test_whoever_asked_to_look_again_is_offered_the_claim_when_it_is_due(empty_engine, who):
    due = QueueFilter(list="due")
    for recheck_on, expected in (("2999-01-01", ""), ("2020-01-01", "TALE-1")):
        desk.run(empty_engine, reviews.submit, who["ann"], "TALE-1", desk.a_judgement(recheck_on=recheck_on))
        assert next_of(empty_engine, who["ann"], due) == expected


def test_what_was_withdrawn_is_offered_to_nobody(empty_engine, who):
    desk.run(empty_engine, claims.withdraw, who["ed"], "TALE-1", WithdrawalDraft(reason="A double", version=1))
    assert next_of(empty_engine, who["ann"]) == "TALE-2"
    with writing(empty_engine) as session:
        assert leases.take(session, who["ann"], ["TALE-1", "TALE-99"]) == ""


def test_a_claim_is_given_back(empty_engine, who):
    assert next_of(empty_engine, who["ann"]) == "TALE-1"
    assert desk.run(empty_engine, leases.give_back, who["ann"]) == "ann"
    assert held(empty_engine, who["ann"]) is None
    assert next_of(empty_engine, who["ben"]) == "TALE-1"


def test_two_people_at_once_never_get_the_same_claim(empty_engine, who):
    crowd = [f"p{number}" for number in range(6)]
    for name in crowd:
        desk.run(empty_engine, people.add, OPERATOR, PersonDraft(name=name, role=Role.REVIEWER))
    with writing(empty_engine) as session:
        actors = [known.by_name(session, name) for name in crowd]
    for _ in range(3):
        barrier = Barrier(len(actors))

        def at_once(actor, barrier=barrier):
            barrier.wait()
            return next_of(empty_engine, actor)

        with ThreadPoolExecutor(len(actors)) as pool:
            got = list(pool.map(at_once, actors))
        assert len(set(got)) == len(actors)
        assert "" not in got
    assert desk.number_of(empty_engine, Lease) == len(actors)


def test_a_lease_is_no_event_and_the_chain_holds(empty_engine, who):
    before = desk.number_of(empty_engine, Event)
    next_of(empty_engine, who["ann"])
    desk.run(empty_engine, leases.give_back, who["ann"])
    assert desk.number_of(empty_engine, Event) == before
    assert desk.problems(empty_engine) == []


def test_only_people_who_judge_take_claims(empty_engine, who):
    for command, *given in ((leases.take, ["TALE-1"]), (leases.give_back,)):
        desk.refused(empty_engine, NotSignedIn, command, who["reader"], *given)
        desk.refused(empty_engine, Forbidden, command, desk.limited(who["ed"], Scope.READ), *given)
        desk.refused(empty_engine, Forbidden, command, OPERATOR, *given)
