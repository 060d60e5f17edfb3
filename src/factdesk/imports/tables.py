"""Tables: the bytes of a CSV, an Excel workbook, or JSON Lines as rows of named cells, each with its place."""

import csv
import importlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import PurePath
from typing import Protocol, cast

from factdesk.errors import Invalid
from factdesk.imports.found import Row, Table
from factdesk.readers.decoding import decode
from factdesk.rules.texts import first_line, lines

LARGEST_TABLE = 500 * 1024 * 1024
"""Bytes. A million claims as CSV have about 400 MB."""
LARGEST_CELL = 1_000_000
DELIMITERS = ",;\t"
KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".jsonl")


def read(data: bytes, name: str) -> Table:
    """Read a table by the ending of its name; raises Invalid, naming file and place, for what is none."""
    ending = PurePath(name).suffix.lower()
    if len(data) > LARGEST_TABLE:
        raise Invalid(f"{name} is larger than {LARGEST_TABLE // 1024 // 1024} MB.", place=name)
    if not data.strip():
        raise Invalid(f"{name} is empty.", place=name)
    if ending == ".xlsx":
        return _table(name, _sheets().rows(data, name))
    if data.startswith(b"PK\x03\x04") or (b"\x00" in data[:1024].replace(b"\xff\xfe", b"") and data[:2] not in _WIDE):
        raise Invalid(f"{name} is not the text its ending says.", place=name)
    text = decode(data, name).text.removeprefix("\ufeff")
    return _of_lines(text, name) if ending == ".jsonl" else replace(_table(name, _of_text(text, name)), defused=True)


class _Sheets(Protocol):
    """The module that reads workbooks."""

    def rows(self, data: bytes, name: str) -> Iterator[tuple[int, list[str]]]: ...


def _sheets() -> _Sheets:
    """Load what reads workbooks, which takes longer than to read most tables of text."""
    return cast("_Sheets", importlib.import_module("factdesk.imports.sheets"))


_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins, which spreadsheets write too."""


def _table(name: str, rows: Iterator[tuple[int, list[str]]]) -> Table:
    """Take the first row as names of columns; rows without anything are left out."""
    _, head = next(rows, (0, []))
    columns = [cell.strip() for cell in head]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise Invalid(f"{name} has no row with the names of its columns.", place=name)
    seen: set[str] = set()
    for place, column in enumerate(columns, start=1):
        if not column:
            raise Invalid(f"{name}: column {place} has no name.", place=f"column {place}")
        if column in seen:
            raise Invalid(f"{name}: two columns are called {column[:80]}.", place=column[:80])
        seen.add(column)
    found, empty = [], dict.fromkeys(columns, "")
    for number, cells in rows:
        if not any(map(str.strip, cells)):
            continue
        if any(map(str.strip, cells[len(columns) :])):
            raise Invalid(f"{name}, row {number}: it has more cells than there are columns.", place=f"row {number}")
        found.append(Row(number, {**empty, **dict(zip(columns, cells, strict=False))}))
    return Table(name, tuple(columns), tuple(found))


def _of_text(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a CSV; lines before the header that begin with "# " say what the file is."""
    skipped = 0
    while text.startswith("# "):
        _, text = first_line(text)
        skipped += 1
    head, _ = first_line(text)
    delimiter = "\t" if name.lower().endswith(".tsv") else max(DELIMITERS, key=head.count)
    before = csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = skipped
    try:
        while True:
            number, line = number + 1, skipped + reader.line_num + 1
            try:
                yield number, next(reader)
            except StopIteration:
                return
            except csv.Error as cause:
                raise Invalid(f"{name}, line {line}: {cause}.", place=f"line {line}") from cause
    finally:
        csv.field_size_limit(before)


def _of_lines(text: str, name: str) -> Table:
    """Give the rows of JSON Lines: an object a line; what lies deeper is named by its path, such as review.0.url."""
    columns: dict[str, None] = {}
    rows = []
    for number, line in enumerate(lines(text), start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except (ValueError, RecursionError) as cause:
            raise Invalid(f"{name}, line {number}: it is no JSON.", place=f"line {number}") from cause
        if not isinstance(given, dict):
            raise Invalid(f"{name}, line {number}: it is no object with names.", place=f"line {number}")
        cells = dict(islice(_flat(given), 1_000))
        columns |= dict.fromkeys(cells)
        rows.append(Row(number, cells))
    return Table(name, tuple(columns), tuple(rows))


def _flat(given: object, path: str = "") -> Iterator[tuple[str, str]]:
    members: Iterable[tuple[object, object]]
    if isinstance(given, dict):
        members = given.items()
    elif isinstance(given, list):
        if all(isinstance(one, str) for one in given):
            yield path, "\n".join(given)
            return
        members = enumerate(given)
    else:
        yield path, "" if given is None else given if isinstance(given, str) else json.dumps(given)
        return
    for name, value in members:
        yield from _flat(value, f"{path}.{name}" if path else str(name))
