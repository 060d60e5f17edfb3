"""Cells of a table that a spreadsheet would take for a formula: defused on the way out, plain again on the way in."""

from collections.abc import Iterable

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")
"""Beginnings that spreadsheets take for a formula (https://owasp.org/www-community/attacks/CSV_Injection).

The apostrophe is among them so that defusing can be undone without a doubt: a leading one is always ours.
"""
MARK = "'"
_SIGNS = frozenset(DANGEROUS)


def defused(cell: str | int | None) -> str | int | None:
    """Put an apostrophe before a text that a spreadsheet would run; other cells stay as they are."""
    return f"{MARK}{cell}" if isinstance(cell, str) and cell[:1] in _SIGNS else cell


def defuse(row: list[str | int | None], places: Iterable[int]) -> None:
    """Defuse in place the cells of a row that may hold text."""
    for place in places:
        cell = row[place]
        if cell and str(cell)[0] in _SIGNS:
            row[place] = defused(cell)


def plain(text: str) -> str:
    """Give a text without the apostrophe that defusing put before it; others stay as they are."""
    return text[1:] if text.startswith(tuple(f"{MARK}{sign}" for sign in DANGEROUS)) else text
