"""Texts of articles: their paragraphs, how many words they have, and what changed in them in a few words."""

import re
from collections.abc import Sequence

from factdesk.rules.wording import Paragraph, Wording

PARAGRAPH_BREAK = "\n\n"
_LINE_END = re.compile("\r\n|\r|\n")
_BY_CHARACTER = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

MOST_NAMED = 8
"""Paragraphs that are named by their numbers where it is said how many changed."""
_MEDIA = {
    "text/plain": "plain text",
    "text/markdown": "Markdown",
    "text/html": "HTML",
    "application/xhtml+xml": "XHTML",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (DOCX)",
}


def media_name(media_type: str) -> str:
    """Give a media type as people call it."""
    return _MEDIA.get(media_type, media_type)


def lines(text: str) -> list[str]:
    """Part a text into its lines: they end at LF, CRLF or CR, and nowhere else.

    Python's `splitlines` also parts at U+2028, U+2029, U+0085 and more, which stand unescaped in what JSON Lines
    (https://jsonlines.org/) and CSV (RFC 4180) call one line.
    """
    return _LINE_END.split(text)


def first_line(text: str) -> tuple[str, str]:
    """Give the first of a text's lines, and all that follows it."""
    line, *rest = _LINE_END.split(text, maxsplit=1)
    return line, "".join(rest)


def paragraphs(text: str) -> list[str]:
    """Part a text into its paragraphs."""
    return text.split(PARAGRAPH_BREAK)


def words(text: str) -> int:
    """Count words: what stands between blanks; Han and kana, written without blanks, count by the character."""
    rest, characters = _BY_CHARACTER.subn(" ", text)
    return len(rest.split()) + characters


def in_one_line(compared: Sequence[Paragraph]) -> str:
    """Say which paragraphs changed, came and went, by their numbers."""
    told = []
    for wording, word in ((Wording.CHANGED, "changed"), (Wording.ADDED, "new"), (Wording.REMOVED, "gone")):
        numbers = [one.after or one.before or 0 for one in compared if one.wording is wording]
        if numbers:
            named = ", ".join(map(str, numbers[:MOST_NAMED])) + (" …" if len(numbers) > MOST_NAMED else "")
            told.append(f"{len(numbers):,} {'paragraph' if len(numbers) == 1 else 'paragraphs'} {word} ({named})")
    return f"{'; '.join(told)}." if told else "No paragraph changed."
