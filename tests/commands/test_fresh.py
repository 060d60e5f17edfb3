"""Many new claims are stored by a way of their own: what it leaves must be what settling each of them comes to."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.helpers import desk, quoted_desk

from factdesk.commands import _fresh, articles, claims, reviews
from factdesk.database.transaction import writing
from factdesk.models import Event
from factdesk.vocabulary import AnchorState, ClaimType, Hedge

WORDS = st.sampled_from(["water", "Ärger", "ملح", "盐", "a-b_c", "=1+1", "x" * 120, "\u202e", "none?"])
TEXTS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)  # a name is one line of 500 characters at most
DRAFTS = st.builds(
    desk.new_claim,
    statement=TEXTS,
    quote=st.none() | TEXTS,
    paragraph=st.none() | st.integers(1, 9),
    hedge=st.sampled_from(Hedge),
    type=st.sampled_from(ClaimType),
    topics=st.lists(WORDS.map(lambda word: word[:80]), max_size=4),
    entities=st.lists(NAMES, max_size=2),
    true_on=st.none() | st.just("2021"),
)


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def settles_to_itself(engine):
    assert desk.problems(engine) == []
    with desk.nothing_stored(engine):
        desk.settle_all(engine)


def test_what_is_stored_is_what_settling_comes_to(desk_engine, who, monkeypatch):
    monkeypatch.setattr(_fresh, "CHUNK", 2)
    drafts = [
        desk.new_claim(statement="Plain"),
        desk.new_claim(statement="With topics", topics=["water", "salt"], quote="So it was", paragraph=3),
        desk.new_claim(statement="Twice the same", topics=["salt", "salt"], hedge="rumoured", type="forecast"),
        desk.new_claim(statement="Another tongue ملح", topics=["ملح"], entities=["Ørsted", "=1"]),
        desk.new_claim(statement="The last", true_on="2021-03"),
    ]
    told = []
    with writing(desk_engine) as session:
        refs = claims.add_all(session, who["ed"], "a-tale", drafts, told.append)
    assert refs == [f"TALE-{number}" for number in range(4, 9)]
    assert told == [2, 2, 1]
    settles_to_itself(desk_engine)


def test_claims_that_came_so_are_worked_on_like_all_others(desk_engine, who):
    desk.run(desk_engine, articles.revise, who["ed"], "a-tale", desk.changed_article(reviews_required=2))
    with writing(desk_engine) as session:
        claims.add_all(session, who["ed"], "a-tale", [desk.new_claim(statement=f"No. {n}") for n in range(3)])
    desk.run(desk_engine, claims.publish, who["ed"], "TALE-5", 1)
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-5", desk.a_judgement())
    with writing(desk_engine) as session:
        claims.add_all(session, who["ed"], "a-tale", [desk.new_claim(statement="And one more", topics=["late"])])
    settles_to_itself(desk_engine)


def test_their_quotes_are_looked_for_in_the_text_that_is_held_under_the_same_event(quoted_engine):
    who = desk.the_people(quoted_engine)
    quoted_desk.take(quoted_engine, who["ed"])
    before = desk.number_of(quoted_engine, Event)
    drafts = [
        desk.new_claim(statement=f"No. {at}", quote=quote)
        for at, quote in enumerate(("every village", None, "No such"))
    ]
    with writing(quoted_engine) as session:
        refs = claims.add_all(session, who["ed"], "a-tale", drafts)
    states = {ref: one.state for (ref, _), one in quoted_desk.anchors(quoted_engine, 1).items() if ref in refs}
    assert states == {refs[0]: AnchorState.EXACT, refs[2]: AnchorState.LOST}
    assert desk.number_of(quoted_engine, Event) == before + 1
    settles_to_itself(quoted_engine)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(drafts=st.lists(DRAFTS, min_size=1, max_size=12))
def test_whatever_is_brought(databases, drafts):
    with databases.opened("desk") as engine:
        who = desk.the_people(engine)
        with writing(engine) as session:
            claims.add_all(session, who["ed"], "a-tale", drafts)
        settles_to_itself(engine)
