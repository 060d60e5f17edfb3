from tests.helpers.rows import for_each

from factdesk.readers.lines import Line, paragraphs_of

FULL = "This line is as long as the column is wide, and so it must go on"


def lines(*rows, step=14.0, size=12.0, left=72.0):
    """Make lines down a page: a text, or a text with the space above it, its left edge and its size."""
    made, base = [], 700.0
    for row in rows:
        text, space, edge, large = row if isinstance(row, tuple) else (row, step, left, size)
        base -= space
        made.append(Line(text, 0, edge, base, large))
    return made


def test_lines_at_the_usual_step_are_one_paragraph():
    assert paragraphs_of(lines(FULL, FULL, "to the end.")) == [f"{FULL} {FULL} to the end."]


def test_a_wider_space_parts():
    assert paragraphs_of(lines(FULL, FULL, (FULL, 24, 72, 12), FULL)) == [f"{FULL} {FULL}", f"{FULL} {FULL}"]


def test_another_size_parts():
    assert paragraphs_of(lines(("Heading", 14, 72, 16), FULL, FULL)) == ["Heading", f"{FULL} {FULL}"]


def test_an_indented_first_line_parts_and_so_does_the_end_of_an_indented_block():
    rows = [FULL, FULL, (FULL, 14, 90, 12), FULL, (FULL, 14, 110, 12), (FULL, 14, 110, 12), FULL]
    assert [text.count(FULL) for text in paragraphs_of(lines(*rows))] == [2, 2, 2, 1]


def test_a_short_line_that_ends_a_sentence_ends_the_paragraph():
    assert paragraphs_of(lines(FULL, "and it ends here.", FULL, FULL)) == [
        f"{FULL} and it ends here.",
        f"{FULL} {FULL}",
    ]
    assert len(paragraphs_of(lines(FULL, "and it does not end here; no, it is long enough; it goes on.", FULL))) == 1


def test_a_list_is_parted_item_by_item():
    assert paragraphs_of(lines(FULL, "• one", "• two", "1. three", "(b) four", "5 July is no item and so it goes")) == [
        FULL, "• one", "• two", "1. three", "(b) four", "5 July is no item and so it goes",
    ]  # fmt: skip


@for_each(
    ("above", "below", "joined"),
    [
        ("the foun-", "dations are", "the foundations are"),
        ("the foun\u00ad", "dations are", "the foundations are"),
        ("in OP-", "TIONAL parts", "in OPTIONAL parts"),
        ("Jean-", "Pierre came", "Jean- Pierre came"),
        ("from 1998-", "2016 nobody", "from 1998- 2016 nobody"),
        ("the well-", "known bridge", "the wellknown bridge"),
        ("河边的图书馆在去年", "十二月关门了。", "河边的图书馆在去年十二月关门了。"),
        ("بئر القرية", "في شهر", "بئر القرية في شهر"),
    ],
)
def test_lines_are_joined_with_care(above, below, joined):
    assert paragraphs_of(lines(above, below)) == [joined]


def test_a_hyphen_that_is_written_elsewhere_is_kept():
    assert paragraphs_of(lines("It is a well-known bridge, and a well-", "known road.")) == [
        "It is a well-known bridge, and a well-known road."
    ]


def test_a_sentence_goes_on_over_the_page():
    first, second = lines(FULL, FULL), lines("goes on there.", FULL)
    second = [Line(line.text, 1, line.left, line.base, line.size) for line in second]
    assert paragraphs_of(first + second)[0].endswith("must go on goes on there.")
    ended = [*first, Line("and it ends, after all, where the page itself comes to an end.", 0, 72, 658, 12)]
    assert len(paragraphs_of(ended + second)) == 3


def test_no_lines_are_no_paragraphs():
    assert paragraphs_of([]) == []
    assert paragraphs_of(lines(" ", "\u00a0")) == []
    assert paragraphs_of(lines(("a", 0, 0, 0), ("b", 0, 0, 0))) != []
