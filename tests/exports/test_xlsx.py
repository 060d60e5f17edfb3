import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from tests.helpers.fixed_shapes import claim, contents, facts, nothing
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.exports import xlsx
from factdesk.exports.columns import CLAIM_COLUMNS, EVIDENCE_COLUMNS, claim_row

SHEETS = ["claims", "evidence", "sources", "reviews", "about"]
NASTY = (
    "=1+1",
    "+1",
    "-1",
    "@x",
    "{=1}",
    "\x0b vertical",
    "_x0041_",
    "a\r\nb",
    "\ud7ff\ufffe",
    "عربي",
    "🜂",
    " edges ",
    "'x",
)


def written(made):
    file = io.BytesIO()
    xlsx.write(made, file)
    return file.getvalue()


def opened(made):
    return openpyxl.load_workbook(io.BytesIO(written(made)))


def test_there_are_five_sheets_with_frozen_heads_and_filters():
    book = opened(contents())
    assert book.sheetnames == SHEETS
    for name in SHEETS[:-1]:
        assert book[name].freeze_panes == "B2"
        assert book[name].auto_filter.ref.startswith("A1:")
    assert [cell.value for cell in book["claims"][1]] == list(CLAIM_COLUMNS)
    assert [cell.value for cell in book["evidence"][1]] == list(EVIDENCE_COLUMNS)
    assert book["about"]["B1"].value == facts().title


def test_the_rows_are_those_of_the_shapes():
    made = contents()
    rows = [list(row) for row in opened(made)["claims"].iter_rows(min_row=2, values_only=True)]
    assert rows == [[None if cell is None else cell if isinstance(cell, int) else str(cell)
                     for cell in claim_row(made, one)] for one in contents().claims]  # fmt: skip


def test_each_source_stands_once():
    keys = [row[0] for row in opened(contents())["sources"].iter_rows(min_row=2, values_only=True)]
    assert sorted(keys) == sorted(set(keys))
    assert keys


def test_the_page_of_a_claim_is_a_link():
    sheet = opened(contents())["claims"]
    place = CLAIM_COLUMNS.index("page") + 1
    assert sheet.cell(2, place).hyperlink.target == sheet.cell(2, place).value


def test_no_text_is_a_formula_and_none_is_lost():
    made = replace(nothing(), claims=[claim(number, statement=text) for number, text in enumerate(NASTY, start=1)])
    sheet = opened(made)["claims"]
    place = CLAIM_COLUMNS.index("statement") + 1
    cells = [sheet.cell(row, place) for row in range(2, len(NASTY) + 2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [unescape(cell.value) for cell in cells] == list(NASTY)


def test_columns_are_chosen_for_the_sheet_that_the_layout_names():
    book = opened(contents(layout="evidence", columns=("citekey", "ref")))
    assert [cell.value for cell in book["evidence"][1]] == ["citekey", "ref"]
    assert [cell.value for cell in book["claims"][1]] == list(CLAIM_COLUMNS)


def test_the_same_contents_give_the_same_bytes():
    assert written(contents()) == written(contents())
    with zipfile.ZipFile(io.BytesIO(written(contents()))) as packed:
        assert "2026-02-03T04:05:06Z" in packed.read("docProps/core.xml").decode()


def test_what_a_cell_cannot_hold_is_refused_by_name():
    made = replace(nothing(), claims=[claim(7, statement="x" * (xlsx.LONGEST_CELL + 1))])
    with pytest.raises(Invalid, match=r"TALE-7, column statement: a cell holds 32,767 characters, this has 32,768"):
        written(made)


def test_a_fact_that_a_cell_cannot_hold_is_refused_and_not_cut():
    with pytest.raises(Invalid, match=r"Filter: a cell holds 32,767 characters, this has 40,000"):
        written(contents(facts_of=facts(filter="x" * 40_000)))


def test_more_claims_than_rows_are_refused_beforehand():
    made = replace(nothing(), facts=facts(count=xlsx.MOST_ROWS))
    with pytest.raises(Invalid, match="export CSV instead"):
        written(made)


@for_each(("text", "link"), [
    ("https://example.org/a", True), ("javascript:alert(1)", False), ("https://example.org/a b", False),
    ("https://example.org/" + "a" * 3000, False), ("https://example.org/\x07", False), ("ftp://example.org", False),
])  # fmt: skip
def test_only_addresses_of_pages_are_links(text, link):
    assert xlsx._is_link(text) is link
