from hypothesis import given
from hypothesis import strategies as st

from factdesk.rules.cells import DANGEROUS, defused, plain


@given(st.text())
def test_what_was_defused_comes_back_as_it_was(text):
    assert plain(defused(text)) == text


@given(st.sampled_from(DANGEROUS), st.text())
def test_nothing_that_would_run_stays_at_the_beginning(sign, rest):
    assert defused(sign + rest) == f"'{sign}{rest}"


def test_other_texts_stay():
    assert defused("plain") == plain("plain") == "plain"
    assert plain("'tis") == "'tis"
