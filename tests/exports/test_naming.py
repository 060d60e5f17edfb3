import re
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.fixed_shapes import HEAD, facts
from tests.helpers.rows import for_each

from factdesk.exports import naming

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def test_a_name_says_what_is_inside():
    name = naming.file_name(facts(), "csv")
    assert name == f"ein-marchen-a-tale-verdict-supported-search-two-words-2026-02-03-{HEAD[:12]}.csv"


def test_the_whole_register_is_named_by_its_title_alone():
    assert naming.file_name(facts(filter="none: the whole register", title="A tale"), "json") == (
        f"a-tale-2026-02-03-{HEAD[:12]}.json"
    )


@given(title=TEXTS, chosen=TEXTS)
def test_any_name_is_short_and_plain(title, chosen):
    name = naming.file_name(facts(title=title, filter=chosen), "csl.json")
    assert len(name) <= 100
    assert re.fullmatch(rf"[a-z0-9]+(-[a-z0-9]+)*-2026-02-03-{HEAD[:12]}\.csl\.json", name)


@for_each(
    ("text", "slug"),
    [("Ein Märchen!", "ein-marchen"), ("  --a--  ", "a"), ("漢字", "register"), ("", "register"), ("../../etc", "etc")],
)
def test_a_slug_is_ascii_words(text, slug):
    assert naming.slug(text) == slug


@given(title=TEXTS, chosen=TEXTS)
def test_any_fact_fits_a_header_and_comes_back(title, chosen):
    headers = naming.headers(facts(title=title, filter=chosen))
    for value in headers.values():
        assert re.fullmatch(r"[\x20-\x7e]*", value)
    assert unquote(headers["Factdesk-Title"]) == title
    assert unquote(headers["Factdesk-Filter"]) == chosen


def test_the_facts_are_told_in_one_order_everywhere():
    names = [name for name, _ in naming.told(facts())]
    assert names == ["Title", "Filter", "Address", "Moment", "Count", "Scale", "Weights", "Head", "Program"]
    assert list(naming.headers(facts())) == [f"Factdesk-{name}" for name in names]
    assert dict(naming.told(facts()))["Moment"] == "2026-02-03T04:05:06Z"
    assert set(names) == {name.capitalize() for name in type(facts()).model_fields}
