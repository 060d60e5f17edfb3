"""CSV (RFC 4180), plain: the first line is the header, cells that a spreadsheet would run as a formula are defused."""

import csv
import io
from typing import BinaryIO

from factdesk.exports.columns import INTEGERS
from factdesk.exports.contents import Contents
from factdesk.exports.naming import told
from factdesk.exports.tables import asked
from factdesk.rules.cells import defuse

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(contents: Contents, file: BinaryIO) -> None:
    """Write claims, or their evidence, as CSV in UTF-8. Raises Invalid for a column that is none."""
    columns, rows = asked(contents)
    if contents.wanted.bom == "1":
        file.write(BYTE_ORDER_MARK)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    if contents.wanted.about == "1":
        for name, value in told(contents.facts):
            text.write(f"# {name}: {' '.join(value.split())}\r\n")
    writer.writerow(columns)
    texts = [place for place, name in enumerate(columns) if name not in INTEGERS]
    for row in rows:
        defuse(row, texts)
        writer.writerow(row)
    text.flush()
    text.detach()
