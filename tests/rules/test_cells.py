from hypothesis import given
from hypothesis import strategies as st

from factdesk.rules.cells import DANGEROUS, defused, plain


@given(st.text())
def test_what_was_defused_comes_back_as_it_was(text):
    assert plain(defused(text)) == text


UNSEEN = st.text(" \t\n\u00a0\u00ad\u200b\u200e\u2060\ufeff", max_size=3)


@given(UNSEEN, st.sampled_from([*DANGEROUS, "\uff1d", "\uff0b", "\uff0d", "\uff20"]), st.text())
def test_nothing_that_would_run_stays_at_the_beginning(unseen, sign, rest):
    assert defused(unseen + sign + rest) == f"'{unseen}{sign}{rest}"


def test_other_texts_stay():
    assert defused("plain") == plain("plain") == "plain"
    assert plain("'tis") == "'tis"
