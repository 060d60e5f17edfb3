"""What a file is: by its own bytes first, then by what its sender calls it, then by the ending of its name."""

import json
import re
from typing import Final

from factdesk.readers.marks import HEAD, in_zip, is_binary, other, refused

PLAIN: Final = "plain"
MARKDOWN: Final = "markdown"
HTML: Final = "html"
DOCX: Final = "docx"
PDF: Final = "pdf"

_FIRST = rb"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*"
"""What may stand before the first tag of a page."""
_PAGE = re.compile(_FIRST + rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(rb"\s*<(?:p|div|article|main|section|h[1-6]|table|ul|ol|blockquote|span)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(rb"<[a-z!/][^<>]*>", re.IGNORECASE)
_XML = re.compile(_FIRST + rb"<(?:\?xml|!doctype|svg|rss|feed)\b|\s*<\?xml\b", re.IGNORECASE | re.DOTALL)
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:[\w-]+[ \t]*:|#)")
_DECLARED = {
    "text/markdown": MARKDOWN,
    "text/x-markdown": MARKDOWN,
    "text/html": HTML,
    "application/xhtml+xml": HTML,
}
_ENDINGS = {"md": MARKDOWN, "markdown": MARKDOWN, "mdown": MARKDOWN, "mkd": MARKDOWN,
            "html": HTML, "htm": HTML, "xhtml": HTML, "shtml": HTML}  # fmt: skip


def kind_of(data: bytes, name: str, media_type: str | None = None) -> str:
    """Give the kind of a file that is not empty: one of the five above.

    What it is declared to be decides only between texts; "text/plain" says no more than that it is a text.
    Raises Invalid, saying what it seems to be, if it is no article.
    """
    head = data[:HEAD]
    if head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and is_binary(head)):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        seems = in_zip(data, name)
        if seems is None:
            return DOCX
    else:
        seems = other(data)
    if seems is not None:
        raise refused(name, seems)
    return _kind_of_text(data, name, media_type)


def _kind_of_text(data: bytes, name: str, media_type: str | None) -> str:
    start = data[:HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"")  # UTF-16 read as if it were ASCII
    if _PAGE.match(start):
        return HTML
    if _FRONT_MATTER.match(start):
        return MARKDOWN
    declared = _DECLARED.get((media_type or "").split(";")[0].strip().lower())
    called = declared or _ENDINGS.get(name.rpartition(".")[2].lower(), PLAIN)
    if called == HTML or (called == PLAIN and _BLOCK.match(start)):
        return HTML if _TAG.search(start) else PLAIN
    if _XML.match(start):
        raise refused(name, "a picture (SVG)" if b"<svg" in start else "an XML file")
    if called == PLAIN and start.lstrip().startswith((b"{", b"[")) and _is_json(data):
        raise refused(name, "data (JSON)")
    return called


def _is_json(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        return False
