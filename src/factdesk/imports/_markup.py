"""Texts of other programs, which may hold marks of HTML where plain text is meant."""

import html
import re

import nh3

_LIKE_A_TAG = re.compile(
    r"</?(?:a|b|big|blockquote|br|cite|code|div|em|figure|font|h[1-6]|i|img|li|nobr|ol|p|pre|q|s|sc|script|small|span"
    r"|strong|style|su[bp]|table|t[dhr]|tbody|u|ul|wbr)\b[^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+\d*);",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)


def without_markup(text: str) -> str:
    """Give a text without tags and character references; one that has none stays as it is, blanks joined."""
    if _LIKE_A_TAG.search(text):
        text = html.unescape(nh3.clean(_BREAKS.sub(" ", text), tags=set()))
    return " ".join(text.split())
