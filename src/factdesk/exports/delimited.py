"""CSV (RFC 4180), plain: the first line is the header, cells that a spreadsheet would run as a formula are defused."""

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from factdesk.exports.columns import CLAIM_COLUMNS, EVIDENCE_COLUMNS, Cell, claim_row, evidence_rows
from factdesk.exports.contents import Contents
from factdesk.exports.naming import told

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")
"""Beginnings that spreadsheets take for a formula (https://owasp.org/www-community/attacks/CSV_Injection).

The apostrophe is among them so that defusing can be undone without a doubt: a leading one is always ours.
"""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(contents: Contents, file: BinaryIO) -> None:
    """Write claims, or their evidence, as CSV in UTF-8."""
    if contents.wanted.bom == "1":
        file.write(BYTE_ORDER_MARK)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    if contents.wanted.about == "1":
        for name, value in told(contents.facts):
            text.write(f"# {name}: {' '.join(value.split())}\r\n")
    writer.writerow(EVIDENCE_COLUMNS if contents.wanted.layout == "evidence" else CLAIM_COLUMNS)
    for row in _rows(contents):
        writer.writerow([defused(cell) for cell in row])
    text.flush()
    text.detach()


def defused(cell: Cell) -> Cell:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _rows(contents: Contents) -> Iterable[list[Cell]]:
    for claim in contents.claims:
        if contents.wanted.layout == "evidence":
            yield from evidence_rows(contents, claim)
        else:
            yield claim_row(contents, claim)
