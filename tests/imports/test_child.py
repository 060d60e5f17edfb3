"""What a file holds comes back from the process that reads it as it was read; what takes for ever is ended."""

import io
import json
import re
import time
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.fixed_shapes import contents
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.exports import FORMATS
from factdesk.imports import child, kinds
from factdesk.imports.found import Reference, Register, Row, Table
from factdesk.readers.limits import MEMORY
from factdesk.readers.process import Limits

TEXTS = st.text(max_size=20)
SHORT = Limits(3, MEMORY)


def written(name):
    file = io.BytesIO()
    FORMATS[name].write(contents(), file)
    return file.getvalue()


def huge_row():
    """Give a workbook one of whose rows says that it has a number beyond all rows."""
    made, changed = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["statement"])
    book.save(made)
    with zipfile.ZipFile(made) as packed, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as again:
        for part in packed.namelist():
            text = packed.read(part)
            if part.endswith("sheet1.xml"):
                text = re.sub(rb"<dimension[^>]*/>", b"", text)  # which would say how many rows there are
                text = text.replace(b"</sheetData>", b'<row r="999999999999"><c r="A1"/></row></sheetData>')
            again.writestr(part, text)
    return changed.getvalue()


def nested_strings():
    """Give a few lines of BibTeX that come to a text of many gigabytes."""
    lines = [f'@string{{s0 = "{"x" * 20}"}}']
    lines += [f"@string{{s{at} = s{at - 1} # s{at - 1}}}" for at in range(1, 40)]
    return "\n".join([*lines, "@article{a, title = s39}"]).encode()


@for_each("name", ["csv", "xlsx", "json", "bib", "ris", "csl.json", "jsonld"])
def test_what_is_read_comes_back_as_it_was(name):
    data, called = written(name), f"a.{name.rpartition('.')[2]}"
    assert child.read(data, called, child.OF_A_PAGE) == kinds.read(data, called)


def back(found):
    return child._understood((json.loads(line) for line in child.told(found)), "a.file")


@given(st.lists(TEXTS, min_size=1, max_size=4, unique=True), st.lists(st.lists(TEXTS, max_size=4)), st.booleans())
def test_any_table_comes_back(columns, rows, flag):
    made = tuple(Row(at, dict(zip(columns, cells, strict=False))) for at, cells in enumerate(rows, start=2))
    table = Table("a.file", tuple(columns), made, defused=flag, lined=not flag)
    assert back(table) == table


@given(st.lists(st.tuples(TEXTS, st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS) | st.none()))))
def test_any_references_and_registers_come_back(given_):
    references = [Reference(place, fields) for place, fields in given_]
    assert back(references) == references
    register = Register("a.file", dict(given_))
    assert back(register) == register


def test_a_refusal_comes_back_with_its_place():
    with pytest.raises(Invalid, match=r"^t\.csv: two columns are called ref\.$") as refusal:
        child.read(b"ref,statement,ref\n", "t.csv", child.OF_A_PAGE)
    assert refusal.value.place


@pytest.mark.slow
@for_each(("name", "data"), [("a.xlsx", huge_row), ("a.bib", nested_strings)])
def test_a_small_file_that_takes_for_ever_is_ended_and_said_in_a_sentence(name, data):
    began = time.monotonic()
    made = data()
    assert len(made) < 8_000
    with pytest.raises(Invalid, match=rf"^{name} (takes longer than 3 seconds|needs more memory)") as refusal:
        child.read(made, name, SHORT)
    assert refusal.value.place == name
    assert time.monotonic() - began < 30


def test_an_answer_that_is_cut_off_is_no_answer():
    whole = [json.loads(line) for line in child.told(kinds.read(written("csv"), "a.csv"))]
    for most in range(len(whole)):
        with pytest.raises(child.TooMuch):
            child._understood(whole[:most], "a.csv")
