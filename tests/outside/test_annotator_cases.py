"""The cases of another program that finds quotes and positions in pages: each must be found where that one finds it.

The pages' text is that of their text nodes, one after the other, as a browser counts it. Expected ranges are given as
nodes with offsets in UTF-16 code units; they are read as offsets in the whole text.
"""

import json
from typing import Any

from lxml import html
from tests.helpers.rows import for_each
from tests.outside.material import DATA, needs

from factdesk.rules.anchors import Quote, find, occurrences, quote_at
from factdesk.vocabulary import AnchorState

FILE = DATA / "apache-annotator-cases.json"
pytestmark = needs(FILE)


def _cases(group: str) -> dict[str, dict[str, Any]]:
    """Give the cases of a group by name; where the material is not there, one that is skipped with the others."""
    return json.loads(FILE.read_text(encoding="utf-8"))[group] if FILE.is_file() else {"the material": {}}


QUOTES, POSITIONS = _cases("text-quote-match"), _cases("text-position-match")


def _read(page: str) -> tuple[str, list[tuple[Any, int]]]:
    """Give the text of a page, and its text nodes with where each begins."""
    text, nodes = "", []
    for node in html.document_fromstring(page).xpath("//text()"):
        nodes.append((node, len(text)))
        text += node
    return text, nodes


def _offset(nodes: list[tuple[Any, int]], path: str, units: int) -> int:
    """Turn a node and an offset in UTF-16 code units into an offset in the text."""
    node = nodes[0][0].getparent().getroottree().xpath(path)[0]
    begins = next(at for one, at in nodes if _same_node(one, node))
    return begins + len(node.encode("utf-16-le")[: 2 * units].decode("utf-16-le"))


def _same_node(one: Any, other: Any) -> bool:
    return one.getparent() is other.getparent() and one.is_tail == other.is_tail and one == other


def _expected(case: dict[str, Any]) -> tuple[str, list[tuple[int, int]]]:
    text, nodes = _read(case["html"])
    return text, [
        (
            _offset(nodes, one["startContainerXPath"], one["startOffset"]),
            _offset(nodes, one["endContainerXPath"], one["endOffset"]),
        )
        for one in case["expected"]
    ]


def test_there_are_cases_of_every_kind():
    kinds = set(json.loads(FILE.read_text(encoding="utf-8")))
    assert kinds == {"text-quote-match", "text-position-match"}
    assert len(QUOTES) > 20
    assert len(POSITIONS) > 5


@for_each("case", QUOTES.values())
def test_a_quote_is_found_at_every_place_where_it_stands(case):
    text, expected = _expected(case)
    selector = {name: value for name, value in case["selector"].items() if name != "type"}
    quote = Quote(**selector)

    assert occurrences(text, quote) == expected

    place = find(text, quote)
    if len(expected) == 1 and quote.exact:
        assert (place.state, place.start, place.end) == (AnchorState.EXACT, *expected[0])
    else:
        assert place.state not in {AnchorState.EXACT, AnchorState.MOVED}


@for_each("case", POSITIONS.values())
def test_a_position_counts_code_points(case):
    text, expected = _expected(case)
    start, end = case["selector"]["start"], case["selector"]["end"]

    assert [(start, end)] == expected
    if start < end:
        assert occurrences(text, quote_at(text, start, end)) == [(start, end)]
