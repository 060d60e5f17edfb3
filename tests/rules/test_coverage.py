from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.coverage import Judged, coverage
from factdesk.vocabulary import Verdict

TEXT = "It rained. It snowed! * * * Nobody knew why."
SENTENCES = [(0, 10), (11, 21), (22, 27), (28, 44)]
ORDER = [Verdict.DISPUTED, Verdict.MIXED, Verdict.UNVERIFIABLE, Verdict.UNREVIEWED, Verdict.SUPPORTED]
PASSAGES = st.lists(
    st.builds(
        lambda ends, verdict: Judged(*sorted(ends), verdict),
        st.tuples(st.integers(0, 44), st.integers(0, 44)),
        st.sampled_from(Verdict),
    ),
    max_size=8,
)


def _counted(*passages: Judged) -> dict[Verdict | None, int]:
    return {verdict: number for verdict, number in coverage(TEXT, SENTENCES, passages).items() if number}


def test_each_sentence_counts_once_and_one_without_letters_not_at_all():
    assert _counted() == {None: 3}
    assert _counted(Judged(0, 21, Verdict.SUPPORTED)) == {Verdict.SUPPORTED: 2, None: 1}


def test_every_verdict_is_in_the_answer():
    assert set(coverage("", [], [])) == {*Verdict, None}


@for_each("at", range(len(ORDER) - 1))
def test_the_least_favourable_verdict_is_shown(at):
    worse, better = ORDER[at : at + 2]
    both = Judged(0, 10, better), Judged(3, 5, worse)
    assert _counted(*both) == _counted(*both[::-1]) == {worse: 1, None: 2}


def test_a_full_stop_or_blank_is_no_sentence_under_a_claim():
    assert _counted(Judged(9, 11, Verdict.MIXED)) == {None: 3}
    assert _counted(Judged(8, 11, Verdict.MIXED)) == {Verdict.MIXED: 1, None: 2}
    assert _counted(Judged(5, 5, Verdict.MIXED)) == {None: 3}


@given(PASSAGES)
def test_the_counts_are_those_of_a_look_at_every_letter(passages):
    expected: dict[Verdict | None, int] = dict.fromkeys((*Verdict, None), 0)
    for start, end in SENTENCES:
        letters = [at for at in range(start, end) if TEXT[at].isalnum()]
        found = {one.verdict for one in passages for at in letters if one.start <= at < one.end}
        if letters:
            expected[min(found, key=ORDER.index) if found else None] += 1
    assert coverage(TEXT, SENTENCES, passages) == expected


@given(PASSAGES, st.sampled_from(Verdict))
def test_another_claim_never_leaves_more_unmarked(passages, verdict):
    more = [*passages, Judged(0, 44, verdict)]
    assert coverage(TEXT, SENTENCES, more)[None] == 0 <= coverage(TEXT, SENTENCES, passages)[None]
