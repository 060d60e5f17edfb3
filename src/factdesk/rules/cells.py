"""Cells of a table that a spreadsheet would take for a formula: defused on the way out, plain again on the way in."""

import re
import string
from collections.abc import Iterable

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")
"""Beginnings that spreadsheets take for a formula (https://owasp.org/www-community/attacks/CSV_Injection).

The apostrophe is among them so that defusing can be undone without a doubt: a leading one is always ours.
"""
MARK = "'"
_WIDE = r"\uff1d\uff0b\uff0d\uff20"
"""The signs = + - @ in full width, which spreadsheets of East Asia take for them."""
_UNSEEN = r"\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
"""White space, and signs that are not seen, which programs drop from before a sign."""
_RUNS = re.compile(f"[{_UNSEEN}]*[{re.escape(''.join(DANGEROUS))}{_WIDE}]")
_HARMLESS = frozenset(string.ascii_letters + string.digits)


def runs(text: str) -> bool:
    """Say whether a spreadsheet may run a text as a formula, or whether it begins with the apostrophe of ours."""
    return text[:1] not in _HARMLESS and _RUNS.match(text) is not None


def defused(cell: str | int | None) -> str | int | None:
    """Put an apostrophe before a text that a spreadsheet would run; other cells stay as they are."""
    return f"{MARK}{cell}" if isinstance(cell, str) and runs(cell) else cell


def defuse(row: list[str | int | None], places: Iterable[int]) -> None:
    """Defuse in place the cells of a row that may hold text."""
    for place in places:
        cell = row[place]
        if cell and str(cell)[0] not in _HARMLESS:
            row[place] = defused(cell)


def plain(text: str) -> str:
    """Give a text without the apostrophe that defusing put before it; others stay as they are."""
    return text[1:] if text.startswith(MARK) and runs(text[1:]) else text
