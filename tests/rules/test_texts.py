from tests.helpers.rows import for_each

from factdesk.rules.texts import in_one_line, media_name, paragraphs, words
from factdesk.rules.wording import difference


@for_each(
    ("text", "number"),
    [
        ("", 0),
        ("One two\n\nthree", 3),
        ("الكلمة الأولى", 2),
        ("马里的阴影", 5),
        ("JNIM 在马里", 4),
        ("कहानी है", 2),
        ("안녕 세계", 2),
    ],
)
def test_words_are_counted_as_each_script_writes_them(text, number):
    assert words(text) == number


def test_paragraphs_are_parted_by_a_blank_line():
    assert paragraphs("One\nstill one\n\nTwo") == ["One\nstill one", "Two"]


def test_a_media_type_has_a_name_or_is_its_own():
    assert media_name("text/html") == "HTML"
    assert media_name("text/strange") == "text/strange"


OLD = "A tale of salt\n\nThe river rose in spring.\n\nIt fell in autumn."


@for_each(
    ("before", "after", "line"),
    [
        (OLD, OLD, "No paragraph changed."),
        (OLD, OLD.replace("rose", "sank") + "\n\nThe end.", "1 paragraph changed (2); 1 paragraph new (4)."),
        (OLD, OLD.split("\n\n", 1)[1], "1 paragraph gone (1)."),
        ("x", "\n\n".join(map(str, range(10))), "10 paragraphs new (1, 2, 3, 4, 5, 6, 7, 8 …); 1 paragraph gone (1)."),
    ],
)
def test_what_changed_is_told_in_one_line(before, after, line):
    assert in_one_line(difference(before, after)) == line
