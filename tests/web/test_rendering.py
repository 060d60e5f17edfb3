from datetime import UTC, datetime

from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.markup import parse
from tests.helpers.rows import for_each

from factdesk.web import rendering

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"))
MOMENT = datetime(2026, 11, 2, 6, 5, 59, tzinfo=UTC)


def asking(**headers):
    raw = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw})


@for_each(
    ("headers", "part"),
    [
        ({}, False),
        ({"HX_Request": "true"}, True),
        ({"HX_Request": "false"}, False),
        ({"HX_Request": "true", "HX_Boosted": "true"}, False),
        ({"HX_Request": "true", "HX_History_Restore_Request": "true"}, False),
        ({"HX_Boosted": "true"}, False),
        ({"HX_Request": "true", "HX_Target": "results", "HX_Trigger": "q"}, True),
    ],
)
def test_htmx_gets_a_part_only_where_it_asks_for_one(headers, part):
    assert rendering.wants_fragment(asking(**headers)) is part


def test_an_address_with_its_parameters():
    assert rendering.address("/claims") == "/claims"
    assert rendering.address("/claims", [("q", "a b&c"), ("q", "é")]) == "/claims?q=a+b%26c&q=%C3%A9"


@given(TEXTS, st.lists(st.integers(0, 20), max_size=6, unique=True))
def test_marking_changes_no_text_and_lets_no_markup_in(text, cuts):
    ends = sorted(cut for cut in cuts if cut <= len(text))
    hits = list(zip(ends[::2], ends[1::2], strict=False))
    shown = parse(f"<p>{rendering.marked(text, hits)}</p>").one("p")
    assert shown._raw() == text
    assert [mark._raw() for mark in shown.all("mark")] == [text[start:end] for start, end in hits]
    assert {node.tag for node in shown.walk()} <= {"p", "mark"}


def test_moments_are_written_out():
    assert rendering.day(MOMENT) == "2 November 2026"
    assert rendering.short_day(MOMENT) == "2 Nov 2026"
    assert rendering.moment(MOMENT) == "2 November 2026, 06:05 UTC"


@for_each(("number", "told"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims"), (1234567, "1,234,567 claims")])
def test_a_number_has_its_noun(number, told):
    assert rendering.plural(number, "claim") == told
    assert rendering.plural(number, "entry", "entries").endswith("entry" if number == 1 else "entries")


def test_numbers_are_written_with_commas():
    assert [rendering.thousands(number) for number in (0, 999, 1000, 1234567)] == ["0", "999", "1,000", "1,234,567"]
