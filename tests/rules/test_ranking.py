import math
from collections import Counter
from itertools import combinations
from statistics import correlation

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factdesk.rules.ranking import kendall, spearman

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=30)
BOTH = (spearman, kendall)


def varied(pairs):
    return all(len({pair[at] for pair in pairs}) > 1 for at in (0, 1))


def average_ranks(values):
    return [sum(other < value for other in values) + (values.count(value) + 1) / 2 for value in values]


def test_examples_by_hand():
    # Three pairs of neighbours, two of them exchanged: rho = 1 - 6 (2) / (3 (9 - 1)), tau = (2 - 1) / 3.
    swapped = Counter([(1, 1), (2, 3), (3, 2)])
    assert spearman(swapped) == pytest.approx(0.5)
    assert kendall(swapped) == pytest.approx(1 / 3)
    # With a tie in one order: of three pairs one is tied, the other two agree; tau-b = 2 / sqrt(2 * 3).
    tied = Counter([(1, 1), (1, 2), (2, 3)])
    assert kendall(tied) == pytest.approx(2 / math.sqrt(6))
    assert spearman(tied) == pytest.approx(math.sqrt(3) / 2)


@given(PAIRS)
def test_rho_is_the_correlation_of_the_ranks(pairs):
    assume(varied(pairs))
    one, other = (average_ranks(side) for side in zip(*pairs, strict=True))
    assert spearman(Counter(pairs)) == pytest.approx(correlation(one, other))


@given(PAIRS)
def test_tau_is_that_of_every_single_pair(pairs):
    assume(varied(pairs))
    signs = [((a > c) - (a < c), (b > d) - (b < d)) for (a, b), (c, d) in combinations(pairs, 2)]
    untied = [sum(sign[at] != 0 for sign in signs) for at in (0, 1)]
    expected = sum(one * other for one, other in signs) / math.sqrt(untied[0] * untied[1])
    assert kendall(Counter(pairs)) == pytest.approx(expected)


@given(PAIRS)
def test_without_two_ranks_on_both_sides_there_is_none(pairs):
    for measure in BOTH:
        found = measure(Counter(pairs))
        assert (found is None) == (not varied(pairs))
        assert found is None or -1 <= found <= 1


@given(PAIRS)
def test_they_are_the_same_from_either_side_and_turn_with_an_order(pairs):
    assume(varied(pairs))
    for measure in BOTH:
        found = measure(Counter(pairs))
        assert measure(Counter((b, a) for a, b in pairs)) == pytest.approx(found)
        assert measure(Counter((a, -b) for a, b in pairs)) == pytest.approx(-found, abs=1e-12)


@given(st.lists(st.integers(0, 4), min_size=2), st.integers(1, 10**6))
def test_the_same_order_twice_gives_one_at_any_number(ranks, times):
    assume(len(set(ranks)) > 1)
    counts = {(rank, rank): number * times for rank, number in Counter(ranks).items()}
    for measure in BOTH:
        assert measure(counts) == pytest.approx(1)


def test_every_level_alike_many_times_is_what_it_is_once_for_rho():
    once = {(0, 1): 1, (1, 0): 2, (2, 2): 1}
    assert spearman({pair: number * 1000 for pair, number in once.items()}) == pytest.approx(spearman(once))
