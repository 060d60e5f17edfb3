from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.addresses import spellings


@for_each(
    ("one", "other"),
    [
        ("https://a.example/x", "http://a.example/x"),
        ("https://a.example/x", "https://www.a.example/x/"),
        ("https://A.example", "http://a.example/"),
        ("https://a.example/x#part", "https://a.example/x"),
        ("https://doi.org/10.1000/ABC", "http://dx.doi.org/10.1000/abc"),
    ],
)
def test_two_ways_to_write_one_address_meet(one, other):
    assert spellings(one) & spellings(other)


@for_each(
    ("one", "other"),
    [
        ("https://a.example/x", "https://a.example/y"),
        ("https://a.example/x", "https://a.example/X"),
        ("https://a.example/?id=1", "https://a.example/?id=2"),
        ("https://a.example/", "https://b.example/"),
        ("https://doi.org/10.1000/a", "https://doi.org/10.1000/ab"),
    ],
)
def test_two_addresses_never_meet(one, other):
    assert not spellings(one) & spellings(other)


@given(st.text())
def test_whatever_it_is_it_is_one_of_its_own_spellings(text):
    assert text in spellings(text)
