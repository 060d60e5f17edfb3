"""Rule 1, standing: every sentence of the rule by example, and its laws for any history of reviews."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.standing import (
    ReviewFacts,
    Standing,
    closing_round,
    counting_reviews,
    dissent,
    hidden,
    may_adjudicate,
    most_cautious,
    round_closed_by,
    standing,
)
from factdesk.rules.standing import adjudication as adjudication_of
from factdesk.vocabulary import Confidence, ReviewState, Role, Verdict

SUPPORTED, MIXED, DISPUTED, RETRACTED = (
    Verdict.SUPPORTED,
    Verdict.MIXED,
    Verdict.DISPUTED,
    Verdict.UNREVIEWED,
)
LOW, MODERATE, HIGH, VERY_HIGH = Confidence.LOW, Confidence.MODERATE, Confidence.HIGH, Confidence.VERY_HIGH
OPEN, AWAITING, SPLIT, SETTLED = ReviewState


def review(
    key: int, reviewer: int, verdict: Verdict, confidence: Confidence | None = None, wording: int = 1
) -> ReviewFacts:
    return ReviewFacts(key, reviewer, wording, verdict, confidence, adjudication=False)


def adjudication(
    key: int, editor: int, verdict: Verdict, confidence: Confidence | None = None, wording: int = 1
) -> ReviewFacts:
    return replace(review(key, editor, verdict, confidence, wording), adjudication=True)


def nothing(state: ReviewState, *counting: int) -> Standing:
    return Standing(state, Verdict.UNREVIEWED, None, None, None, counting)


DIFFERING = [review(1, 10, SUPPORTED, HIGH), review(2, 20, DISPUTED, LOW)]


def test_no_review_that_counts_is_open() -> None:
    assert standing([], 1, 1) == nothing(OPEN)
    assert standing([review(1, 10, SUPPORTED, wording=1)], 2, 1) == nothing(OPEN)


def test_one_review_settles_where_one_is_required() -> None:
    only = standing([review(1, 10, MIXED, LOW)], 1, 1)
    assert only == Standing(SETTLED, MIXED, LOW, LOW, LOW, (1,))


def test_fewer_than_required_await_a_second_and_show_no_verdict() -> None:
    assert standing([review(1, 10, MIXED, LOW)], 1, 2) == nothing(AWAITING, 1)
    assert standing(DIFFERING, 1, 3) == nothing(AWAITING, 1, 2)


def test_differing_verdicts_split_and_show_no_verdict() -> None:
    assert standing(DIFFERING, 1, 2) == nothing(SPLIT, 1, 2)


def test_a_split_where_one_is_required_shows_the_last_counting_review() -> None:
    assert standing(DIFFERING, 1, 1) == Standing(SPLIT, DISPUTED, LOW, LOW, HIGH, (1, 2))
    swapped = [replace(DIFFERING[0], key=3), DIFFERING[1]]
    assert standing(swapped, 1, 1) == Standing(SPLIT, SUPPORTED, HIGH, LOW, HIGH, (2, 3))


def test_agreement_settles_with_the_most_cautious_confidence_and_the_range() -> None:
    given_three = [review(n, n, SUPPORTED, c) for n, c in ((1, VERY_HIGH), (2, HIGH), (3, None))]
    assert standing(given_three, 1, 2) == Standing(SETTLED, SUPPORTED, HIGH, HIGH, VERY_HIGH, (1, 2, 3))


def test_agreement_without_any_confidence_settles_without_one() -> None:
    agreed = [review(1, 10, SUPPORTED), review(2, 20, SUPPORTED)]
    assert standing(agreed, 1, 2) == Standing(SETTLED, SUPPORTED, None, None, None, (1, 2))


@for_each(
    ("offered", "cautious"),
    [([HIGH, LOW], LOW), ([VERY_HIGH, Confidence.VERY_LOW], Confidence.VERY_LOW), ([LOW, VERY_HIGH], LOW)],
)
def test_most_cautious_is_nearest_to_moderate_and_ties_go_lower(
    offered: list[Confidence], cautious: Confidence
) -> None:
    assert most_cautious(offered) is cautious
    assert most_cautious([*offered, MODERATE]) is MODERATE
    assert most_cautious([]) is None


def test_only_the_latest_of_a_reviewer_counts() -> None:
    changed = [*DIFFERING, review(3, 20, SUPPORTED, VERY_HIGH)]
    assert standing(changed, 1, 2) == Standing(SETTLED, SUPPORTED, HIGH, HIGH, VERY_HIGH, (1, 3))


def test_a_retraction_takes_the_earlier_review_back_and_counts_for_nothing() -> None:
    assert standing([*DIFFERING, review(3, 20, RETRACTED)], 1, 2) == nothing(AWAITING, 1)
    assert standing([review(1, 10, SUPPORTED), review(2, 10, RETRACTED)], 1, 1) == nothing(OPEN)
    again = [review(1, 10, SUPPORTED), review(2, 10, RETRACTED), review(3, 10, MIXED)]
    assert standing(again, 1, 1).counting == (3,)


def test_another_wording_reopens_and_the_old_reviews_stay_under_theirs() -> None:
    agreed = [review(1, 10, SUPPORTED), review(2, 20, SUPPORTED)]
    assert standing(agreed, 2, 2).state is OPEN
    assert standing([*agreed, review(3, 10, MIXED, wording=2)], 2, 2) == nothing(AWAITING, 3)


def test_an_adjudication_settles_a_split_and_is_not_a_counting_review() -> None:
    decided = standing([*DIFFERING, adjudication(3, 30, MIXED, MODERATE)], 1, 2)
    assert decided == Standing(SETTLED, MIXED, MODERATE, MODERATE, MODERATE, (1, 2))


def test_an_adjudication_stands_before_anything_but_open() -> None:
    decision = adjudication(3, 30, MIXED)
    assert standing([*DIFFERING, decision, review(4, 20, RETRACTED)], 1, 2).verdict is MIXED
    retracted = [*DIFFERING, decision, review(4, 20, RETRACTED), review(5, 10, RETRACTED)]
    assert standing(retracted, 1, 2) == nothing(OPEN)


def test_an_adjudication_is_of_its_wording_alone() -> None:
    newly = review(4, 10, MIXED, wording=2)
    assert standing([*DIFFERING, adjudication(3, 30, MIXED), newly], 2, 2) == nothing(AWAITING, 4)


def test_an_adjudication_falls_when_a_later_counting_review_gives_another_verdict() -> None:
    decided = [*DIFFERING, adjudication(3, 30, SUPPORTED)]
    assert standing([*decided, review(4, 40, SUPPORTED)], 1, 2).state is SETTLED
    fallen = [*decided, review(4, 20, DISPUTED)]
    assert standing(fallen, 1, 2) == nothing(SPLIT, 1, 4)
    assert standing([*fallen, adjudication(5, 30, MIXED)], 1, 2).verdict is MIXED
    assert standing([*fallen, review(5, 20, SUPPORTED)], 1, 2).state is SETTLED


def test_an_adjudication_can_be_taken_back() -> None:
    taken_back = [*DIFFERING, adjudication(3, 30, SUPPORTED), adjudication(4, 30, RETRACTED)]
    assert standing(taken_back, 1, 2) == nothing(SPLIT, 1, 2)


def test_the_last_adjudication_is_the_one_that_decides() -> None:
    twice = [*DIFFERING, adjudication(3, 30, SUPPORTED), adjudication(4, 40, MIXED)]
    assert standing(reversed(twice), 1, 2).verdict is MIXED


def test_who_may_adjudicate() -> None:
    assert may_adjudicate(30, Role.EDITOR, DIFFERING, 1, 2)
    assert may_adjudicate(30, Role.ADMIN, DIFFERING, 1, 2)
    assert not may_adjudicate(30, Role.REVIEWER, DIFFERING, 1, 2)
    assert not may_adjudicate(20, Role.EDITOR, DIFFERING, 1, 2)
    assert not may_adjudicate(30, Role.EDITOR, DIFFERING, 1, 3)
    assert not may_adjudicate(30, Role.EDITOR, [*DIFFERING, adjudication(3, 30, MIXED)], 1, 2)
    old_review = review(0, 30, MIXED, wording=0)
    assert may_adjudicate(30, Role.EDITOR, [old_review, *DIFFERING], 1, 2)


def test_a_round_closes_when_the_required_reviews_are_in_and_for_good() -> None:
    assert round_closed_by(DIFFERING[:1], 1, 2) is None
    assert round_closed_by([DIFFERING[0], review(2, 10, MIXED)], 1, 2) is None
    assert round_closed_by([DIFFERING[0], adjudication(2, 30, MIXED)], 1, 2) is None
    assert round_closed_by([DIFFERING[0], review(2, 20, MIXED, wording=2)], 1, 2) is None
    early = [review(1, 10, MIXED), review(2, 10, RETRACTED), review(3, 20, MIXED), review(4, 10, MIXED)]
    assert round_closed_by(early, 1, 2) == 4
    assert round_closed_by([*DIFFERING, review(3, 20, RETRACTED)], 1, 2) == 2


def test_no_review_required_is_refused() -> None:
    with pytest.raises(ValueError, match="not 0"):
        standing([], 1, 0)
    with pytest.raises(ValueError, match="not 0"):
        round_closed_by([], 1, 0)


@st.composite
def histories(draw: st.DrawFn) -> list[ReviewFacts]:
    some = st.tuples(
        st.integers(1, 4),
        st.integers(1, 2),
        st.sampled_from(Verdict),
        st.none() | st.sampled_from(Confidence),
        st.booleans(),
    )
    return [ReviewFacts(key, *facts) for key, facts in enumerate(draw(st.lists(some, max_size=9)))]


REQUIRED = st.integers(1, 3)


@given(st.data(), histories(), REQUIRED)
def test_only_time_orders_reviews(data: st.DataObject, history: list[ReviewFacts], required: int) -> None:
    shuffled = data.draw(st.permutations(history))
    assert standing(shuffled, 1, required) == standing(history, 1, required)
    assert round_closed_by(shuffled, 1, required) == round_closed_by(history, 1, required)


@given(histories(), REQUIRED)
def test_every_standing_is_one_the_rule_allows(history: list[ReviewFacts], required: int) -> None:
    now, counting = standing(history, 1, required), counting_reviews(history, 1)
    assert now.counting == tuple(sorted(one.key for one in counting))
    assert len({one.reviewer for one in counting}) == len(counting)
    assert (now.state is OPEN) == (not counting)
    if now.state is AWAITING:
        assert 0 < len(counting) < required
    if now.state is SPLIT:
        assert len({one.verdict for one in counting}) > 1
        assert len(counting) >= required
    assert (now.verdict is RETRACTED) == (now.state in {OPEN, AWAITING} or (now.state is SPLIT and required > 1))
    if now.confidence and now.lowest and now.highest:
        assert now.lowest.rank <= now.confidence.rank <= now.highest.rank
    assert (now.lowest is None) == (now.highest is None)
    if now.confidence:
        assert now.lowest is not None


@given(histories(), REQUIRED)
def test_what_was_said_of_another_wording_changes_nothing_after_a_new_round_has_begun(
    history: list[ReviewFacts], required: int
) -> None:
    old = [replace(one, wording=1) for one in history]
    new = [replace(one, key=one.key + 100, wording=2) for one in history]
    assert standing([*old, *new], 2, required) == standing(new, 2, required)


@given(histories(), st.sampled_from([SUPPORTED, MIXED, DISPUTED]), REQUIRED)
def test_a_closed_round_stays_closed(history: list[ReviewFacts], verdict: Verdict, required: int) -> None:
    closed = round_closed_by(history, 1, required)
    for later in (verdict, RETRACTED):
        after = round_closed_by([*history, review(50, 1, later)], 1, required)
        assert after == closed if closed is not None else after in {None, 50}


@given(histories(), REQUIRED)
def test_when_all_judge_alike_the_claim_is_settled(history: list[ReviewFacts], required: int) -> None:
    alike = [review(100 + reviewer, reviewer, MIXED, HIGH) for reviewer in range(1, 5)]
    no_decision = [one for one in history if not one.adjudication]
    assert standing([*no_decision, *alike], 1, required) == Standing(
        SETTLED, MIXED, HIGH, HIGH, HIGH, (101, 102, 103, 104)
    )


def judged(*reviews: ReviewFacts) -> dict[int, bool]:
    """Say of each review whether it is hidden in a blind article that asks for two."""
    unseen = hidden(reviews, max(one.wording for one in reviews), 2, blind=True, closed=())
    return {one.key: one.key in unseen for one in reviews}


def test_a_blind_round_hides_its_reviews_until_the_required_ones_are_in_and_then_for_good() -> None:
    first, second = review(1, 10, SUPPORTED, HIGH), review(2, 20, DISPUTED, LOW)
    assert judged(first) == {1: True}
    assert judged(first, second) == {1: False, 2: False}
    assert judged(first, second, review(3, 20, RETRACTED)) == {1: False, 2: False, 3: False}
    assert judged(first, review(2, 10, RETRACTED)) == {1: True, 2: True}
    assert judged(first, review(2, 10, MIXED)) == {1: True, 2: True}


def test_what_comes_after_a_round_has_closed_is_seen_at_once() -> None:
    assert judged(*DIFFERING, review(3, 30, MIXED, LOW), adjudication(4, 40, MIXED)) == dict.fromkeys(
        (1, 2, 3, 4), False
    )


def test_a_new_wording_begins_a_new_round_and_what_had_closed_stays_seen() -> None:
    assert judged(*DIFFERING, review(3, 10, MIXED, wording=2)) == {1: False, 2: False, 3: True}


def test_a_round_that_a_new_wording_cut_short_is_seen_once_the_new_one_closes() -> None:
    cut_short, again = review(1, 10, SUPPORTED), review(2, 10, SUPPORTED, wording=2)
    assert judged(cut_short, again) == {1: True, 2: True}
    assert judged(cut_short, again, review(3, 20, SUPPORTED, wording=2)) == {1: False, 2: False, 3: False}


def test_an_open_round_of_no_blind_article_hides_nothing_nor_does_one_closed_under_an_earlier_setting() -> None:
    only = [review(1, 10, SUPPORTED, HIGH)]
    assert hidden(only, 1, 2, blind=False, closed=()) == frozenset()
    assert hidden(only, 1, 2, blind=True, closed={1}) == frozenset()
    assert hidden(only, 1, 2, blind=True, closed={2}) == {1}


def test_the_closing_round_is_what_was_in_when_it_closed() -> None:
    first, second, third = review(1, 10, SUPPORTED), review(2, 10, MIXED), review(3, 20, DISPUTED)
    assert closing_round([third, second, first], 1, 2) == (second, third)
    assert closing_round([first, second, third, review(4, 20, SUPPORTED)], 1, 2) == (second, third)
    assert closing_round([first, review(2, 10, RETRACTED), third], 1, 2) == ()


def test_dissent_is_every_counting_review_that_says_otherwise_than_what_is_settled() -> None:
    decided = [*DIFFERING, adjudication(3, 30, DISPUTED, LOW)]
    assert dissent(decided, 1, standing(decided, 1, 2)) == (1,)
    assert dissent(DIFFERING, 1, standing(DIFFERING, 1, 2)) == ()
    agreed = [review(1, 10, SUPPORTED), review(2, 20, SUPPORTED)]
    assert dissent(agreed, 1, standing(agreed, 1, 2)) == ()


def test_an_adjudication_stands_until_it_is_taken_back_or_a_later_review_differs() -> None:
    decided = [*DIFFERING, adjudication(3, 30, DISPUTED, LOW)]
    assert adjudication_of(decided, 1) == decided[-1]
    assert adjudication_of([*decided, adjudication(4, 30, RETRACTED)], 1) is None
    assert adjudication_of([*decided, review(4, 40, SUPPORTED)], 1) is None
    assert adjudication_of([*decided, review(4, 40, DISPUTED)], 1) == decided[-1]


@given(st.data())
def test_hiding_leaves_what_stood_before_the_round(data: st.DataObject) -> None:
    """For any history, in any wording: what everybody sees comes to no verdict while the blind round is open."""
    count = data.draw(st.integers(0, 8))
    history = [
        review(key, data.draw(st.integers(1, 3)), data.draw(st.sampled_from(Verdict)), wording=wording)
        for key, wording in enumerate(sorted(data.draw(st.lists(st.integers(1, 2), min_size=count, max_size=count))), 1)
    ]
    wording, required = data.draw(st.sampled_from([2, 3])), data.draw(st.integers(1, 3))
    unseen = hidden(history, wording, required, blind=True, closed=())
    seen = [one for one in history if one.key not in unseen]
    if round_closed_by(history, wording, required) is None:
        assert standing(seen, wording, required).state is OPEN
        assert all(round_closed_by(history, one.wording, required) is not None for one in seen)
    else:
        assert seen == history
