"""LibreOffice opens the workbook and shows every cell as it was written, none as a formula."""

import csv
import io
import shutil
import subprocess

import pytest
from tests.helpers.fixed_shapes import contents, hostile

from factdesk.exports import FORMATS
from factdesk.exports.columns import CLAIM_COLUMNS, EVIDENCE_COLUMNS, claim_row, evidence_rows

OFFICE = shutil.which("soffice")
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Every sheet as UTF-8, cells as they are shown: https://wiki.documentfoundation.org/Documentation/DevGuide"""
pytestmark = [pytest.mark.libreoffice, pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice: CI installs it")]


def opened(folder, registers):
    """Let LibreOffice, started once, write each sheet of each register as CSV; give their rows by register and name."""
    for name, made in registers.items():
        with (folder / f"{name}.xlsx").open("wb") as file:
            FORMATS["xlsx"].write(made(), file)
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", AS_CSV]
    books = [folder / f"{name}.xlsx" for name in registers]
    subprocess.run([*command, "--outdir", folder, *books], check=True, capture_output=True, timeout=120)
    return {
        tuple(file.stem.split("-", 1)): list(
            csv.reader(io.StringIO(file.read_bytes().decode(), newline=""), strict=True)
        )
        for file in folder.glob("*.csv")
    }


def as_shown(row):
    return ["" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n") for cell in row]


def test_every_cell_is_shown_as_it_was_written(tmp_path):
    registers = {"plain": contents, "hostile": lambda: contents(*hostile())}
    shown = opened(tmp_path, registers)
    names = ("claims", "evidence", "sources", "reviews", "about")
    assert shown.keys() == {(register, name) for register in registers for name in names}
    for register, made in registers.items():
        given = list(made().claims)
        assert [as_shown(row) for row in shown[register, "claims"]] == [
            list(CLAIM_COLUMNS), *(as_shown(claim_row(made(), one)) for one in given)], register  # fmt: skip
        assert [as_shown(row) for row in shown[register, "evidence"]] == [
            list(EVIDENCE_COLUMNS),
            *(as_shown(row) for one in given for row in evidence_rows(made(), one)),
        ], register
