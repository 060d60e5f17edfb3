from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.markup import parse
from tests.helpers.rows import for_each

from factdesk.web.markdown import markdown

MAY_STAND = {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
HEADINGS = {"h3", "h4", "h5", "h6"}
BITS = st.sampled_from(
    ["# ", "###### ", "- ", "1. ", "> ", "`", "```\n", "*", "**", "![", "](", ")", "<", ">", "<script>", "javascript:",
     "data:text/html,", "https://example.org/", "/claims/X-1", "onclick=", "<img src=x onerror=alert(1)>", "\n", "\n\n",
     "&lt;", '"', "'", "[x]: javascript:alert(1)\n", "<a href='javascript:1'>"]
)  # fmt: skip


@given(st.lists(BITS | st.text(max_size=8), max_size=30).map("".join))
def test_whatever_is_written_only_safe_elements_stand(text):
    last = 2
    for node in parse(str(markdown(text))).walk():
        if node.tag == "#document":
            continue
        assert node.tag in MAY_STAND | HEADINGS
        assert set(node.attributes) <= ({"href", "title", "rel"} if node.tag == "a" else {"start"})
        if node.tag == "a":
            assert node.attributes["rel"] == "nofollow noopener noreferrer"
            scheme, colon, _ = node.attributes.get("href", "").partition(":")
            assert not colon or "/" in scheme or scheme.lower() in ("http", "https", "mailto")
        if node.tag in HEADINGS:
            assert int(node.tag[1]) <= last + 1
            last = int(node.tag[1])


@for_each(
    ("text", "html"),
    [
        ("Plain *words*, **more** and `code`.",
         "<p>Plain <em>words</em>, <strong>more</strong> and <code>code</code>.</p>\n"),
        ("# One\n\n### Two\n\n# Three", "<h3>One</h3>\n<h4>Two</h4>\n<h3>Three</h3>\n"),
        ("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>\n"),
        ("3. third", '<ol start="3">\n<li>third</li>\n</ol>\n'),
        ("![a map](https://example.org/m.png)",
         '<p><a href="https://example.org/m.png" rel="nofollow noopener noreferrer">a map</a></p>\n'),
        ("[![a map](https://example.org/m.png)](https://example.org)",
         '<p><a href="https://example.org" rel="nofollow noopener noreferrer">a map</a></p>\n'),
        ("[](https://example.org)",
         '<p><a href="https://example.org" rel="nofollow noopener noreferrer">https://example.org</a></p>\n'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_is_drawn_so(text, html):
    assert str(markdown(text)) == html
