"""What changed between two moments, as CSV and as JSON: a row, or an entry, for each change of each claim."""

import csv as csv_
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from factdesk.rules.cells import defused
from factdesk.shapes.changes import ChangedClaim
from factdesk.shapes.facts import ChangeFacts
from factdesk.shapes.table import Cell

COLUMNS = ("ref", "article", "statement", "change", "before", "after", "evidence", "citekey", "stance", "says", "page")


@dataclass(frozen=True, slots=True)
class ChangeContents:
    """The facts, and the changed claims in order, which are read once."""

    facts: ChangeFacts
    claims: Iterable[ChangedClaim]
    site: str

    def page_of(self, ref: str) -> str:
        """Give the address of a claim's page."""
        return f"{self.site}/claims/{ref}"


def write_csv(contents: ChangeContents, file: BinaryIO) -> None:
    """Write the changes as CSV in UTF-8, defused as the claims are."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv_.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for claim in contents.claims:
        for row in _rows(contents, claim):
            writer.writerow([defused(cell) for cell in row])
    text.flush()
    text.detach()


def write_json(contents: ChangeContents, file: BinaryIO) -> None:
    """Write the facts and the changed claims as JSON, one claim a line."""
    file.write(b'{"facts":' + contents.facts.model_dump_json().encode())
    file.write(b',\n"claims":[')
    between = b"\n"
    for claim in contents.claims:
        file.write(between + claim.model_dump_json().encode())
        between = b",\n"
    file.write(b"\n]}\n")


def _rows(contents: ChangeContents, claim: ChangedClaim) -> Iterable[list[Cell]]:
    for change in claim.changes:
        piece = change.evidence
        yield [
            claim.ref,
            claim.article,
            claim.statement,
            change.kind,
            change.before,
            change.after,
            *((piece.id, piece.source, piece.stance, piece.says) if piece else (None,) * 4),
            contents.page_of(claim.ref),
        ]
