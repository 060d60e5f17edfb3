import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.limits import LONGEST_LINE, LONGEST_TEXT
from factdesk.readers.recognised import UNKNOWN_LANGUAGE, Recognised, day, language, normal, one_line, recognised

texts = st.text(st.sampled_from("ab \n\r\t\f\v\x00\x1b\x85\u2028\u2029\u00a0\u3000\u00ad\ufeff\ud800é😀\u200d\u0301"))


@for_each(
    ("text", "expected"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\n\n\n \n\ntwo", "one\n\ntwo"),
        ("  kept in front, not behind \u00a0\nnext\t\n", "  kept in front, not behind\nnext"),
        ("a page\fanother\u2029a third\u2028its line", "a page\n\nanother\n\na third\nits line"),
        ("bell\x07 and\tblank", "bell and blank"),
        ("soft\u00adhyphen\ufeff", "softhyphen"),
        ("half a pair \ud83d", "half a pair \ufffd"),
        (
            "e\u0301 stays two, é one, \U0001f469\u200d\U0001f467 three",
            "e\u0301 stays two, é one, \U0001f469\u200d\U0001f467 three",
        ),
        ("\u202bعربي\u202c", "\u202bعربي\u202c"),
        (" \n\t\n", ""),
    ],
)
def test_a_text_is_brought_to_one_form(text, expected):
    assert normal(text) == expected


@given(texts)
def test_the_normal_form_is_what_it_says(text):
    found = normal(text)
    assert normal(found) == found
    assert "\n\n\n" not in found
    assert not found.startswith("\n")
    assert all(line == line.rstrip() for line in found.split("\n"))
    assert all(character == "\n" or ord(character) >= 32 for character in found)
    found.encode()


@for_each(
    ("tag", "expected"),
    [
        ("en", "en"), ("EN_gb", "en-GB"), ("de_AT.UTF-8@euro", "de-AT"), ("zh-hans-cn", "zh-Hans-CN"),
        ("ar-sa, en", "ar-SA"), ("es-419", "es-419"), ("de-1996", "de-1996"), (" fr ", "fr"),
        ("", None), (None, None), ("english language", None), ("und", None), ("x", None), ("zxx", None),
    ],
)  # fmt: skip
def test_a_language_is_written_as_bcp_47_has_it(tag, expected):
    assert language(tag) == expected


@for_each(
    ("text", "expected"),
    [
        ("2021-12-05", "2021-12-05"), ("2021-12-05T08:00:00Z", "2021-12-05"), ("2021-12", "2021-12"), ("2021", "2021"),
        ("2021-13-05", None), ("2021-02-30", None), ("5 May 2021", None), ("20211205", None), ("", None), (None, None),
        ("2021-1-5", None),
    ],
)  # fmt: skip
def test_a_date_is_kept_as_far_as_it_is_known(text, expected):
    assert day(text) == expected


def test_a_title_is_one_line_of_some_length():
    assert one_line(" A\n title\x00 \t of two ") == "A title of two"
    assert one_line(" \n") is None
    assert one_line(None) is None
    assert len(one_line("word " * 200)) <= LONGEST_LINE
    assert one_line("word " * 200).endswith("…")


def test_what_is_found_comes_in_normal_form_and_says_what_is_not_known():
    found = Recognised(
        "", "text/html", " A\ntitle ", "ann", "2021-12-05T08:00", None, ("The encoding was guessed: x.",)
    )
    assert recognised("a.html", "text/html", ["one ", "\n\ntwo"], found) == Recognised(
        "one\n\ntwo",
        "text/html",
        "A title",
        "ann",
        "2021-12-05",
        None,
        ("The encoding was guessed: x.", UNKNOWN_LANGUAGE),
    )


@for_each("paragraphs", [[], ["", " \n"], ["—", "* * *"], ["\u200b\u2060"]])
def test_no_text_is_refused(paragraphs):
    with pytest.raises(Invalid, match=r"^There is no text in a\.txt\.$") as refusal:
        recognised("a.txt", "text/plain", paragraphs)
    assert refusal.value.place == "a.txt"


def test_too_much_text_is_refused():
    assert len(recognised("a.txt", "text/plain", ["x" * LONGEST_TEXT]).text) == LONGEST_TEXT
    with pytest.raises(Invalid, match=r"^a\.txt has 5,000,001 characters; at most 5,000,000 are read\.$"):
        recognised("a.txt", "text/plain", ["x" * (LONGEST_TEXT + 1)])
