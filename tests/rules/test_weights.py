"""The table of weights: every version there was stays as it was published."""

from factdesk.rules.weights import KEPT, PRESENT
from factdesk.vocabulary import Credibility, Reliability


def test_weights_of_version_1_are_as_published() -> None:
    one = KEPT[1]
    assert [one.reliability[grade] for grade in Reliability] == [100, 80, 60, 40, 20, 0]
    assert [one.credibility[grade] for grade in Credibility] == [90, 70, 50, 30, 10, 0]
    assert (one.first_cut, one.second_cut, one.steepness) == (60, 205, 148)


def test_the_present_weights_are_the_newest_and_every_version_is_kept_under_its_number() -> None:
    assert PRESENT.version == max(KEPT)
    assert sorted(KEPT) == list(range(1, PRESENT.version + 1))
    assert all(number == one.version for number, one in KEPT.items())
