"""What a reader gives, and the one form every text is brought to: paragraphs with a blank line between them.

A single line break stands within a paragraph. There are no control characters, no blanks at the end of a line, and
no blank lines at the beginning or end. Nothing else is changed, no letters are composed: places in the text count
its code points as they were imported.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from factdesk.errors import Invalid
from factdesk.readers.limits import LONGEST_LINE, LONGEST_TEXT

UNKNOWN_LANGUAGE = "The language was not stated."

_PARAGRAPH_BREAKS = re.compile("\f|\u2029")
_LINE_BREAKS = re.compile("\r\n?|[\v\x85\u2028]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters that are neither blanks nor breaks
    "\u00ad\ufeff"  # where a line may break, and which way the bytes go: layout, not words
    "\ufdd0-\ufdef\ufffe\uffff]"  # no characters at all
)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_TRAILING = re.compile(r"[^\S\n]+(?=\n|\Z)")
_BLANK_LINES = re.compile(r"\n{2,}")
_BLANKS = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
_NO_LANGUAGE = {"und", "mul", "zxx", "mis"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was found in a file: its text in normal form, and what it says of itself."""

    text: str
    media_type: str
    title: str | None = None
    author: str | None = None
    published_on: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()


def normal(text: str) -> str:
    """Bring a text to the normal form; what is in it already stays as it is."""
    text = _LINE_BREAKS.sub("\n", _PARAGRAPH_BREAKS.sub("\n\n", text)).replace("\t", " ")
    text = _LONE_SURROGATES.sub("\ufffd", _DROPPED.sub("", text))
    text = _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text))
    return text.strip("\n")


def one_line(text: str | None) -> str | None:
    """Give a title or name as one line, cut to what a form takes, or None if nothing is in it."""
    line = _BLANKS.sub(" ", normal(text or "")).strip()
    return (line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1].rstrip() + "…") or None


def language(tag: str | None) -> str | None:
    """Give a language tag as BCP 47 writes it ("en_GB.UTF-8", "zh-hans-cn"), or None if it names no language."""
    plain = (tag or "").strip().split(".")[0].split(",")[0].split("@")[0].replace("_", "-").strip()
    if not _LANGUAGE.fullmatch(plain) or plain.split("-")[0].lower() in _NO_LANGUAGE:
        return None
    first, *rest = plain.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    region, script = 2, 4
    if len(part) == region:
        return part.upper()
    return part.title() if len(part) == script and part.isalpha() else part.lower()


def day(text: str | None) -> str | None:
    """Give the date that a text begins with, as it is known: "2021-12-05", "2021-12" or "2021"; or None."""
    found = _DAY.match((text or "").strip())
    if not found:
        return None
    year, month, of_month = found.groups()
    try:
        date(int(year), int(month or 1), int(of_month or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, of_month) if part)


def recognised(name: str, media_type: str, paragraphs: Iterable[str], found: Recognised | None = None) -> Recognised:
    """Give what was recognised in normal form: the text of these paragraphs, and what else was found.

    Raises Invalid if there is no text, or far too much.
    """
    told = found or Recognised("", media_type)
    text = normal("\n\n".join(paragraphs))
    if not any(character.isalnum() for character in text):
        raise Invalid(f"There is no text in {name}.", place=name)
    if len(text) > LONGEST_TEXT:
        raise Invalid(f"{name} has {len(text):,} characters; at most {LONGEST_TEXT:,} are read.", place=name)
    spoken = language(told.language)
    warnings = (*told.warnings, *(() if spoken else (UNKNOWN_LANGUAGE,)))
    return Recognised(
        text, media_type, one_line(told.title), one_line(told.author), day(told.published_on), spoken, warnings
    )
