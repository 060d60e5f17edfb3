import io
import json
import zipfile

import openpyxl
import pytest
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.imports import tables

CSV = 'ref,statement\r\nT-1,One\r\nT-2,"Two, and\nmore"\r\n'
EXPECTED = [{"ref": "T-1", "statement": "One"}, {"ref": "T-2", "statement": "Two, and\nmore"}]


def sheet(rows, title="claims"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cells(data, name):
    return [row.cells for row in tables.read(data, name).rows]


NO_LINE_ENDS = "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e"
"""Signs at which Python's splitlines parts a text, and neither JSON Lines nor CSV does."""


@for_each("ended", ["\n", "\r\n", "\r"])
@for_each("sign", NO_LINE_ENDS)
def test_lines_end_at_lf_crlf_and_cr_and_at_no_other_sign(sign, ended):
    given = [{"ref": "T-1", "statement": f"One{sign}half"}, {"ref": "T-2", "statement": f"{sign}Two"}]
    lines = [json.dumps(row, ensure_ascii=False) for row in given]
    if sign >= " ":  # JSON has these escaped
        assert cells(ended.join(lines).encode(), "t.jsonl") == given
        bad = [lines[0], "{", lines[1]]
        with pytest.raises(Invalid, match=r"line 2: it is no JSON"):
            tables.read(ended.join(bad).encode(), "t.jsonl")
    about = ["# Claims; of a register", "# two, of them"]
    table = [*about, "ref,statement", *(f"{row['ref']},{row['statement']}" for row in given)]
    found = tables.read(ended.join(table).encode(), "t.csv").rows
    assert [row.cells for row in found] == given
    assert [row.number for row in found] == [4, 5]


@for_each("data", [
    CSV.encode(), b"\xef\xbb\xbf" + CSV.encode(), CSV.encode("utf-16"), CSV.replace(",s", ";s").replace("1,", "1;")
    .replace("2,", "2;").encode(), f"# Title: A tale\r\n# Count: 2\r\n{CSV}".encode(), f"{CSV},\r\n".encode(),
])  # fmt: skip
def test_a_table_is_read_however_a_spreadsheet_saved_it(data):
    assert cells(data, "t.csv") == EXPECTED


def test_rows_know_their_place_in_the_file():
    assert [row.number for row in tables.read(CSV.encode() + b"T-3,Three\r\n", "t.csv").rows] == [2, 3, 4]
    assert tables.read(f"# Title: A\r\n{CSV}".encode(), "t.csv").rows[0].number == 3


def test_a_text_in_another_encoding_is_read():
    assert cells("statement\nThéâtre à Besançon, où l’été s’achève déjà\n".encode("cp1252"), "t.tsv") == [
        {"statement": "Théâtre à Besançon, où l’été s’achève déjà"}
    ]


def test_a_workbook_is_read_from_its_sheet_of_claims():
    rows = [["ref", "version", "statement"], ["T-1", 2, "One"], [None, None, None], ["T-2", 3.0, "_x000B_ two"]]
    assert cells(sheet(rows), "t.xlsx") == [
        {"ref": "T-1", "version": "2", "statement": "One"}, {"ref": "T-2", "version": "3", "statement": "\x0b two"},
    ]  # fmt: skip


def test_lines_of_json_are_rows_and_what_lies_deeper_has_its_path():
    line = {"text": "A claim", "review": [{"url": "https://x.example"}], "tags": ["a", "b"], "year": 2021, "no": None}
    found = tables.read(f"{json.dumps(line)}\n\n".encode(), "t.jsonl")
    assert found.columns == ("text", "review.0.url", "tags", "year", "no")
    assert found.rows[0].cells == {
        "text": "A claim", "review.0.url": "https://x.example", "tags": "a\nb", "year": "2021", "no": "",
    }  # fmt: skip


DAMAGED = {
    "empty": (b" \n", "t.csv", "t.csv is empty."),
    "a workbook called csv": (sheet([["statement"]]), "t.csv", "t.csv is not the text its ending says."),
    "zeros": (b"statement\n\x00\x00", "t.csv", "t.csv is not the text its ending says."),
    "a csv called workbook": (CSV.encode(), "t.xlsx", "t.xlsx is no Excel workbook that can be read."),
    "half a workbook": (sheet([["statement"]])[:900], "t.xlsx", "t.xlsx is no Excel workbook that can be read."),
    "a formula": (sheet([["statement"], ["=1+1"]]), "t.xlsx", "t.xlsx: cell A2 holds a formula"),
    "no header": (sheet([[None]]), "t.xlsx", "t.xlsx has no row with the names of its columns."),
    "an unnamed column": (b"ref,,statement\n1,2,3\n", "t.csv", "t.csv: column 2 has no name."),
    "a name twice": (b"ref,statement,ref\n", "t.csv", "t.csv: two columns are called ref."),
    "too many cells": (b"ref,statement\nT-1,One\nT-2,Two,Three\n", "t.csv", "t.csv, row 3: it has more cells"),
    "an open quote": (b'ref,statement\nT-1,"One\n', "t.csv", "t.csv, line 2: unexpected end of data."),
    "text behind a quote": (b'ref,statement\nT-1,"One" more\n', "t.csv", "t.csv, line 2: ',' expected after '\"'."),
    "a huge cell": (b"statement\n" + b"x" * 1_000_001, "t.csv", "t.csv, line 2: field larger than field limit"),
    "no json": (b'{"a": 1}\n{"a": \n', "t.jsonl", "t.jsonl, line 2: it is no JSON."),
    "a list": (b"[1]\n", "t.jsonl", "t.jsonl, line 1: it is no object with names."),
    "deep json": (b"[" * 100_000, "t.jsonl", "t.jsonl, line 1: it is no JSON."),
}


@for_each("kind", DAMAGED)
def test_what_cannot_be_read_is_refused_in_one_sentence_that_names_the_place(kind):
    data, name, sentence = DAMAGED[kind]
    with pytest.raises(Invalid) as refusal:
        tables.read(data, name)
    assert refusal.value.sentence.startswith(sentence)
    assert refusal.value.place


@pytest.mark.slow
def test_a_bomb_is_not_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    with pytest.raises(Invalid, match="far more than"):
        tables.read(file.getvalue(), "t.xlsx")
