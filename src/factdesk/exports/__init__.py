"""Formats: each turns facts and claims into the bytes of one file, a row at a time. A new one is a line below."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from factdesk.exports import delimited, json_register
from factdesk.exports.contents import Contents


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its ending, media type, name for people, and how it is written."""

    suffix: str
    media_type: str
    label: str
    write: Callable[[Contents, BinaryIO], None]


FORMATS: dict[str, Format] = {
    "csv": Format("csv", "text/csv; charset=utf-8", "CSV, for spreadsheets", delimited.write),
    "json": Format("json", "application/json", "JSON, everything readers may see", json_register.write),
}
