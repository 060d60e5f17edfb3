import pytest
from tests.helpers import desk

from factdesk.access import READER
from factdesk.commands import articles, claims, reviews
from factdesk.database.transaction import reading
from factdesk.drafts.filters import ClaimFilter
from factdesk.queries import claims as reads
from factdesk.queries import statistics
from factdesk.rules.agreement import Undefined, nominal, ordinal
from factdesk.shapes.claims import RoundAgreement
from factdesk.vocabulary import Confidence

LEVELS = [str(level) for level in Confidence]
ALL = ClaimFilter()


@pytest.fixture
def who(desk_engine):
    people = desk.the_people(desk_engine)
    change = desk.changed_article(reviews_required=2, blind_review=True)
    desk.run(desk_engine, articles.revise, people["ed"], "a-tale", change)
    return people


def judge(engine, actor, ref, verdict="supported", confidence="high", wording=1):
    draft = desk.a_judgement(verdict=verdict, confidence=confidence, wording=wording)
    desk.run(engine, reviews.submit, actor, ref, draft)


def figures(engine, viewer=READER, wanted=ALL):
    with reading(engine) as session:
        return statistics.find(session, viewer, wanted).agreement


def of_claim(engine, ref, viewer=READER):
    with reading(engine) as session:
        return reads.get(session, viewer, ref).agreement


def test_an_open_blind_round_is_no_part_of_it(desk_engine, who):
    before = figures(desk_engine)
    judge(desk_engine, who["ann"], "TALE-3", "disputed", "low")
    for viewer in who.values():
        for wanted in (ALL, ClaimFilter(after="2000-01-01"), ClaimFilter(article=("a-tale",))):
            assert figures(desk_engine, viewer, wanted) == before
        assert of_claim(desk_engine, "TALE-3", viewer) is None
    assert [one.undefined for one in before] == [Undefined.NOTHING_TO_COMPARE] * 2


def test_it_is_alpha_over_the_closed_rounds(desk_engine, who):
    said = {"TALE-2": [("mixed", "low"), ("disputed", "very_low")], "TALE-3": [("supported", "high")] * 2}
    for ref, given in said.items():
        for name, (verdict, confidence) in zip(("ann", "ben"), given, strict=True):
            judge(desk_engine, who[name], ref, verdict, confidence)
    verdicts = nominal({("disputed", "mixed"): 1, ("supported", "supported"): 1})
    levels = ordinal({("low", "very_low"): 1, ("high", "high"): 1}, LEVELS)
    for wanted in (ALL, ClaimFilter(after="2000-01-01")):
        one, other = figures(desk_engine, wanted=wanted)
        assert (one.on, one.alpha, one.rounds, one.reviews) == ("verdict", verdicts.alpha, 2, 4)
        assert (one.all_agree, one.some_agree, one.none_agree) == (1, 0, 1)
        assert (other.on, other.alpha, other.undefined) == ("confidence", levels.alpha, None)
    (one, _) = figures(desk_engine, wanted=ClaimFilter(verdict=("supported",)))
    assert (one.alpha, one.undefined, one.rounds) == (None, Undefined.NO_VARIATION, 1)


def test_two_rounds_of_a_claim_count_as_two_and_what_comes_after_the_close_as_none(desk_engine, who):
    for name in ("ann", "ben", "ed"):
        judge(desk_engine, who[name], "TALE-1")
    desk.run(desk_engine, claims.revise, who["ed"], "TALE-1", desk.reworded("meaning"))
    for name in ("ann", "ben"):
        judge(desk_engine, who[name], "TALE-1", wording=2)
    (one, _) = figures(desk_engine)
    assert (one.rounds, one.reviews, one.all_agree) == (2, 4, 2)


def test_a_claim_says_how_many_of_its_reviewers_agree(desk_engine, who):
    judge(desk_engine, who["ann"], "TALE-3")
    judge(desk_engine, who["ben"], "TALE-3")
    assert of_claim(desk_engine, "TALE-3") == RoundAgreement(reviewers=2, agreeing=2, share=1)
    change = desk.changed_article(reviews_required=3, version=2)
    desk.run(desk_engine, articles.revise, who["ed"], "a-tale", change)
    for name, verdict in (("ann", "mixed"), ("ben", "mixed"), ("ed", "disputed")):
        judge(desk_engine, who[name], "TALE-2", verdict)
    found = of_claim(desk_engine, "TALE-2")
    assert (found.reviewers, found.agreeing, round(found.share, 3)) == (3, 2, 0.333)
    (one, _) = figures(desk_engine)
    assert (one.all_agree, one.some_agree, one.none_agree) == (1, 1, 0)


def test_a_single_review_is_no_agreement(read):
    assert reads.get(read, READER, "MDS-1").agreement is None
