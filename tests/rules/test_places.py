from hypothesis import given
from hypothesis import strategies as st

from factdesk.rules import places

TEXT = "One two.\nThree.\n\nFour five four.\n\nSix"
TEXTS = st.text(st.sampled_from("ab \n👩é"), max_size=60)


def test_paragraphs_are_numbered_and_placed():
    found = places.paragraphs(TEXT)
    assert [TEXT[start:end] for start, end in found] == ["One two.\nThree.", "Four five four.", "Six"]
    assert [places.number_at(TEXT, start) for start, _ in found] == [1, 2, 3]
    assert [places.number_at(TEXT, end - 1) for _, end in found] == [1, 2, 3]


def test_a_range_is_widened_to_its_paragraphs():
    at = TEXT.index("five")
    assert places.whole_paragraphs(TEXT, at, at + 4) == places.paragraphs(TEXT)[1]
    assert places.whole_paragraphs(TEXT, 0, at) == (0, places.paragraphs(TEXT)[1][1])
    assert places.whole_paragraphs(TEXT, 0, len(TEXT)) == (0, len(TEXT))


@given(TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_a_trimmed_range_has_no_blank_at_its_ends_and_loses_no_word(text, start, end):
    first, last = places.trimmed(text, start, end)
    assert text[first:last] == text[start:end].strip()
    assert first <= last


@given(TEXTS, st.integers(0, 60), st.integers(0, 60), st.integers(1, 20))
def test_surroundings_stand_around_the_range(text, start, end, reach):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    before, after = places.surroundings(text, start, end, reach=reach)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
    assert max(len(before), len(after)) <= reach


def test_surroundings_are_cut_between_words():
    assert places.surroundings("alpha beta gamma delta epsilon", 11, 16, reach=8) == ("beta ", " delta")


def test_typed_words_are_found_whatever_blanks_stand_between_them():
    found = places.standing(TEXT, " two.   Three. ")
    assert [TEXT[start:end] for start, end in found] == ["two.\nThree."]
    assert [TEXT[start:end] for start, end in places.standing(TEXT, "Three. Four")] == ["Three.\n\nFour"]
    assert len(places.standing(TEXT.lower(), "four")) == 2
    assert places.standing(TEXT, "One", within=places.paragraphs(TEXT)[1]) == []
    assert places.standing(TEXT, "  ") == []
    assert places.standing(TEXT, "two.Three") == []


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_words_of_a_text_are_found_where_they_stand(text, start, end):
    start, end = places.trimmed(text, *sorted((start, end)))
    if start < end:
        assert (start, end) in places.standing(text, text[start:end])
