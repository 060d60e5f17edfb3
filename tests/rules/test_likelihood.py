from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.likelihood import mixed_with_confidence

WORDS = (
    "almost no chance", "remote chance", "very unlikely", "highly improbable", "unlikely", "roughly even odds",
    "Likely", "probable", "probably", "very likely", "highly probable", "almost certain", "Almost certainly",
)  # fmt: skip
CONFIDENT = ("with high confidence", "confidence is low", "we are confident", "moderate confidence")


@for_each("word", WORDS)
@for_each("confidence", CONFIDENT)
def test_a_sentence_that_names_both_is_found(word, confidence):
    assert mixed_with_confidence(f"It is {word} that they paid, {confidence}.") == word


@for_each(
    "text",
    [
        "They were paid. We say so with high confidence.",
        "It is likely that they were paid. Confidence is high.",
        "It is likely that they were paid;\nconfidence is high.",
        "It is likely\n\nWith high confidence",
        "A confidence trick is likely.",
        "The likelihood is not known, confidence is low.",
        "",
    ],
)
def test_what_keeps_them_apart_is_left_alone(text):
    assert mixed_with_confidence(text) is None


@given(st.text(), st.text())
def test_a_sentence_between_keeps_them_apart(one, other):
    if mixed_with_confidence(one) is None and mixed_with_confidence(other) is None:
        assert mixed_with_confidence(f"{one}.\n\n{other}") is None
