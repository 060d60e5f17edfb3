from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.agreement import Undefined, nominal, ordinal, pairwise

SCALE = "12345"
ANSWERS = st.lists(st.lists(st.sampled_from(SCALE), max_size=4), max_size=8)
"""Units, each with what was said of it; one value or none at all is one that cannot be compared."""


def counted(units):
    return Counter(tuple(sorted(values)) for values in units)


def of_observers(*rows):
    """Give the units of a table with a row for each observer; a dot is a missing value."""
    return [[value for value in column if value != "."] for column in zip(*rows, strict=True)]


def literally(units, far):
    """Compute alpha from every single pair: 1 - observed / expected disagreement."""
    units = [values for values in units if len(values) > 1]
    said = [value for values in units for value in values]
    if not said:
        return Undefined.NOTHING_TO_COMPARE
    observed = sum(
        Fraction(far(one, other), len(values) - 1) for values in units for one, other in permutations(values, 2)
    ) / len(said)
    expected = Fraction(sum(far(one, other) for one, other in permutations(said, 2)), len(said) * (len(said) - 1))
    return 1 - observed / expected if expected else Undefined.NO_VARIATION


def ranks_between(units):
    said = Counter(value for values in units if len(values) > 1 for value in values)

    def far(one, other):
        low, high = sorted((one, other))
        between = sum(said[value] for value in SCALE if low <= value <= high)
        return (between - Fraction(said[one] + said[other], 2)) ** 2

    return far


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A to D.
TWO_BINARY = of_observers("0100000010", "1110010000")
TWO_NOMINAL = of_observers("aabbdcccedda", "babbbccceddd")
FOUR = of_observers("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


@for_each(
    ("units", "alpha", "number", "values"),
    [(TWO_BINARY, 0.095, 10, 20), (TWO_NOMINAL, 0.692, 12, 24), (FOUR, 0.743, 11, 40)],
)
def test_the_published_examples_of_nominal_data(units, alpha, number, values):
    found = nominal(counted(units))
    assert found.alpha == pytest.approx(alpha, abs=0.0005)
    assert (found.undefined, found.units, found.values) == (None, number, values)


def test_the_published_example_of_ordinal_data():
    assert ordinal(counted(FOUR), SCALE).alpha == pytest.approx(0.815, abs=0.0005)


@given(ANSWERS)
def test_it_is_what_the_definition_gives(units):
    for found, far in (
        (nominal(counted(units)), lambda one, other: int(one != other)),
        (ordinal(counted(units), SCALE), ranks_between(units)),
    ):
        expected = literally(units, far)
        if isinstance(expected, Undefined):
            assert (found.alpha, found.undefined) == (None, expected)
        else:
            assert found.alpha == pytest.approx(float(expected))
            assert found.undefined is None


@given(st.lists(st.tuples(st.sampled_from(SCALE), st.integers(2, 4)), min_size=2))
def test_who_always_agree_reach_one_and_never_more(units):
    found = nominal(counted([value] * number for value, number in units))
    varied = len({value for value, _ in units}) > 1
    assert found.alpha == (1 if varied else None)
    assert found.undefined is (None if varied else Undefined.NO_VARIATION)


@given(ANSWERS)
def test_it_never_exceeds_one(units):
    for found in (nominal(counted(units)), ordinal(counted(units), SCALE)):
        assert found.alpha is None or found.alpha <= 1


@given(ANSWERS, st.permutations(SCALE))
def test_other_names_change_nothing_where_only_alike_counts(units, names):
    renamed = dict(zip(SCALE, names, strict=True))
    assert nominal(counted(units)) == nominal(counted([renamed[value] for value in values] for values in units))


@given(ANSWERS)
def test_the_scale_may_be_read_from_its_other_end(units):
    assert ordinal(counted(units), SCALE) == ordinal(counted(units), SCALE[::-1])


@given(ANSWERS, st.randoms())
def test_no_order_of_units_or_of_values_matters(units, chance):
    mixed = [chance.sample(values, len(values)) for values in chance.sample(units, len(units))]
    before = Counter(tuple(values) for values in units)
    after = Counter(tuple(values) for values in mixed)
    assert nominal(before) == nominal(after)
    assert ordinal(before, SCALE) == ordinal(after, SCALE)


@given(ANSWERS)
def test_a_unit_with_a_single_value_adds_nothing(units):
    assert nominal(counted([*units, ["1"], []])) == nominal(counted(units))


def test_a_step_weighs_less_than_a_leap():
    near, far = (ordinal(counted([["1", "1"], ["5", "5"], ["3", other]]), SCALE).alpha for other in "45")
    assert near > far


def test_a_value_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="6"):
        ordinal({("1", "6"): 1}, SCALE)


@for_each(
    ("values", "share"),
    [("aab", Fraction(1, 3)), ("aa", 1), ("ab", 0), ("aabb", Fraction(1, 3)), ("a", None), ("", None)],
)
def test_the_share_of_agreeing_pairs(values, share):
    assert pairwise(values) == share


@given(st.lists(st.sampled_from(SCALE), min_size=2, max_size=6))
def test_the_share_is_that_of_every_single_pair(values):
    pairs = list(combinations(values, 2))
    assert pairwise(values) == Fraction(sum(one == other for one, other in pairs), len(pairs))
