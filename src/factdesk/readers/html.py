"""HTML: the main text of a page without its navigation, and what the page says of itself, both by trafilatura.

Where it finds no main text, as in a page of one short paragraph, everything in the body is the text.
"""

import re
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html
from trafilatura.utils import HTML_PARSER

from factdesk.errors import Invalid
from factdesk.readers.decoding import declared_in_page, decode
from factdesk.readers.markup import paragraphs_of
from factdesk.readers.recognised import Recognised, recognised

MEDIA_TYPE = "text/html"
TOO_DEEP = "Parts of the page lie in more than 250 others and were left out."
NEARLY_ALL = 0.75
"""Share of hidden characters from which a page is taken to be waiting for its script."""
FEW_LINKS = 0.15
"""Share of characters in links below which a page without any furniture is an article and nothing else."""
NEAR = 30
"""Characters at most between the day and the year of one date."""
_AUTHOR = "//meta[@name = 'author']/@content"
_FURNITURE = ("nav", "aside", "footer", "form", "iframe", "button", "script")
_WHOLE_PAGE = re.compile(r"<(html|body)\b", re.IGNORECASE)
_INNER_DECLARATIONS = re.compile(r"(<!doctype\s+html[^<>\[]*)\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LANGUAGE_PLACES = (
    "/html/@lang",
    "/html/@*[local-name() = 'lang']",
    "/html/body/@lang",
    "//meta[translate(@http-equiv, 'CELANGTU', 'celangtu') = 'content-language']/@content",
    "//meta[@property = 'og:locale']/@content",
    "//meta[@itemprop = 'inLanguage']/@content",
    "//article/@lang",
    "//main/@lang",
)


def read(data: bytes, name: str, charset: str | None = None) -> Recognised:
    """Read a page or a fragment of one. Raises Invalid if there is no text in it."""
    decoded = decode(data, name, charset or declared_in_page(data))
    text = _INNER_DECLARATIONS.sub(r"\1>", _NOT_IN_XML.sub("", decoded.text), count=1)
    whole = text if _WHOLE_PAGE.search(text) else f"<html><body><div>{text}</div></body></html>"
    tree = load_html(whole)
    if tree is None:
        raise Invalid(f"{name} cannot be read as HTML.", place=name)
    warnings = decoded.warnings + ((TOO_DEEP,) if _was_cut() else ())
    _drop_hidden(tree)
    document: Any = bare_extraction(
        copy(tree), include_comments=False, with_metadata=True, date_extraction_params=_date_rules()
    )
    found = Recognised("", MEDIA_TYPE, language=_language(tree), warnings=warnings)
    if document:
        author = document.author or next(iter(tree.xpath(_AUTHOR)), None)
        found = replace(found, title=document.title, author=author, published_on=_stated(document.date, text))
    main = [] if document is None or _is_bare(tree) else paragraphs_of(document.body, unseen=frozenset())
    return recognised(name, MEDIA_TYPE, main or paragraphs_of(tree), found)


def _was_cut() -> bool:
    """Say whether the parser, which trafilatura keeps, left something out of the page it read last."""
    return any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in HTML_PARSER.error_log)


def _is_bare(tree: HtmlElement) -> bool:
    """Say whether this is an article alone, as a word processor saves it, and no page of a site around one."""
    body = tree.find("body")
    if body is None or next(body.iter(*_FURNITURE), None) is not None:
        return False
    linked = sum(len(link.text_content()) for link in body.iter("a"))
    return linked < len(body.text_content()) * FEW_LINKS


def _drop_hidden(tree: HtmlElement) -> None:
    """Take out what a reader of the page does not see, unless it is nearly all, as before a script unveils it."""
    topmost: dict[HtmlElement, None] = {}
    for element in tree.iterfind(".//*"):
        if _is_hidden(element) and not any(above in topmost for above in element.iterancestors()):
            topmost[element] = None
    if sum(len(element.text_content()) for element in topmost) < len(tree.text_content()) * NEARLY_ALL:
        for element in topmost:
            element.drop_tree()
    for back in tree.xpath("//a[@role = 'doc-backlink' or contains(@class, 'footnote-back')]"):
        back.drop_tree()


def _is_hidden(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style", "")) is not None


def _language(tree: HtmlElement) -> str | None:
    for place in _LANGUAGE_PLACES:
        for said in tree.xpath(place):
            if said.strip():
                return str(said)
    return None


def _stated(date: str | None, text: str) -> str | None:
    """Leave out of a date the day that was made up for it, as of "2021-12": it stands nowhere near the year."""
    if not date:
        return None
    year, month, day = date.split("-")
    named = rf"(?<!\d)0?{int(day)}(?!\d)"
    between = f"[^<>]{{0,{NEAR}}}"
    ways = f"{year}{month}{day}", f"(?<!\\d){year}{between}{named}", f"{named}{between}{year}(?!\\d)"
    return date if any(re.search(way, text) for way in ways) else f"{year}-{month}"


def _date_rules() -> dict[str, Any]:
    """Take only dates that a page states as its own, the first of them, and none to come."""
    return {
        "original_date": True,
        "extensive_search": False,
        "outputformat": "%Y-%m-%d",
        "max_date": datetime.now(UTC).date().isoformat(),
    }
