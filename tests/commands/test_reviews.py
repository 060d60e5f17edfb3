import pytest
from sqlmodel import col, select
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR
from factdesk.commands import claims, reviews
from factdesk.database.transaction import reading
from factdesk.drafts.judging import JudgementDraft, RetractionDraft, WithdrawalDraft
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.errors import Clash, Difference, Forbidden, NotFound, NotSignedIn, Stale
from factdesk.models import Claim, Review
from factdesk.vocabulary import Scope


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def standing(engine, ref):
    claim = desk.the(engine, Claim, ref=ref)
    return claim.state, claim.verdict, claim.confidence


def test_a_verdict_settles_an_open_claim(desk_engine, who):
    key = desk.run(desk_engine, reviews.submit, who["ann"], "TALE-3", desk.a_judgement(reason="I looked"))
    review = desk.the(desk_engine, Review, id=int(key))
    assert (review.reviewer_id, review.wording, review.reason, review.version) == (who["ann"].id, 1, "I looked", 1)
    assert standing(desk_engine, "TALE-3") == ("settled", "supported", "high")
    assert desk.problems(desk_engine) == []


def test_a_second_reviewer_who_differs_splits_it_and_both_reviews_stay(desk_engine, who):
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-3", desk.a_judgement())
    desk.run(desk_engine, reviews.submit, who["ben"], "TALE-3", desk.a_judgement(verdict="disputed", confidence="low"))
    assert standing(desk_engine, "TALE-3") == ("split", "disputed", "low")
    assert desk.number_of(desk_engine, Review) == 3


def test_a_later_verdict_by_the_same_person_takes_the_place_of_the_first(desk_engine, who):
    for verdict in ("supported", "mixed"):
        desk.run(desk_engine, reviews.submit, who["ann"], "TALE-3", desk.a_judgement(verdict=verdict))
    assert standing(desk_engine, "TALE-3") == ("settled", "mixed", "high")


def test_taking_a_verdict_back_opens_the_claim_again(desk_engine, who):
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-3", desk.a_judgement())
    desk.run(desk_engine, reviews.retract, who["ann"], "TALE-3", desk.a_retraction(reason="Too quick"))
    assert standing(desk_engine, "TALE-3") == ("open", "unreviewed", None)
    assert desk.the(desk_engine, Review, reason="Too quick").verdict == "unreviewed"
    desk.refused(desk_engine, Clash, reviews.retract, who["ann"], "TALE-3", desk.a_retraction())


def test_nobody_takes_back_what_was_never_given_or_is_another_persons(desk_engine, who):
    desk.refused(desk_engine, Clash, reviews.retract, who["ben"], "TALE-3", desk.a_retraction())
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-3", desk.a_judgement())
    desk.refused(desk_engine, Clash, reviews.retract, who["ben"], "TALE-3", desk.a_retraction())


def test_a_new_meaning_reopens_the_claim_and_keeps_the_old_reviews_under_their_wording(desk_engine, who):
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-1", desk.a_judgement())
    desk.run(desk_engine, claims.revise, who["ed"], "TALE-1", desk.reworded("meaning"))
    assert standing(desk_engine, "TALE-1") == ("open", "unreviewed", None)
    with reading(desk_engine) as session:
        wordings = session.exec(select(Review.wording).join(Claim).where(col(Claim.ref) == "TALE-1")).all()
    assert list(wordings) == [1, 1]
    desk.refused(desk_engine, Clash, reviews.retract, who["ann"], "TALE-1", desk.a_retraction(wording=2))
    desk.run(desk_engine, reviews.submit, who["ben"], "TALE-1", desk.a_judgement(wording=2, confidence="low"))
    assert standing(desk_engine, "TALE-1") == ("settled", "supported", "low")


def test_a_mended_typo_leaves_the_reviews_counting(desk_engine, who):
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-1", desk.a_judgement(confidence="low"))
    before = standing(desk_engine, "TALE-1")
    desk.run(desk_engine, claims.revise, who["ed"], "TALE-1", desk.reworded("typo"))
    assert standing(desk_engine, "TALE-1") == before
    assert before[0] == "settled"
    desk.run(desk_engine, reviews.retract, who["ann"], "TALE-1", desk.a_retraction())


def test_who_read_an_older_wording_is_told_and_nothing_is_stored(desk_engine, who):
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-1", desk.a_judgement())
    desk.run(desk_engine, claims.revise, who["ed"], "TALE-1", desk.reworded("meaning"))
    for command, draft in ((reviews.submit, desk.a_judgement()), (reviews.retract, desk.a_retraction())):
        stale = desk.refused(desk_engine, Stale, command, who["ann"], "TALE-1", draft)
        assert stale.version == 2
        (difference,) = stale.differences
        assert isinstance(difference, Difference)
        assert (difference.field, difference.now) == ("statement", "Statement one")


@for_each("command", [reviews.submit, reviews.retract])
def test_only_who_may_judge_judges(desk_engine, who, command):
    draft = desk.a_judgement() if command is reviews.submit else desk.a_retraction()
    desk.refused(desk_engine, NotSignedIn, command, who["reader"], "TALE-3", draft)
    desk.refused(desk_engine, Forbidden, command, desk.limited(who["ada"], Scope.READ), "TALE-3", draft)
    desk.refused(desk_engine, Forbidden, command, OPERATOR, "TALE-3", draft)


@for_each("name", ["ann", "ed", "ada"])
def test_reviewer_editor_and_admin_judge(desk_engine, who, name):
    assert desk.run(desk_engine, reviews.submit, who[name], "TALE-3", desk.a_judgement()).isdecimal()


def test_a_withdrawn_claim_is_judged_no_more(desk_engine, who):
    gone = WithdrawalDraft(reason="It is a double", version=1)
    desk.run(desk_engine, claims.withdraw, who["ed"], "TALE-1", gone)
    for command, draft in ((reviews.submit, desk.a_judgement()), (reviews.retract, desk.a_retraction())):
        assert "It is a double" in desk.refused(desk_engine, Clash, command, who["ann"], "TALE-1", draft).sentence
        desk.refused(desk_engine, NotFound, command, who["ann"], "TALE-99", draft)


@for_each(
    ("but", "place"),
    [
        ({"reason": "  "}, "reason"),
        ({"verdict": "true"}, "verdict"),
        ({"confidence": ""}, "confidence"),
        ({"wording": "0"}, "wording"),
        ({"wording": "first"}, "wording"),
        ({"reason": "nul \x00"}, "reason"),
        ({"mood": "good"}, "mood"),
    ],
)
def test_a_judgement_that_is_none_names_its_field(but, place):
    sent = {"verdict": "supported", "confidence": "high", "reason": "So it is", "wording": "1"} | but
    with pytest.raises(FieldsRefused) as refusal:
        read(JudgementDraft, sent)
    assert list(refusal.value.errors) == [place]


def test_unreviewed_is_no_verdict_to_give():
    with pytest.raises(FieldsRefused, match="Choose a verdict"):
        read(JudgementDraft, {"verdict": "unreviewed", "confidence": "high", "reason": "x", "wording": "1"})


def test_a_retraction_needs_a_reason():
    with pytest.raises(FieldsRefused, match="reason"):
        read(RetractionDraft, {"wording": "1", "reason": "\r\n"})


def test_lines_typed_into_a_browser_are_kept_with_our_line_ends():
    draft = read(RetractionDraft, {"wording": "1", "reason": "first\r\nsecond\rthird\nfourth"})
    assert draft.reason == "first\nsecond\nthird\nfourth"
