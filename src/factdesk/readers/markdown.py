"""Markdown: its words without its marks, paragraph by paragraph, and what its front matter says of it."""

import re
from collections.abc import Sequence

from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from factdesk.readers.decoding import decode
from factdesk.readers.front_matter import parted
from factdesk.readers.markup import CELL_GAP, paragraphs_of
from factdesk.readers.plain import title_of
from factdesk.readers.recognised import Recognised, recognised

MEDIA_TYPE = "text/markdown"
DEEPEST = 100
"""Quotations and lists within each other; what lies deeper is left out."""
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
"""Characters of scripts written without spaces, where the end of a line is none."""


def read(data: bytes, name: str, charset: str | None = None) -> Recognised:
    """Read a Markdown text. Raises Invalid if there is no text in it."""
    decoded = decode(data, name, charset)
    front, body = parted(decoded.text)
    tokens = (
        MarkdownIt("commonmark", {"maxNesting": DEEPEST})
        .enable(["table", "strikethrough"])
        .parse(_NOTE.sub(r"\\[\1\\] ", body))
    )
    paragraphs = _paragraphs(tokens)
    title = front.title or _heading(tokens) or (title_of(paragraphs) if paragraphs else None)
    found = Recognised("", MEDIA_TYPE, title, front.author, front.date, front.language, decoded.warnings)
    return recognised(name, MEDIA_TYPE, paragraphs, found)


def _heading(tokens: Sequence[Token]) -> str | None:
    """Give the first heading as title if it is of the first level and the text begins with it."""
    if len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return _words(tokens[1].children or [])
    return None


def _paragraphs(tokens: Sequence[Token]) -> list[str]:
    found: list[str] = []
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            found.append(CELL_GAP.join(row or []))
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_words(token.children or []))
        elif token.type == "inline":
            found.append(_words(token.children or []))
        elif token.type in ("fence", "code_block"):
            found.append(token.content)
        elif token.type == "html_block" and token.content.strip():
            found += _of_html(token.content)
    return found


def _words(tokens: Sequence[Token]) -> str:
    """Give the words of a paragraph: of links and pictures what stands for them, of a note its number."""
    words = ""
    for at, token in enumerate(tokens):
        if token.type == "softbreak":
            after = next((later.content for later in tokens[at + 1 :] if later.content), "")
            words += "" if _UNSPACED.match(words[-1:]) and _UNSPACED.match(after) else " "
        elif token.type == "hardbreak" or (token.type == "html_inline" and _BREAK.match(token.content)):
            words += "\n"
        elif token.type == "text":
            words += _NOTE_MARK.sub(r"[\1]", token.content)
        elif token.type in ("code_inline", "image"):
            words += token.content
    return words


def _of_html(block: str) -> list[str]:
    return paragraphs_of(html.fragment_fromstring(block, create_parent="div"))
