import pytest
from tests.helpers.reader_files import filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.markdown import read


def text_of(source: str) -> str:
    return read(source.encode(), "a.md").text


def test_an_article_keeps_its_words_and_loses_its_marks():
    found = read(filed("bridge.md"), "bridge.md")
    assert (found.title, found.author, found.published_on, found.language) == (
        "The Bridge at Lower Hatch", "Ada", "2021-12-05", "en-GB",
    )  # fmt: skip
    assert found.warnings == ()
    paragraphs = found.text.split("\n\n")
    assert paragraphs[0].startswith("The bridge at Lower Hatch was closed on a Tuesday.")
    assert "although the county had warned" in paragraphs[0]
    assert paragraphs[1] == "What the surveyors found"
    assert "lorries of 44 tonnes cross where 20 were foreseen;" in paragraphs
    assert "The county gives two figures, and its own auditor gives a third." in paragraphs
    assert "The county | £2.1m | £6.8m" in paragraphs
    assert (
        "It has carried us for a hundred and forty-seven years. It can carry us until somebody finds the money."
        in paragraphs
    )
    assert "[1] The shop's owner says that she did not write it." in paragraphs
    assert "nobody has signed.[1] Whether" in found.text
    assert paragraphs[-1].startswith("The ferry's timetable is 06:40 and 17:15.")


def test_a_text_of_pandoc_keeps_its_words_and_loses_its_marks():
    found = read(filed("bridge-pandoc.md"), "bridge-pandoc.md")
    paragraphs = found.text.split("\n\n")
    assert paragraphs[0].startswith("The bridge at Lower Hatch was closed on a Tuesday. Nobody in the village")
    assert {"What the surveyors found", "What it would cost"} <= set(paragraphs)
    assert "lorries of 44 tonnes cross where 20 were foreseen;" in paragraphs
    assert "The county | £2.1m | £6.8m" in paragraphs
    assert "names four causes:" in found.text
    assert [mark for mark in ("**", "](", "|--", "> ") if mark in found.text] == []
    assert "The language was not stated." in found.warnings


@for_each(("name", "language"), [("well.md", "ar"), ("library.md", "zh-Hans"), ("signs.md", "en")])
def test_every_script_is_kept_to_the_code_point(name, language):
    found = read(filed(name), name)
    source = filed(name).decode().split("---\n", 2)[2]
    plain = "\n\n".join(
        line.removeprefix("## ").removeprefix("# ").removeprefix("- ") for line in source.split("\n") if line
    )
    assert found.text == plain
    assert found.language == language


@for_each(
    ("source", "text"),
    [
        ("one\ntwo", "one two"),
        ("one  \ntwo<br>three", "one\ntwo\nthree"),
        ("图书馆\n关门了", "图书馆关门了"),
        ("![a picture](x.png) [a *link*](y) <https://example.org>", "a picture a link https://example.org"),
        ("`*kept*`\n\n```\nif a:\n    b\n```", "*kept*\n\nif a:\n    b"),
        ("- a\n  b\n\n  c\n1. d", "a b\n\nc\n\nd"),
        ("> quoted\n> on", "quoted on"),
        ("a &amp; b \\* c ~~d~~ [e]", "a & b * c d [e]"),
        ("Title\n=====\n\n* * *\n\nwords", "Title\n\nwords"),
        ("<div><p>One</p><p>Two <script>alert(1)</script></p></div>\n\nthree <b>four</b>", "One\n\nTwo\n\nthree four"),
        ("a[^n]\n\n[^n]: word", "a[n]\n\n[n] word"),
    ],
)
def test_marks_become_words(source, text):
    assert text_of(source) == text


def test_the_title_is_that_of_the_front_matter_or_the_first_heading():
    assert read(b"# A *heading*\n\nwords.", "a.md").title == "A heading"
    assert read(b"## Second\n\nwords.", "a.md").title == "Second"
    assert read(b"Words that end.\n\n# Later", "a.md").title is None


def test_a_broken_text_is_a_text():
    assert text_of("**a [b](c\n\n```\nnever closed") == "**a [b](c\n\nnever closed"
    with pytest.raises(Invalid, match=r"^There is no text in a\.md\.$"):
        read(b"---\ntitle: Only this\n---\n\n<!-- nothing -->\n", "a.md")


@pytest.mark.slow
@for_each("hostile", [">" * 50_000 + " x\n\nWords.", "[" * 20_000 + "x", "*a **b " * 5_000 + "Words."])
def test_a_hostile_text_takes_no_time(hostile):
    assert text_of(hostile)
