"""What is a person's own on a claim: nobody else is given it, and the claim itself never carries it."""

import pytest
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, load

from factdesk.access import OPERATOR, READER
from factdesk.commands import articles, people, reviews
from factdesk.database.transaction import reading, writing
from factdesk.drafts.people import PersonDraft
from factdesk.errors import NotFound
from factdesk.queries import claims
from factdesk.queries import reviews as own
from factdesk.vocabulary import Scope

REASON = "Plugh wumpus"


@pytest.fixture
def who(empty_engine):
    """Load a published claim that two review blind, with the people of a desk."""
    load(empty_engine, a_register(a_claim(1, a_piece("src01"))))
    with writing(empty_engine) as session:
        for name, role in desk.ROLES.items():
            people.add(session, OPERATOR, PersonDraft(name=name, role=role))
    actors = desk.the_people(empty_engine)
    change = desk.changed_article(reviews_required=2, blind_review=True)
    desk.run(empty_engine, articles.revise, actors["ed"], "a-tale", change)
    return actors


def mine(engine, viewer, ref="TALE-1"):
    with reading(engine) as session:
        return own.mine(session, viewer, ref)


def judged(engine, actor, **but):
    desk.run(engine, reviews.submit, actor, "TALE-1", desk.a_judgement(**but))


def test_only_its_author_is_given_a_hidden_review(empty_engine, who):
    judged(empty_engine, who["ann"], reason=REASON, recheck_on="2027-01-01")
    (review,) = mine(empty_engine, who["ann"]).hidden
    assert (review.reason, review.counts, review.recheck_on) == (REASON, True, "2027-01-01")
    for viewer in (READER, who["ben"], who["ed"], who["ada"], desk.limited(who["ann"], Scope.ADMIN)):
        assert mine(empty_engine, viewer).hidden == []
    for viewer in (READER, *(who[name] for name in desk.ROLES)):
        with reading(empty_engine) as session:
            assert REASON not in claims.get(session, viewer, "TALE-1").model_dump_json()


def test_a_second_thought_takes_the_place_of_the_first(empty_engine, who):
    judged(empty_engine, who["ann"])
    judged(empty_engine, who["ann"], verdict="mixed")
    assert [(one.verdict, one.counts) for one in mine(empty_engine, who["ann"]).hidden] == [
        ("mixed", True), ("supported", False),
    ]  # fmt: skip
    desk.run(empty_engine, reviews.retract, who["ann"], "TALE-1", desk.a_retraction())
    assert not any(one.counts for one in mine(empty_engine, who["ann"]).hidden)


def test_nothing_is_hidden_once_the_round_is_closed(empty_engine, who):
    judged(empty_engine, who["ann"])
    assert mine(empty_engine, who["ann"]).open_round
    judged(empty_engine, who["ben"])
    for name in ("ann", "ben"):
        found = mine(empty_engine, who[name])
        assert (found.hidden, found.open_round, found.blind, found.required) == ([], False, True, 2)


def test_who_may_decide_is_known_only_where_there_is_a_split(empty_engine, who):
    def may():
        tokens = [desk.limited(who["ed"], Scope.REVIEW), desk.limited(who["ed"], Scope.EDIT)]
        return [mine(empty_engine, one).may_adjudicate for one in (READER, who["ann"], who["ed"], who["ada"], *tokens)]

    judged(empty_engine, who["ann"])
    assert may() == [False] * 6
    judged(empty_engine, who["ben"], verdict="disputed")
    assert may() == [False, False, True, True, False, True]
    desk.run(empty_engine, reviews.adjudicate, who["ed"], "TALE-1", desk.a_judgement())
    assert may() == [False] * 6
    assert mine(empty_engine, who["ann"]).decided
    judged(empty_engine, who["ed"], verdict="mixed")
    assert may() == [False, False, False, True, False, False]
    assert not mine(empty_engine, who["ann"]).decided


def test_a_claim_that_is_none_is_not_found(empty_engine, who):
    with pytest.raises(NotFound):
        mine(empty_engine, who["ann"], "TALE-9")
