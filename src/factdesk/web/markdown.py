"""Notes in Markdown as HTML that is safe on any page: CommonMark without raw HTML, then a list of what may stand."""

from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

HIGHEST_HEADING, LOWEST_HEADING = 3, 6
"""A note stands under a heading of the second level."""
_TAGS = {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "h4", "h5", "h6"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_REL = "nofollow noopener noreferrer"
_reader = MarkdownIt("commonmark", {"html": False})


def markdown(text: str) -> Markup:
    """Give a note as safe HTML; its headings go on from the page's own, and images are links to them."""
    tokens = _reader.parse(text)
    _demote(tokens)
    for token in tokens:
        if token.children:
            token.children = _linked(token.children)
    html = _reader.renderer.render(tokens, _reader.options, {})
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=_REL)
    return Markup(clean)  # noqa: S704  # nosec B704  cleaned just now


def _demote(tokens: Sequence[Token]) -> None:
    """Move headings below the page's own, without leaving a level out."""
    last = HIGHEST_HEADING - 1
    for token in tokens:
        if token.type == "heading_open":
            last = min(int(token.tag[1]) + HIGHEST_HEADING - 1, last + 1, LOWEST_HEADING)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{last}"


def _linked(tokens: Sequence[Token]) -> list[Token]:
    """Make a link of each image, because pages load nothing from other hosts, and let no link be without words."""
    found: list[Token] = []
    link: Token | None = None
    for token in tokens:
        if token.type == "image":
            address = str(token.attrs.get("src", ""))
            words = _text(token.content or address)
            inside = [words] if link else [_opening(address), words, Token("link_close", "a", -1)]
            found += inside
            continue
        if token.type == "link_close" and link is not None and found[-1] is link:
            found.append(_text(str(link.attrs.get("href", ""))))
        link = token if token.type == "link_open" else None if token.type == "link_close" else link
        found.append(token)
    return found


def _opening(address: str) -> Token:
    return Token("link_open", "a", 1, attrs={"href": address})


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
