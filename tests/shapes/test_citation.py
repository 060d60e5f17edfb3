from tests.helpers.rows import for_each

from factdesk.shapes.citation import citation, written_date


@for_each(
    ("edtf", "written"),
    [("2021", "2021"), ("2021-03", "March 2021"), ("2021-03-05", "5 March 2021"), ("2020-02-29", "29 February 2020")],
)
def test_a_date_keeps_the_precision_it_has(edtf, written):
    assert written_date(edtf) == written


@for_each(
    ("authors", "named"),
    [
        ([], ""),
        (["A. One"], "A. One, "),
        (["A. One", "B. Two"], "A. One and B. Two, "),
        (["A. One", "B. Two", "C. Three"], "A. One, B. Two and C. Three, "),
        (["A. One", "others"], "A. One and others, "),
        (["A. One", "B. Two", "others"], "A. One, B. Two and others, "),
        (["others"], "others, "),
    ],
)
def test_authors_are_named_in_order(authors, named):
    assert citation(authors=authors, title="T", publisher="P", published="2021") == f"{named}“T”, P, 2021."


def test_what_is_not_known_is_left_out():
    assert citation(authors=[], title="T", publisher=None, published=None) == "“T”, n.d."
    assert citation(authors=["A"], title="T", publisher=None, published="2021-03") == "A, “T”, March 2021."
