"""Workbooks of Excel: the rows of a sheet, as a table has them."""

import io
import zipfile
from collections.abc import Iterator

import openpyxl
from openpyxl.utils.escape import unescape

from factdesk.errors import Invalid
from factdesk.readers.packed import opened

SHEET = "claims"


def rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of the sheet of claims, or else of the first; a formula is no value and is refused."""
    try:
        opened(data, name).close()
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(), start=1):
            formula = next((cell for cell in row if cell.data_type == "f"), None)
            if formula is not None:
                raise Invalid(f"{name}: cell {formula.coordinate} holds a formula; keep its value instead.",
                              place=formula.coordinate)  # fmt: skip
            yield number, [_cell(cell.value) for cell in row]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError, SyntaxError) as cause:
        raise Invalid(f"{name} is no Excel workbook that can be read.", place=name) from cause


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unescape(value) if isinstance(value, str) else str(value)
