import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.helpers.rows import for_each
from tests.helpers.story_in_scripts import SAYINGS

from factdesk.rules.wording import Run, Wording, difference, reworded

WORDS = st.lists(
    st.sampled_from(["the", "lamp", "oil", "was", "gone", "油", "cafe\u0301", ".", "\n", " "]), max_size=14
)
PARAGRAPHS = st.lists(WORDS.map(" ".join) | st.sampled_from([*SAYINGS.values(), "", "a", "\n"]), max_size=7)
TEXTS = PARAGRAPHS.map("\n\n".join) | st.text(max_size=30)


def _read(lines, wanted: Wording) -> str:
    kept = [line for line in lines if line.wording in {Wording.SAME, Wording.CHANGED, wanted}]
    return "\n\n".join("".join(run.text for run in line.runs if run.wording in {Wording.SAME, wanted}) for line in kept)


@given(TEXTS, TEXTS)
@example("", "\n\n")
@example("a b c", "a c")
@example("a\n\nb\n\nc", "b\n\na")
@example("one two three", "one 2 three")
def test_what_is_kept_and_added_is_the_new_text_and_kept_and_removed_the_old(old, new):
    lines = difference(old, new)
    assert _read(lines, Wording.ADDED) == new
    assert _read(lines, Wording.REMOVED) == old


@given(TEXTS, TEXTS)
def test_every_paragraph_has_its_number_in_order(old, new):
    lines = difference(old, new)
    for numbers, text in (([line.before for line in lines], old), ([line.after for line in lines], new)):
        assert [number for number in numbers if number] == list(range(1, len(text.split("\n\n")) * bool(text) + 1))
    for line in lines:
        assert (line.before is None) == (line.wording is Wording.ADDED)
        assert (line.after is None) == (line.wording is Wording.REMOVED)


@given(TEXTS, TEXTS)
@example("N", "n")
def test_a_line_is_what_it_is_called(old, new):
    for line in difference(old, new):
        found = {run.wording for run in line.runs}
        assert len(found) > 1 if line.wording is Wording.CHANGED else found == {line.wording}
        if line.wording is Wording.CHANGED:
            assert all(run.text for run in line.runs)
            assert all(one.wording != other.wording for one, other in zip(line.runs, line.runs[1:], strict=False))


@given(TEXTS)
def test_a_text_compared_with_itself_is_the_same(text):
    assert {line.wording for line in difference(text, text)} <= {Wording.SAME}


def test_words_that_changed_together_are_told_together():
    assert reworded("The big red ship sank.", "The small blue ship sank!") == [
        Run(Wording.SAME, "The "),
        Run(Wording.REMOVED, "big red"),
        Run(Wording.ADDED, "small blue"),
        Run(Wording.SAME, " ship sank"),
        Run(Wording.REMOVED, "."),
        Run(Wording.ADDED, "!"),
    ]


def test_a_reworded_paragraph_is_one_line_and_another_is_two():
    old = "The keeper counted the barrels twice.\n\nNobody believed him."
    new = "An aside.\n\nThe old keeper counted the barrels two times.\n\nThe ship sailed at noon."
    assert [line.wording for line in difference(old, new)] == [
        Wording.ADDED,
        Wording.CHANGED,
        Wording.REMOVED,
        Wording.ADDED,
    ]


@for_each("saying", SAYINGS.values())
def test_a_sign_is_not_parted_from_its_marks(saying):
    runs = reworded(saying, saying[: len(saying) // 2] + "e\u0301👩🏽\u200d🚀" + saying[len(saying) // 2 :])
    assert not any(run.text[0] in "\u0301\u200d🏽" for run in runs)


@pytest.mark.slow
@for_each("parting", ["\n\n", " ", "\n"])
def test_a_long_text_takes_no_longer_than_a_page_may(parting):
    words = [f"word{number % 7_919}" for number in range(60_000)]
    old = "".join(word + (parting if at % 50 == 49 else " ") for at, word in enumerate(words))
    words[::97] = ["another"] * len(words[::97])
    new = "".join(word + (parting if at % 50 == 49 else " ") for at, word in enumerate(words))
    began = time.perf_counter()
    lines = difference(old, new)
    assert time.perf_counter() - began < 10
    assert _read(lines, Wording.ADDED) == new


@pytest.mark.slow
def test_nor_does_a_text_of_nothing_but_short_paragraphs_that_repeat():
    old, new = "a\n\nb\n\n" * 20_000, "b\n\na\n\n" * 20_000 + "c"
    began = time.perf_counter()
    lines = difference(old, new)
    assert time.perf_counter() - began < 10
    assert _read(lines, Wording.REMOVED) == old
