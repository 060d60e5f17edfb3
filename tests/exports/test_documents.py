"""Markdown and HTML: the same document, whatever its texts hold."""

import io
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from tests.helpers.fixed_shapes import HOSTILE, claims, contents, facts, hostile, nothing
from tests.helpers.rows import for_each

from factdesk.exports import FORMATS
from factdesk.exports.blocks import Heading, Items, Paragraph, Reference, Standing
from factdesk.exports.reading import blocks
from factdesk.rules.scale import in_words

MADE = [contents, nothing, lambda: contents(*hostile())]
NAMED = pytest.mark.parametrize("made", MADE, ids=["shaped", "empty", "hostile"])
ELEMENTS = {"html", "head", "meta", "title", "style", "body", "main", "nav", "h1", "h2", "h3", "p", "bdi", "strong",
            "ul", "ol", "li", "a", "sup", "blockquote", "span", "svg", "g", "line", "circle", "path"}  # fmt: skip


def written(name, made):
    file = io.BytesIO()
    FORMATS[name].write(made, file)
    return file.getvalue().decode()


class Reading(HTMLParser):
    """Gathers elements, attributes and the text of the body."""

    def __init__(self):
        super().__init__()
        self.elements, self.links, self.ids, self.text = set(), [], [], []

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.links += [value for name, value in attrs if name == "href"]
        self.ids += [value for name, value in attrs if name == "id"]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data):
        self.text.append(data)


def page(made):
    found = Reading()
    found.feed(written("html", made))
    return found


def plain(made):
    """Give each text of the document, in order, as one line."""
    for block in blocks(made):
        match block:
            case Heading() | Reference():
                yield block.text
            case Paragraph():
                yield "".join(run.url or run.text for run in block.runs)
            case Standing():
                yield f"{block.verdict.label}"
                yield in_words(block.level)
            case Items():
                yield block.label
                yield from ("".join(run.url or run.text for run in item) for item in block.items)


def claims_of(made):
    return [block for block in blocks(made) if isinstance(block, Standing)]


def folded(text):
    return " ".join(text.split())


@NAMED
def test_markdown_says_every_text_and_none_of_it_is_markup(made):
    tokens = MarkdownIt("commonmark").parse(written("md", made()))
    inline = [token for token in tokens if token.type == "inline"]
    shown = [folded("".join(child.content for child in token.children if child.type in ("text", "text_special")))
             for token in inline]  # fmt: skip
    wanted = [folded(text) for text in plain(made())]
    assert [text for text in wanted if not any(text in line or line.endswith(text) for line in shown)] == []
    assert len(shown) == len(wanted) - len(claims_of(made()))  # verdict and evidence share a line
    kinds = {child.type for token in inline for child in token.children}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close", "link_open", "link_close"}
    assert not {token.type for token in tokens} & {"html_block", "fence", "code_block", "hr", "ordered_list_open"}


@NAMED
def test_the_page_says_every_text_in_elements_of_ours_alone(made):
    found = page(made())
    assert found.elements <= ELEMENTS
    text = folded("".join(found.text))
    assert [one for one in plain(made()) if folded(one) and folded(one) not in text] == []


@NAMED
def test_every_link_within_the_page_leads_somewhere(made):
    found = page(made())
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert all(link.startswith(("#", "https://", "http://")) for link in found.links)


def test_every_place_that_points_to_a_reference_has_a_way_back():
    one = claims()[0]
    twice = [one, one.model_copy(update={"ref": "TALE-9"})]
    links = page(contents(*twice)).links
    assert [link for link in links if link.startswith("#from-1-")] == ["#from-1-1", "#from-1-2"]


def test_the_page_asks_for_nothing():
    text = written("html", contents())
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", text)


@for_each("name", ["md", "html"])
def test_the_facts_stand_at_the_beginning(name):
    assert facts().head in written(name, contents())[:4000]


@for_each("name", ["md", "html"])
def test_references_are_numbered_once_each_and_in_order(name):
    numbers = [block.number for block in blocks(contents()) if isinstance(block, Reference)]
    assert numbers == [1, 2, 3, 4]
    assert written(name, contents()).count("Title of second") == 1


def test_a_reference_is_written_in_the_style_that_is_asked():
    assert "(2021, March)" in written("html", contents(style="apa"))


def test_dissent_is_said_with_its_reason():
    said = [text for text in plain(contents()) if "(dissents)" in text]
    assert said == [
        'Reviewer 2, 2026-02-03: mixed, evidence more for than against (high) (dissents). Another, "quoted"\nreason'
    ]


def test_signs_that_html_forbids_are_shown_as_missing():
    one = hostile()[0].model_copy(update={"statement": "a\x0bb\x7fc\ufffe"})
    assert "a\ufffdb\ufffdc\ufffd" in written("html", contents(one))


@for_each("text", ["1. one", "2) two", "- list", "+ plus", "= line", "===", "    code", *HOSTILE])
def test_no_beginning_of_a_piece_makes_a_list_of_it(text):
    one = hostile()[0]
    piece = one.evidence[0].model_copy(update={"says": text})
    tokens = MarkdownIt("commonmark").parse(written("md", contents(one.model_copy(update={"evidence": [piece]}))))
    assert not {token.type for token in tokens} & {"ordered_list_open", "code_block", "lheading_open", "hr"}
    assert max(token.level for token in tokens) <= 5
