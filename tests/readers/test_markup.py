from lxml import html
from tests.helpers.rows import for_each

from factdesk.readers.markup import LONGEST_CELL, paragraphs_of


def of(source: str) -> list[str]:
    return paragraphs_of(html.document_fromstring(f"<html><body>{source}</body></html>"))


@for_each(
    ("source", "paragraphs"),
    [
        ("<h1>A</h1><p>B\n  c <b>d</b>, <i>e</i>f</p>", ["A", "B c d, ef"]),
        ("a<p>b</p>c<div>d<div>e</div>f</div>g", ["a", "b", "c", "d", "e", "f", "g"]),
        ("<p>a<br>b<br/>\n c</p>", ["a\nb\nc"]),
        ("<ul><li>a<li>b<ol><li>c</ol></ul><blockquote><p>d</p>e</blockquote>", ["a", "b", "c", "d", "e"]),
        ("<dl><dt>a<dd>b</dl><figure><img alt='x'><figcaption>c</figcaption></figure>", ["a", "b", "c"]),
        ("<pre>if a:\n    b\n</pre>", ["if a:\n    b"]),
        ("a<!-- b --><?c?><script>d</script>e<style>f</style><nav>g</nav>h", ["aeh"]),
        ("<p>a\u00a0b &amp; c\u200d</p>", ["a\u00a0b & c\u200d"]),
        ("<p dir=rtl>جفّت <b>بئر</b> القرية</p><p>河边的<em>图书馆</em></p>", ["جفّت بئر القرية", "河边的图书馆"]),
        ("<p> </p><p>\n</p>", []),
        ("", []),
    ],
)
def test_blocks_are_paragraphs(source, paragraphs):
    assert of(source) == paragraphs


def test_a_row_is_a_paragraph_its_cells_parted_by_a_bar():
    assert of("<table><caption>T</caption><tr><th>a<th>b<tr><td><p>c</p><p>d</p><td>e<br>f<tr><td><td></table>g") == [
        "T", "a | b", "c d | e f", "g",
    ]  # fmt: skip


def test_a_table_that_lays_out_a_page_is_none():
    long = "word " * LONGEST_CELL
    assert of(f"<table><tr><td><p>a</p><p>{long}</p><table><tr><td>b<td>c</table></table>") == [
        "a",
        long.strip(),
        "b | c",
    ]


def test_depth_and_length_do_no_harm():
    assert of("<div>" * 200 + "x" + "</div>" * 200) == ["x"]
    assert len(of("<p>a</p>" * 20_000)) == 20_000
