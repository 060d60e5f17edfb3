from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.graphemes import whole

FAMILY, THUMB, FLAGS = "👩‍👩‍👧‍👦", "👍🏽", "🇲🇱🇫🇷"
SIGNS = st.sampled_from([*"ab .", "e\u0301", "\u0915\u094d\u0937", "مَ", "水", FAMILY, THUMB, "🇲🇱", "❤\ufe0f", "한"])


@for_each(
    ("text", "chosen", "found"),
    [
        ("plain words", (2, 5), (2, 5)),
        ("caf\u0065\u0301s", (1, 4), (1, 5)),
        ("caf\u0065\u0301s", (4, 6), (3, 6)),
        (f"a{FAMILY}b", (3, 5), (1, 8)),
        (f"a{THUMB}b", (1, 2), (1, 3)),
        (FLAGS, (1, 3), (0, 4)),
        (FLAGS, (2, 4), (2, 4)),
        ("❤\ufe0f!", (0, 1), (0, 2)),
        ("שָׁלוֹם", (0, 1), (0, 3)),
        ("", (0, 0), (0, 0)),
    ],
)
def test_a_stretch_grows_to_whole_characters(text, chosen, found):
    assert whole(text, *chosen) == found


@given(st.lists(SIGNS, min_size=1, max_size=12), st.data())
def test_it_only_grows_and_is_stable(signs, data):
    text = "".join(signs)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    low, high = whole(text, start, end)
    assert 0 <= low <= start
    assert end <= high <= len(text)
    assert whole(text, low, high) == (low, high)


@given(st.lists(SIGNS, min_size=1, max_size=12), st.data())
def test_borders_between_characters_stay(signs, data):
    """Emoji and flags of our list never join each other, so each border between two of them is one."""
    signs = [sign for sign in signs if sign != "🇲🇱"] or ["a"]
    first = data.draw(st.integers(0, len(signs) - 1))
    last = data.draw(st.integers(first + 1, len(signs)))
    start, end = len("".join(signs[:first])), len("".join(signs[:last]))
    assert whole("".join(signs), start, end) == (start, end)
