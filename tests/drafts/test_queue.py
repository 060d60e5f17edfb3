from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.drafts.queue import CheckFilter, QueueFilter, QueueList, from_query
from factdesk.errors import Invalid
from factdesk.vocabulary import Hedge


@given(
    st.builds(
        QueueFilter,
        list=st.sampled_from(QueueList),
        topic=st.lists(st.sampled_from(["salt", "salt & water", "a=b", "ü"]), unique=True).map(tuple),
        hedge=st.lists(st.sampled_from(Hedge), unique=True).map(tuple),
        gap=st.none() | st.integers(1, 4),
        after=st.none() | st.dates(),
    )
)
def test_what_an_address_carries_comes_back(wanted):
    assert from_query(QueueFilter, urlencode(wanted.pairs())) == wanted


@given(st.text(max_size=80))
def test_any_other_text_is_read_or_refused(text):
    with suppress(Invalid):
        assert from_query(QueueFilter, text).pairs() is not None


@for_each("query", ["foo=1", "list=nonsense", "list=mine&list=x", "withdrawn=yes", "topic=a&" * 2_001])
def test_what_is_none_is_refused(query):
    with pytest.raises(Invalid):
        from_query(QueueFilter, query)


def test_a_filter_of_pieces_names_the_claims_they_are_on():
    wanted = CheckFilter(stance="disputes", source="src01", reliability="D", article="a-tale")
    pairs = [("article", "a-tale"), ("source", "src01"), ("reliability", "D"), ("stance", "disputes"),
             ("support", "not_checked")]  # fmt: skip
    assert wanted.of_claims().pairs() == pairs
    assert wanted.pairs(cursor=7)[-1] == ("cursor", "7")


@for_each("word", QueueList)
def test_every_list_has_a_name_and_a_meaning(word):
    assert word.label
    assert word.meaning.endswith(".")
