import unicodedata

import pytest
from tests.helpers.rows import for_each
from tests.helpers.story_in_scripts import SAYINGS

from factdesk.errors import Invalid
from factdesk.rules.anchors import Place, Quote, find, find_all, occurrences, quote_at
from factdesk.vocabulary import AnchorState

TEXT = (
    "The ferry left the old harbour at dawn, and nobody on the quay waved.\n\n"
    "“Twelve barrels of lamp oil were missing,” said the keeper of the northern light. He had counted them twice.\n\n"
    "In the village they speak of smugglers; the harbour master, who ought to know, speaks of a leak."
)
BARRELS = "Twelve barrels of lamp oil were missing"


def _quoted(words: str, text: str = TEXT) -> Quote:
    start = text.index(words)
    return quote_at(text, start, start + len(words))


def _read(text: str, place: Place) -> str:
    return text[place.start : place.end]


def test_a_quote_is_exact_where_it_stands_with_all_around_it():
    start = TEXT.index(BARRELS)
    assert find(TEXT, _quoted(BARRELS)) == Place(AnchorState.EXACT, start, start + len(BARRELS), 100)
    assert find(TEXT, Quote(BARRELS)) == Place(AnchorState.EXACT, start, start + len(BARRELS), 100)


def test_a_quote_without_surroundings_that_stands_twice_is_lost():
    assert find(TEXT, Quote("harbour")).state is AnchorState.LOST


def test_surroundings_tell_two_places_apart():
    places = find_all(TEXT, [Quote("harbour", "old "), Quote("harbour", "", " master")])
    assert [place.state for place in places] == [AnchorState.EXACT, AnchorState.EXACT]
    assert places[0].start != places[1].start


def test_a_quote_moves_with_its_sentence():
    first, second, third = TEXT.split("\n\n")
    third = third.replace("smugglers", "thieves")
    text = f"{third} Nobody else speaks.\n\n{first}\n\nA paragraph that was not there before.\n\n{second}"
    place = find(text, _quoted("the harbour master, who ought to know, speaks of a leak"))
    assert (place.state, _read(text, place)) == (
        AnchorState.MOVED,
        "the harbour master, who ought to know, speaks of a leak",
    )
    assert 0 < place.score < 100


def test_a_short_quote_whose_surroundings_all_changed_is_not_moved():
    text = "Elsewhere a keeper of bees had counted them twice, and that is all there is to say of it."
    assert find(text, _quoted("He had counted them twice")).state is not AnchorState.MOVED
    assert find(text, _quoted("keeper")).state is AnchorState.LOST


def test_a_quote_that_stands_in_a_longer_word_only_has_not_moved():
    old = "At noon the council of the northern region agreed to the plan of the keeper."
    new = "At noon the council of the northern regional body agreed to nothing of the kind, it says."
    place = find(new, _quoted("the council of the northern region", old))
    assert (place.state, _read(new, place)) == (AnchorState.CHANGED, "the council of the northern regional")


@for_each(
    ("old", "new"),
    [
        ("Twelve barrels of lamp oil", "Fourteen barrels of lamp oil"),
        ("lamp oil were missing", "lamp oil, all of it paid for, were missing"),
        ("lamp oil", "lamp-oil"),
    ],
)
def test_a_changed_quote_is_marked_from_word_to_word(old, new):
    text = TEXT.replace(old, new)
    place = find(text, _quoted(BARRELS))
    assert (place.state, _read(text, place)) == (AnchorState.CHANGED, BARRELS.replace(old, new))
    assert place.score >= 80


@for_each(
    ("words", "change"),
    [
        (f"“{BARRELS},” said", lambda text: text.replace("“", '"').replace("”", '"')),
        (f"“{BARRELS},” said", lambda text: text.replace(" ", "\u00a0")),
        (f"“{BARRELS},” said", lambda text: text.replace("lamp oil ", "lamp\noil  ")),
        (f"“{BARRELS},” said", str.upper),
        (SAYINGS["emoji"][-43:-1], lambda text: unicodedata.normalize("NFC", text)),
        (SAYINGS["Korean"][10:30], lambda text: unicodedata.normalize("NFD", text)),
        (SAYINGS["Hindi"][12:42], lambda text: unicodedata.normalize("NFD", text).replace(" ", "\n")),
    ],
)
def test_other_white_space_quotation_marks_or_unicode_forms_are_changed_with_a_high_score(words, change):
    text = TEXT + "\n\n" + "\n\n".join(SAYINGS.values())
    place = find(change(text), _quoted(words.strip(), text))
    assert (place.state, _read(change(text), place)) == (AnchorState.CHANGED, change(words.strip()))
    assert place.score >= 95


@for_each("saying", SAYINGS.values())
def test_every_script_is_found_again_in_every_state(saying):
    start, end = len(saying) // 2, len(saying) - 1
    while saying[start - 1] not in " 。が":
        start -= 1
    text = f"{TEXT}\n\n{saying}"
    quote = quote_at(text, len(text) - len(saying) + start, len(text) - len(saying) + end)
    moved = f"{saying[start:]}\n\n{TEXT}"
    damaged = text.replace(quote.exact, quote.exact[:8] + quote.exact[11:])

    assert find(text, quote).state is AnchorState.EXACT
    assert (find(moved, quote).state, _read(moved, find(moved, quote))) == (AnchorState.MOVED, quote.exact)
    place = find(damaged, quote)
    assert place.state is AnchorState.CHANGED
    assert abs(place.start - damaged.rindex(quote.prefix) - len(quote.prefix)) <= 3
    assert find(TEXT, quote).state is AnchorState.LOST


def test_a_changed_place_does_not_cut_a_sign_from_its_marks():
    text = "She waved 👩🏽‍🚀 at dawn from the cafe\u0301 by the quay and nobody saw her there."
    place = find(text.replace("waved", "smiled"), quote_at(text, 4, text.index(" by")))
    assert _read(text.replace("waved", "smiled"), place) == "smiled 👩🏽‍🚀 at dawn from the cafe\u0301"


def test_two_places_that_are_equally_like_are_none():
    damaged = "Twelve barrels of whale oil were missing"
    text = f"It is told that {damaged} in the north.\n\nOthers hold that {damaged} in the south."
    assert find(text, Quote(BARRELS)).state is AnchorState.LOST
    assert find(f"It is told that {damaged} in the north.", Quote(BARRELS)).state is AnchorState.CHANGED


@for_each("quote", [Quote(""), Quote("", "old ", "harbour"), Quote("holy grail"), Quote("—!?"), Quote("\n")])
def test_what_is_not_there_or_says_nothing_is_lost(quote):
    assert find(TEXT, quote) == Place(AnchorState.LOST, None, None, 0)
    assert find("", quote) == Place(AnchorState.LOST, None, None, 0)


def test_a_word_that_stands_everywhere_takes_no_time():
    text = "the oil " * 60_000
    places = find_all(text, [Quote("the oil", "lamp ", " of"), Quote("oil"), Quote("the lamp oil the oil the")] * 20)
    assert {place.state for place in places} == {AnchorState.LOST}


def test_every_occurrence_is_given_overlapping_ones_too():
    assert occurrences("bananas", Quote("ana")) == [(1, 4), (3, 6)]
    assert occurrences("bananas", Quote("ana", suffix="s")) == [(3, 6)]
    assert occurrences("ab", Quote("")) == [(0, 0), (1, 1), (2, 2)]


def test_a_quote_takes_as_much_of_its_surroundings_as_tells_it_apart():
    text = "start " + "x y z " * 20 + "end"
    at = text.index("x") + 60
    quote = quote_at(text, at, at + 1)
    assert len(quote.prefix) > 32
    assert occurrences(text, quote) == [(at, at + 1)]


def test_a_passage_that_reads_the_same_elsewhere_cannot_be_told_apart():
    with pytest.raises(Invalid, match="reads the same elsewhere"):
        quote_at("x y z " * 2_000, 6_000, 6_001)


@for_each(("start", "end"), [(3, 3), (-1, 2), (0, 1_000), (5, 4)])
def test_a_passage_outside_the_text_is_refused(start, end):
    with pytest.raises(Invalid, match="not part of the text"):
        quote_at(TEXT, start, end)
