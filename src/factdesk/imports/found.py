"""What a file to import holds: a table of claims, references to sources, or a published register. Quick to load."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LARGEST_LIST = 50 * 1024 * 1024
"""Bytes of a list of references, or of published fact-checks."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, as a spreadsheet counts rows, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, in order, and its rows.

    `defused`: of a kind that our export writes apostrophes into. `lined`: a list in a cell has a line for each part,
    else commas may part it too.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    defused: bool = False
    lined: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: where it stands in its file, and the fields of a source it gives, as a form would send them."""

    place: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Register:
    """What a file holds, not yet looked at."""

    name: str
    parts: Mapping[str, Any]

    @property
    def number(self) -> int:
        """Count its claims, if that is what they are."""
        claims = self.parts["claims"]
        return len(claims) if isinstance(claims, list) else 0


Found = Table | list[Reference] | Register


def number_of(found: Found) -> int:
    """Count the rows, references or claims of a file."""
    return found.number if isinstance(found, Register) else len(found.rows if isinstance(found, Table) else found)
