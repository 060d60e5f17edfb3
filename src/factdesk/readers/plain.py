"""Plain text: paragraphs as they stand, and a title only where the first paragraph can be nothing else."""

import re
from statistics import median

from factdesk.readers.decoding import decode
from factdesk.readers.recognised import Recognised, normal, recognised

MEDIA_TYPE = "text/plain"
LONGEST_TITLE = 150
"""Code points. Longer first paragraphs without a full stop are lists or leads."""
LINE_OF_A_PARAGRAPH = 120
"""Code points. Text wrapped by hand has shorter lines; longer ones are paragraphs, one a line."""
_SENTENCE_ENDS = (
    *".;:,!…",
    *"\u3002\uff01\uff0c\uff1b\uff1a",
    *"\u061b\u060c\u06d4",
    "\u0964",
)  # of CJK, Arabic, Hindi
_NOTE = re.compile(r"(?:\[\w{1,3}\])+$")
_LETTER = re.compile(r"[^\W\d_]")


def read(data: bytes, name: str, charset: str | None = None) -> Recognised:
    """Read a plain text. Raises Invalid if it is empty, too long, or in no encoding that is plain."""
    decoded = decode(data, name, charset)
    paragraphs = paragraphs_of(decoded.text)
    found = Recognised("", MEDIA_TYPE, title=title_of(paragraphs), warnings=decoded.warnings)
    return recognised(name, MEDIA_TYPE, paragraphs, found)


def paragraphs_of(text: str) -> list[str]:
    """Part a text at its blank lines; if it has none and its lines are long, each line is a paragraph."""
    plain = normal(text)
    paragraphs = plain.split("\n\n")
    if len(paragraphs) > 1:
        return paragraphs
    lines = plain.split("\n")
    return lines if median(map(len, lines)) > LINE_OF_A_PARAGRAPH else paragraphs


def title_of(paragraphs: list[str]) -> str | None:
    """Give the first of several paragraphs as title if it is a short line that does not end like a sentence."""
    first = paragraphs[0].strip()
    if (
        len(paragraphs) == 1
        or "\n" in first
        or len(first) > LONGEST_TITLE
        or _NOTE.sub("", first).endswith(_SENTENCE_ENDS)
    ):
        return None
    return first if _LETTER.search(first) else None
