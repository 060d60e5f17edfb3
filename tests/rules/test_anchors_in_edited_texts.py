"""Whatever was inserted, deleted, moved or doubled: anchors keep their law, as a second, slow reading of it says.

The oracle tries every place of a text, character by character, and shares nothing with rules/anchors.py.
"""

import unicodedata
from collections import Counter
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.helpers.random_texts import tally
from tests.helpers.rows import for_each
from tests.helpers.story_in_scripts import SAYINGS

from factdesk.errors import Invalid
from factdesk.rules.anchors import ENOUGH, Place, Quote, find, find_all, occurrences, quote_at
from factdesk.vocabulary import AnchorState

WORDS = st.sampled_from(
    ["the", "the", "oil", "oil", "harbour", "keeper", "dawn", "lamp", "of", "said", "The", "a", "Twelve", "smugglers"]
)
PROSE = st.lists(WORDS | st.sampled_from([",", ".", "\n\n", "“oil”"]), min_size=1, max_size=60).map(" ".join)
TOLD = st.lists(st.sampled_from(list(SAYINGS.values())), min_size=1, max_size=3).map("\n\n".join)
HOSTILE = st.text(
    st.sampled_from("ab  \n.e\u0301\u200d\ufe0f👩🏽🚀🇲🇱’'\"“字字油กำ한ᄒ\u1161בה\u05b7\u0627\u0628कि"), max_size=60
)
TEXTS = PROSE | TOLD | HOSTILE | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SHARE = st.floats(0, 1)
EDITS = st.lists(st.tuples(st.sampled_from(["insert", "delete", "move", "duplicate"]), SHARE, SHARE, SHARE, TEXTS),
                 max_size=4)  # fmt: skip


def _edited(text: str, edits) -> str:
    for kind, first, second, third, new in edits:
        start, end = sorted((round(first * len(text)), round(second * len(text))))
        piece = text[start:end]
        if kind in {"delete", "move"}:
            text = text[:start] + text[end:]
        at = round(third * len(text))
        text = text[:at] + {"insert": new, "delete": ""}.get(kind, piece) + text[at:]
    return text


@st.composite
def cases(draw) -> tuple[str, Quote]:
    """A quote from a text, with the surroundings it had there or fewer, and the text after edits."""
    text = draw(TEXTS.filter(bool))
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    before, after = draw(st.integers(0, 32)), draw(st.integers(0, 32))
    quote = Quote(text[start:end], text[max(0, start - before) : start], text[end : end + after])
    return _edited(text, draw(EDITS)), quote


def _standing(text: str, exact: str) -> list[int]:
    return [at for at in range(len(text) - len(exact) + 1) if text[at : at + len(exact)] == exact]


def _agreeing(text: str, quote: Quote, at: int) -> tuple[str, str]:
    before, after = "", ""
    end = at + len(quote.exact)
    while len(before) < min(len(quote.prefix), at) and text[at - len(before) - 1] == quote.prefix[-len(before) - 1]:
        before = text[at - len(before) - 1] + before
    while len(after) < min(len(quote.suffix), len(text) - end) and text[end + len(after)] == quote.suffix[len(after)]:
        after += text[end + len(after)]
    return before, after


def _letters(text: str) -> int:
    """Count letters, digits and vowel signs; each for as much as the law could count it at most."""
    return sum(
        3 if ord(one) > 0xDFF and unicodedata.category(one)[0] in "LN" else unicodedata.category(one)[0] in "LNM"
        for one in text
    )


def _plain(text: str) -> str:
    """Give the letters and signs of a text, and one blank for whatever else stands between them."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = (one for one in folded if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")
    return " ".join("".join(one if unicodedata.category(one)[0] in "LNMS" else " " for one in bare).split())


def _common(one: str, other: str) -> int:
    """Give the length of the longest common subsequence, the slow way."""
    row = [0] * (len(other) + 1)
    for mine in one:
        above = row[:]
        for at, theirs in enumerate(other):
            row[at + 1] = above[at] + 1 if mine == theirs else max(above[at + 1], row[at])
    return row[-1]


def _within_a_word(text: str, at: int) -> bool:
    """Say whether a cut at an offset would part two letters of a script with spaces, or a mark from its letter."""
    if not 0 < at < len(text):
        return False
    latin = [one.isalpha() and ord(one) < 0xE00 for one in text[at - 1 : at + 1]]
    marked = unicodedata.category(text[at])[0] == "M" and not text[at - 1].isspace()
    return all(latin) or (marked and text[at - 1].isalnum())


def _check(text: str, quote: Quote, place: Place) -> None:
    standing = {at: _agreeing(text, quote, at) for at in _standing(text, quote.exact)} if quote.exact else {}
    whole = [at for at, agreed in standing.items() if agreed == (quote.prefix, quote.suffix)]
    assert (place.state is AnchorState.EXACT) == (len(whole) == 1)
    if place.state is AnchorState.LOST:
        assert (place.start, place.end, place.score) == (None, None, 0)
        return
    assert place.start is not None
    assert place.end is not None
    assert 0 <= place.start < place.end <= len(text)
    if place.state is AnchorState.EXACT:
        assert (place.start, place.end, place.score) == (whole[0], whole[0] + len(quote.exact), 100)
        return
    assert not whole
    assert 0 < place.score < 100
    assert not _within_a_word(text, place.start)
    assert not _within_a_word(text, place.end)
    if place.state is AnchorState.MOVED:
        assert text[place.start : place.end] == quote.exact
        mine = standing.pop(place.start)
        for other in standing.values():
            assert len(mine[0] + mine[1]) > len(other[0] + other[1])
            assert _letters(mine[0]) >= _letters(other[0]) or _letters(mine[1]) >= _letters(other[1])
        assert _letters(mine[0] + quote.exact + mine[1]) >= ENOUGH
    else:
        wanted, found = _plain(quote.exact), _plain(text[place.start : place.end])
        assert 2 * _common(wanted, found) >= 0.5 * (len(wanted) + len(found))


@given(cases())
@settings(max_examples=3 * settings.default.max_examples)
@example(("the cafe\u0301 at dawn", Quote("cafe")))
@example(("yada yada yada yada", Quote("yada yada")))
def test_every_place_keeps_the_law(case):
    text, quote = case
    _check(text, quote, find(text, quote))


@given(PROSE | TOLD, st.data())
def test_a_passage_is_exact_in_its_own_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        quote = quote_at(text, start, end)
    except Invalid:
        place = find(text, Quote(text[start:end], text[:start][-1024:], text[end:][:1024]))
        assert place.state is AnchorState.LOST
    else:
        assert find(text, quote) == Place(AnchorState.EXACT, start, end, 100)
        assert occurrences(text, quote) == [(start, end)]


@given(cases())
def test_of_a_text_that_stands_there_twice_nothing_is_found(case):
    text, quote = case
    gap = "\n\n" + "x " * 60 + "\n\n"
    twice = gap.join(("", text, text, ""))
    place = find(twice, quote)
    _check(twice, quote, place)
    assert place.state is AnchorState.LOST or twice.count(twice[place.start : place.end]) == 1


@given(st.lists(cases(), min_size=2, max_size=4))
def test_quotes_are_found_the_same_alone_and_together(several):
    text = several[0][0]
    quotes = [quote for _, quote in several]
    assert find_all(text, quotes) == [find(text, quote) for quote in quotes]


@pytest.mark.slow
@for_each(("edits", "right"), [(20, 0.97), (100, 0.96), (300, 0.95)])
def test_what_changed_is_placed_right_and_little_is_lost(edits, right, capsys):
    counted = sum((tally(Random(seed), 20_000, 100, edits) for seed in range(5)), Counter[str]())
    changed = counted["changed, right"], counted["changed, wrong"]
    share, lost = changed[0] / sum(changed), counted["lost, there"] / counted.total()
    with capsys.disabled():
        print(f"\n{edits} edits: {share:.1%} of changed placed right; lost {lost:.1%}, gone {counted['lost, gone']}")  # noqa: T201
    assert share >= right
    assert lost <= 0.25
    assert counted["exact, wrong"] == 0
    assert counted["moved, wrong"] <= 0.005 * counted.total()
