import pytest
from tests.helpers.reader_files import filed
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.readers.plain import paragraphs_of, read, title_of


def test_a_text_of_pandoc_keeps_its_paragraphs_and_lines():
    found = read(filed("bridge-pandoc.txt"), "bridge.txt")
    assert found.media_type == "text/plain"
    assert (
        "What the surveyors found\n\nThree of the five piers stand on oak, laid in 1874. The timber above the\nwater"
        in found.text
    )
    assert found.title is None
    assert found.language is None


WELL = filed("well.md").decode().split("---\n", 2)[2].lstrip()


@for_each("name", ["well-utf16-iconv.txt", "well-windows-1256-iconv.txt"])
def test_arabic_is_read_in_the_encodings_it_comes_in(name):
    found = read(filed(name), name)
    assert found.text.startswith(WELL[:40])
    assert WELL.split("\n\n")[1].removeprefix("# ") in found.text.split("\n\n")
    assert found.warnings[0].startswith("The encoding was guessed: ")


def test_a_text_that_is_cut_off_is_read_as_far_as_it_goes():
    found = read(filed("well.md")[:201], "well.txt")
    assert found.warnings[0] == "The text ends in the middle of a character."


def test_a_text_full_of_controls_loses_them_and_an_empty_one_is_refused():
    assert read(b"A\x1b[1mB\x0cC", "a.txt").text == "A[1mB\n\nC"
    with pytest.raises(Invalid, match=r"^There is no text in a\.txt\.$"):
        read(b"\r\n \t\r\n", "a.txt")


def test_lines_that_are_paragraphs_become_paragraphs():
    long, short = "word " * 60, "word " * 8
    assert len(paragraphs_of(f"{long}\n{long}\n{long}")) == 3
    assert len(paragraphs_of(f"{short}\n{short}\n{short}")) == 1
    assert len(paragraphs_of(f"{long}\n{long}\n\n{long}")) == 2


@for_each(
    ("first", "title"),
    [
        ("The Bridge at Lower Hatch", "The Bridge at Lower Hatch"),
        ("Is it safe?", "Is it safe?"),
        ("بئر القرية", "بئر القرية"),
        ("河边的图书馆", "河边的图书馆"),
        ("A bridge was closed.", None),
        ("图书馆关门了。", None),
        ("First line\nsecond line", None),
        ("Closed.[1]", None),
        ("1874", None),
        ("* * *", None),
        ("word " * 40, None),
    ],
)
def test_a_title_is_taken_only_where_it_is_plain(first, title):
    assert title_of([first, "More."]) == title
    assert title_of([first]) is None
