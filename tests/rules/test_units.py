import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st
from tests.helpers.rows import for_each
from tests.helpers.story_in_scripts import SAYINGS

from factdesk.rules.units import Splitter, Units, kind, weight

TEXTS = st.sampled_from(list(SAYINGS.values())) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def _split(text: str) -> Units:
    return Splitter([text]).split(text)


def _read(text: str) -> list[str]:
    return [text[start:end] for start, end in _split(text).places]


def test_words_and_signs_are_units_and_characters_where_words_are_not_parted():
    assert _read("It’s 3 km², really.") == ["It", "s", "3", "km²", "really"]
    assert _read("油燈 lamp") == ["油", "燈", "lamp"]
    assert _read("cafe\u0301s: กลัง") == ["cafe\u0301s", "ก", "ลั", "ง"]
    assert _read("👩🏽\u200d🚀🇲🇱🇫🇷 €5") == ["👩🏽\u200d🚀", "🇲🇱", "🇫🇷", "€", "5"]
    assert _read("한국 ᄒ\u1161ᆫ") == ["한", "국", "ᄒ\u1161ᆫ"]
    assert _read("مُحَمَّد") == ["مُحَمَّد"]


@given(TEXTS)
@example("\u0301a")
@example("\u200d")
def test_units_hold_every_letter_and_sign_once_and_in_order(text):
    outside, last = "", 0
    for start, end in _split(text).places:
        assert last <= start < end
        outside, last = outside + text[last:start], end
    assert {kind(character) for character in outside + text[last:]} <= {"", "mark"}


@given(st.sampled_from(list(SAYINGS.values())), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_forms_of_one_text_fold_alike(saying, form):
    other = unicodedata.normalize(form, saying).replace(" ", "\u00a0 ").upper()
    assert _split(other).joined == _split(saying).joined


@given(TEXTS, TEXTS)
def test_a_text_is_cut_alike_whatever_it_is_cut_with(text, other):
    assert Splitter([text, other]).split(text).places == _split(text).places


@given(TEXTS)
def test_units_read_as_the_text_they_are_from(text):
    units = _split(text)
    assert "".join(units.folded) == units.joined == units.read(0, len(units.folded))
    for at in range(len(units.folded) + 1):
        assert units.read(0, at).endswith(units.before(at, 5))
        assert units.read(at, len(units.folded)).startswith(units.after(at, 5))


@for_each(("text", "letters"), [("a b.", 2), ("油 b", 4), ("e\u0301", 1), ("कि", 2), ("“—👩", 0), ("한", 3)])
def test_letters_weigh_what_they_say(text, letters):
    assert weight(text) == letters
