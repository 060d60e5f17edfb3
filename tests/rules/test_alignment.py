from hypothesis import given
from hypothesis import strategies as st

from factdesk.rules.alignment import aligned, rising, shared

LISTS = st.lists(st.sampled_from("abcdefgh"), max_size=14)


def _longest(old, new) -> int:
    row = [0] * (len(new) + 1)
    for mine in old:
        above = row[:]
        for at, theirs in enumerate(new):
            row[at + 1] = above[at] + 1 if mine == theirs else max(above[at + 1], row[at])
    return row[-1]


@given(LISTS, LISTS)
def test_short_lists_share_as_much_as_they_can(old, new):
    assert len(shared(old, new)) == _longest(old, new)


@given(LISTS, LISTS, st.sampled_from([0, 4, 1_000]))
def test_what_is_shared_is_the_same_and_rises_in_both_however_long_the_lists(old, new, most):
    pairs = shared(old, new, most=most)
    assert all(old[first] == new[second] for first, second in pairs)
    for side in zip(*pairs, strict=True):
        assert list(side) == sorted(set(side))


@given(LISTS, LISTS)
def test_every_index_is_given_once_and_in_order(old, new):
    found = list(aligned(old, new))
    assert [first for first, _ in found if first is not None] == list(range(len(old)))
    assert [second for _, second in found if second is not None] == list(range(len(new)))


def test_long_lists_are_compared_between_what_stands_once_in_each():
    assert shared("xaxbxcx", "yaybycy", most=3) == [(1, 1), (3, 3), (5, 5)]
    assert shared("xxxx", "yyyy", most=3) == []


@given(st.lists(st.integers(0, 9), max_size=10))
def test_as_many_as_can_rise(firsts):
    pairs = [(first, at) for at, first in enumerate(firsts)]
    chosen = rising(pairs)
    assert set(chosen) <= set(pairs)
    assert [first for first, _ in chosen] == sorted({first for first, _ in chosen})
    assert [second for _, second in chosen] == sorted(second for _, second in chosen)
    best = [1] * len(firsts)
    for at, first in enumerate(firsts):
        best[at] = 1 + max((best[before] for before in range(at) if firsts[before] < first), default=0)
    assert len(chosen) == max(best, default=0)
