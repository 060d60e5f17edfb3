import pytest
from tests.helpers.reader_files import filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.html import TOO_DEEP, read

ARTICLE = "".join(
    f"<p>The bridge at Lower Hatch was closed on day {number}. Nobody in the village had expected it, although it was "
    "known for years that the river was taking its foundations away.</p>"
    for number in range(5)
)


def page(inner: str, head: str = "<title>T</title>", lang: str = "en") -> bytes:
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{inner}</body></html>".encode()


def test_a_page_that_a_browser_saved_gives_its_article_without_the_site():
    found = read(filed("bridge-chromium.html"), "bridge.html")
    assert (found.title, found.author, found.published_on, found.language) == (
        "The Bridge at Lower Hatch", "Ada Example", "2021-12-05", "en-GB",
    )  # fmt: skip
    assert "Three of the five piers stand on oak, laid in 1874." in found.text
    assert "\n\nlorries of 44 tonnes cross where 20 were foreseen;\n\n" in found.text
    assert "\n\nThe county | £2.1m | £6.8m\n\n" in found.text
    assert "This paragraph was written by a script" in found.text
    for of_the_site in ("Subscribe", "News of the valley", "Most read", "pies", "Cookies", "rights reserved"):
        assert of_the_site not in found.text


@for_each("name", ["bridge-pandoc.html", "bridge-libreoffice.html"])
def test_an_article_alone_is_read_whole(name):
    found = read(filed(name), name)
    paragraphs = found.text.split("\n\n")
    for one in (
        "What the surveyors found",
        "What happens now",
        "A ferry runs twice a day.",
        "The village | £0.9m | none",
    ):
        assert one in paragraphs
    assert found.title == "The Bridge at Lower Hatch"
    assert found.author == "Ada"
    assert found.language == "en-GB"
    assert "↩" not in found.text


@for_each(
    ("name", "language", "words"),
    [
        ("well-pandoc.html", "ar", "\n\nحُفرت أربع آبار جديدة في الوادي؛\n\n"),
        ("library-gb18030-iconv.html", "zh-Hans", "”一位官员说"),
        ("signs-pandoc.html", "en", "The family 👩‍👩‍👧‍👦 waves 👋🏽; the flag of Mali 🇲🇱 follows."),
    ],
)
def test_every_script_is_kept_to_the_code_point(name, language, words):
    found = read(filed(name), name)
    assert words in found.text
    assert found.language == language
    assert found.warnings == ()


def test_a_combining_mark_is_not_composed():
    assert "here: e\u0301 is" in read(filed("signs-pandoc.html"), "signs.html").text


def test_a_day_that_is_not_stated_is_not_made_up():
    assert read(filed("library-gb18030-iconv.html"), "a.html").published_on == "2021-12"
    assert read(page(ARTICLE, "<meta name='date' content='2021-12-05T01:00'>"), "a.html").published_on == "2021-12-05"
    assert read(page(ARTICLE), "a.html").published_on is None


def test_a_page_without_a_title_or_language_says_so():
    found = read(f"<html><body>{ARTICLE}".encode(), "a.html")
    assert (found.title, found.author, found.published_on, found.language) == (None, None, None, None)
    assert found.warnings == ("The language was not stated.",)


@for_each(
    ("head", "lang", "language"),
    [
        ("", "pt-br", "pt-BR"),
        ("<meta http-equiv='Content-Language' content='fr'>", "", "fr"),
        ("<meta property='og:locale' content='de_AT'>", "", "de-AT"),
    ],
)
def test_the_language_is_found_where_pages_state_it(head, lang, language):
    assert read(page(ARTICLE, head, lang), "a.html").language == language


def test_what_is_hidden_is_no_part_of_it_unless_it_is_nearly_all():
    hidden = "<p style='display: none'>Secret.</p><div hidden><p>Also.</p></div><p style='VISIBILITY:hidden'>Third.</p>"
    found = read(page(f"<article>{ARTICLE}{hidden}</article>"), "a.html")
    assert not any(word in found.text for word in ("Secret", "Also", "Third"))
    assert "day 3" in read(page(f"<article style='display:none'>{ARTICLE}</article><p>Loading</p>"), "a.html").text


def test_a_fragment_is_a_page():
    assert read(b"<p>One word.</p><p>Two &eacute;</p>", "a.html").text == "One word.\n\nTwo é"


def test_a_broken_page_is_read_as_browsers_would():
    found = read(page(f"<article><p>One <b>two<p>three</i></div>{ARTICLE}")[:-300], "a.html")
    assert "One two\n\nthree" in found.text
    with pytest.raises(Invalid, match=r"^There is no text in a\.html\.$"):
        read(b"<html><head><title>Only", "a.html")


def test_a_hostile_page_does_nothing():
    entities = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = read(
        f"{entities}<html><body><p>Here: &b; &f;</p><script>alert(1)</script></body></html>".encode(), "a.html"
    )
    assert found.text == "Here: &b; &f;"
    assert TOO_DEEP in read(page(f"<p>Seen.</p>{'<div>' * 2_000}deep"), "a.html").warnings
    assert "\x00" not in read(page("<p>A nul \x00 and &#0; &#x1; here.</p>"), "a.html").text
