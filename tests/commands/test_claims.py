import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.access import READER
from factdesk.commands import articles, claims
from factdesk.database.transaction import reading
from factdesk.drafts.filters import ClaimPage
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.drafts.writing import NewClaimDraft
from factdesk.errors import Clash, Difference, Forbidden, Invalid, NotFound, NotSignedIn, Stale
from factdesk.models import Claim, Event
from factdesk.queries import claims as pages
from factdesk.vocabulary import Scope


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def gone(version=1):
    return WithdrawalDraft(reason="It is a double", version=version)


def refs_for_readers(engine, **wanted):
    with reading(engine) as session:
        return [found.row.ref for found in pages.find(session, READER, ClaimPage(**wanted)).rows]


def test_a_new_claim_is_a_draft_under_the_next_number(desk_engine, who):
    draft = desk.new_claim(topics="water, salt", true_on="March 2021")
    assert desk.run(desk_engine, claims.add, who["ed"], "a-tale", draft) == "TALE-4"
    row = desk.the(desk_engine, Claim, ref="TALE-4")
    assert (row.visibility, row.shelf, row.topics, row.true_on) == ("draft", "draft", ["water", "salt"], "2021-03")
    assert "TALE-4" not in refs_for_readers(desk_engine)
    with reading(desk_engine) as session, pytest.raises(NotFound):
        pages.get(session, READER, "TALE-4")
    assert desk.problems(desk_engine) == []


def test_a_published_claim_is_seen(desk_engine, who):
    desk.run(desk_engine, claims.add, who["ed"], "a-tale", desk.new_claim())
    desk.run(desk_engine, claims.publish, who["ed"], "TALE-4", 1)
    assert refs_for_readers(desk_engine)[-1] == "TALE-4"


def test_a_withdrawn_claim_keeps_its_page_and_its_ref_is_not_used_again(desk_engine, who):
    desk.run(desk_engine, claims.withdraw, who["ed"], "TALE-3", gone())
    assert refs_for_readers(desk_engine) == ["TALE-1", "TALE-2"]
    assert refs_for_readers(desk_engine, withdrawn="yes") == ["TALE-3"]
    with reading(desk_engine) as session:
        assert pages.get(session, READER, "TALE-3").withdrawn_reason == "It is a double"
    assert desk.run(desk_engine, claims.add, who["ed"], "a-tale", desk.new_claim()) == "TALE-4"


def test_an_empty_list_of_withdrawn_claims_is_no_fault(desk_engine, who):
    assert refs_for_readers(desk_engine, withdrawn="yes") == []


def test_an_edit_of_anything_but_the_statement_needs_no_reason(desk_engine, who):
    desk.run(desk_engine, claims.revise, who["ed"], "TALE-1", desk.changed_claim(topics=["fish"]))
    row = desk.the(desk_engine, Claim, ref="TALE-1")
    assert (row.topics, row.hedge, row.wording, row.version) == (["fish"], "hedged", 1, 2)


def test_a_new_statement_says_what_changed_and_why(desk_engine, who):
    for but, place in (({"statement_change": None}, "statement_change"), ({"reason": None}, "reason")):
        refusal = desk.refused(
            desk_engine, Invalid, claims.revise, who["ed"], "TALE-1", desk.reworded("meaning", **but)
        )
        assert refusal.place == place
    desk.run(desk_engine, claims.revise, who["ed"], "TALE-1", desk.reworded("meaning"))
    assert desk.the(desk_engine, Claim, ref="TALE-1").wording == 2
    assert desk.the(desk_engine, Event, action="claim.revise").payload["reason"] == "It reads better"
    draft = desk.reworded("typo", statement="Statement One", version=2)
    desk.run(desk_engine, claims.revise, who["ed"], "TALE-1", draft)
    assert desk.the(desk_engine, Claim, ref="TALE-1").wording == 2


def test_of_two_who_change_it_the_second_sees_both_texts_and_can_merge(desk_engine, who):
    desk.run(desk_engine, claims.revise, who["ed"], "TALE-1", desk.reworded("typo", statement="The first text"))
    second = desk.reworded("typo", statement="The second text", topics=["salt"])
    stale = desk.refused(desk_engine, Stale, claims.revise, who["ada"], "TALE-1", second)
    assert stale.version == 2
    assert set(stale.differences) == {
        Difference("statement", "The first text", "The second text"),
        Difference("topics", "water", "salt"),
    }
    merged = second.model_copy(update={"version": 2, "statement": "Both texts"})
    desk.run(desk_engine, claims.revise, who["ada"], "TALE-1", merged)
    assert desk.the(desk_engine, Claim, ref="TALE-1").statement == "Both texts"


def test_publishing_and_withdrawing_ask_for_the_version_that_was_read(desk_engine, who):
    assert desk.refused(desk_engine, Stale, claims.publish, who["ed"], "TALE-1", 2).version == 1
    stale = desk.refused(desk_engine, Stale, claims.withdraw, who["ed"], "TALE-1", gone(7))
    assert [one.sent for one in stale.differences] == ["It is a double"]


def test_only_who_may_write_writes(desk_engine, who):
    given = [
        (claims.add, "a-tale", desk.new_claim()),
        (claims.revise, "TALE-1", desk.changed_claim()),
        (claims.publish, "TALE-1", 1),
        (claims.withdraw, "TALE-1", gone()),
    ]
    for command, *rest in given:
        desk.refused(desk_engine, NotSignedIn, command, who["reader"], *rest)
        desk.refused(desk_engine, Forbidden, command, who["ann"], *rest)
        desk.refused(desk_engine, Forbidden, command, desk.limited(who["ada"], Scope.REVIEW), *rest)


def test_what_was_withdrawn_is_not_worked_on(desk_engine, who):
    desk.run(desk_engine, claims.withdraw, who["ed"], "TALE-1", gone())
    given = [
        (claims.revise, "TALE-1", desk.changed_claim(version=2)),
        (claims.publish, "TALE-1", 2),
        (claims.withdraw, "TALE-1", gone(2)),
    ]
    for command, *rest in given:
        assert "It is a double" in desk.refused(desk_engine, Clash, command, who["ed"], *rest).sentence
    desk.run(desk_engine, articles.withdraw, who["ed"], "a-tale", gone())
    desk.refused(desk_engine, Clash, claims.add, who["ed"], "a-tale", desk.new_claim())


def test_claims_and_articles_that_are_not_there_are_not_found(desk_engine, who):
    desk.refused(desk_engine, NotFound, claims.add, who["ed"], "nowhere", desk.new_claim())
    desk.refused(desk_engine, NotFound, claims.revise, who["ed"], "TALE-9", desk.changed_claim())
    desk.refused(desk_engine, NotFound, claims.publish, who["ed"], "TALE-9", 1)
    desk.refused(desk_engine, NotFound, claims.withdraw, who["ed"], "TALE-9", gone())


@for_each(
    "but",
    [
        {"statement": " "},
        {"statement": "x" * 2001},
        {"paragraph": "0"},
        {"hedge": "perhaps"},
        {"topics": "water, none"},
        {"true_on": "soon"},
        {"version": "1"},
    ],
)
def test_a_claim_that_is_none_names_its_field(but):
    with pytest.raises(FieldsRefused) as refusal:
        read(NewClaimDraft, {"statement": "s", "hedge": "asserted", "type": "fact"} | but)
    assert list(refusal.value.errors) == list(but)
