from hypothesis import given
from hypothesis import strategies as st

from factdesk.rules.proposals import MOST_PROPOSED, Proposals

WORDS = [f"word{number} " for number in range(400)]


def test_a_run_is_proposed_where_it_stands():
    for start in (0, 17, 380):
        low = next(Proposals(WORDS).of(WORDS[start : start + 10], 5))
        assert low <= start < low + 10


@given(st.integers(0, 380), st.sets(st.integers(0, 11), max_size=6))
def test_a_run_is_proposed_where_half_of_it_still_stands(start, lost):
    run = ["other " if at in lost else word for at, word in enumerate(WORDS[start : start + 12])]
    low = next(Proposals(WORDS).of(run, 6))
    assert low <= start < low + 12


def test_both_places_of_a_run_that_stands_twice_are_proposed():
    lows = list(Proposals(WORDS + WORDS).of(WORDS[50:60], 5))
    assert any(low <= 50 < low + 10 for low in lows)
    assert any(low <= 450 < low + 10 for low in lows)
    assert len(lows) <= MOST_PROPOSED


def test_characters_of_a_script_without_spaces_are_proposed_by_two():
    text = list("船在黎明離開了港口碼頭上沒有人揮手")
    low = next(Proposals(text).of(list("碼頭上沒有"), 4))
    assert low <= text.index("碼") < low + 8


def test_common_words_are_proposed_by_pairs_and_far_too_common_ones_not_at_all():
    common = ["the ", "oil "] * 450 + ["the ", "the "] + ["the ", "oil "] * 450
    low = next(Proposals(common).of(["oil ", "the ", "the ", "the "], 4))
    assert low <= 899 < low + 8
    assert list(Proposals(["the "] * 50_000).of(["the "] * 4, 4)) == []


def test_what_does_not_stand_there_is_not_proposed():
    assert list(Proposals(WORDS).of(["other ", "again "], 4)) == []
    assert list(Proposals([]).of(["other "], 4)) == []
