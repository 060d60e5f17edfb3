"""XLSX (ECMA-376): sheets for claims, evidence, sources and reviews, and one that says what the file is.

All sheets are written side by side, a claim at a time, so that memory does not grow with the register.
"""

from collections.abc import Sequence
from datetime import UTC
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from factdesk.errors import Invalid
from factdesk.exports.columns import INTEGERS
from factdesk.exports.contents import Contents
from factdesk.exports.naming import told
from factdesk.exports.tables import TABLES, chosen, every_row
from factdesk.rules.cells import runs
from factdesk.shapes.table import Cell

MOST_ROWS, LONGEST_CELL, MOST_LINKS, LONGEST_LINK = 1_048_576, 32_767, 65_530, 2_079
"""What a sheet holds (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3)."""
WIDE = {"statement": 60, "quote": 40, "says": 60, "reason": 60, "reasons": 60, "citation": 50, "sources": 50,
        "quotation": 40, "source_addresses": 40, "page": 32, "url": 32, "archived_url": 32, "title": 40,
        "reliability_why": 40, "topics": 22, "entities": 22, "reviews": 30, "lineage_note": 30}  # fmt: skip
ORDINARY = 14
LINKED = frozenset({"page", "url", "archived_url"})


class _Sheet:
    """One sheet that grows by a row at a time."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, known: Sequence[str], wanted: Sequence[str] = ()) -> None:
        self.columns, self._pick = chosen(known, wanted)
        self._sheet, self._rows, self._links = book.add_worksheet(name), 1, 0
        self._name = name
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        # As if typed after an apostrophe: shown as it is, and no formula when somebody edits the cell.
        self._quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self._link = book.add_format({"font_color": "#0b4a86", "underline": 1, "valign": "top"})
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        for place, column in enumerate(self.columns):
            self._sheet.set_column(place, place, WIDE.get(column, ORDINARY))
            self._sheet.write_string(0, place, column, head)
        self._sheet.freeze_panes(1, 1)

    def add(self, row: Sequence[Cell]) -> None:
        """Write one row; raises Invalid where a sheet cannot hold it."""
        if self._rows >= MOST_ROWS:
            raise Invalid(f"The sheet {self._name} would have more than {MOST_ROWS:,} rows: export CSV instead.")
        for place, (column, cell) in enumerate(zip(self.columns, self._pick(row), strict=True)):
            self._put(place, column, cell, row[0])
        self._rows += 1

    def _put(self, place: int, column: str, cell: Cell, key: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, int) and column in INTEGERS:
            self._sheet.write_number(self._rows, place, cell, self._text)
            return
        text = _held(str(cell), f"{key}, column {column}")
        if column in LINKED and _is_link(text) and self._links < MOST_LINKS:
            self._links += 1
            self._sheet.write_url(self._rows, place, text, self._link, text)
        else:
            self._sheet.write_string(self._rows, place, text, self._quoted if runs(text) else self._text)

    def close(self) -> None:
        """Put filters over the columns."""
        self._sheet.autofilter(0, 0, self._rows - 1, len(self.columns) - 1)


def write(contents: Contents, file: BinaryIO) -> None:
    """Write a workbook. `columns` chooses those of the sheet that `layout` names.

    Raises Invalid for a column that is none, and for what a sheet cannot hold: nothing is cut.
    """
    if contents.facts.count >= MOST_ROWS:
        raise Invalid(
            f"A sheet holds {MOST_ROWS:,} rows, these are {contents.facts.count:,} claims: export CSV instead."
        )
    chosen(TABLES[contents.wanted.layout], contents.wanted.columns)
    book = xlsxwriter.Workbook(file, {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "max_url_length": LONGEST_LINK,
    })  # fmt: skip
    book.set_properties({
        "title": contents.facts.title,
        "comments": f"Head of the audit chain: {contents.facts.head}",
        "created": contents.facts.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0),
    })  # fmt: skip
    try:
        try:
            _fill(book, contents)
        finally:
            book.close()
    except FileCreateError as cause:  # which the library makes of what the system said
        raise cause.args[0] from None


def _fill(book: xlsxwriter.Workbook, contents: Contents) -> None:
    wanted: dict[str, Sequence[str]] = {contents.wanted.layout: contents.wanted.columns}
    sheets = {name: _Sheet(book, name, known, wanted.get(name, ())) for name, known in TABLES.items()}
    for name, row in every_row(contents):
        sheets[name].add(row)
    for sheet in sheets.values():
        sheet.close()
    _say(book, contents)


def _say(book: xlsxwriter.Workbook, contents: Contents) -> None:
    """Write the sheet that says what the file is."""
    sheet, bold = book.add_worksheet("about"), book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, ORDINARY)
    sheet.set_column(1, 1, 100)
    for row, (name, value) in enumerate(told(contents.facts)):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, _held(value, name), text)


def _held(text: str, where: str) -> str:
    """Give a text that a cell can hold; raises Invalid, naming its place, for one it cannot."""
    if len(text) > LONGEST_CELL:
        much = f"a cell holds {LONGEST_CELL:,} characters, this has {len(text):,}"
        raise Invalid(f"{where}: {much}: leave the column out, or export CSV instead.", place="columns")
    return text


def _is_link(text: str) -> bool:
    """Say whether an address can be a link of a sheet; others stay text."""
    whole = text.startswith(("https://", "http://")) and text.isprintable() and not any(sign.isspace() for sign in text)
    return whole and len(text) <= LONGEST_LINK and text.count("#") <= 1 and '"' not in text
