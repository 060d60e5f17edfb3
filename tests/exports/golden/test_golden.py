import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pypdf
from tests.helpers.fixed_shapes import contents, nothing
from tests.helpers.rows import for_each

from factdesk.exports import FORMATS

FILES = {
    "csv/claims.csv": ("csv", contents, {}),
    "csv/claims-with-facts-for-excel.csv": ("csv", contents, {"about": "1", "bom": "1"}),
    "csv/evidence.csv": ("csv", contents, {"layout": "evidence"}),
    "csv/empty.csv": ("csv", nothing, {}),
    "json/claims.json": ("json", contents, {}),
    "json/empty.json": ("json", nothing, {}),
    "bib/sources.bib": ("bib", contents, {}),
    "ris/sources.ris": ("ris", contents, {}),
    "csl.json/sources.json": ("csl.json", contents, {}),
    "csl.json/empty.json": ("csl.json", nothing, {}),
    "csv/apa.csv": ("csv", contents, {"style": "apa", "columns": ("ref", "sources")}),
    "jsonld/reviews.jsonld": ("jsonld", contents, {}),
    "annotations.jsonld/page.jsonld": ("annotations.jsonld", contents, {}),
    "stix.json/bundle.json": ("stix.json", contents, {}),
    "md/register.md": ("md", contents, {}),
    "html/register.html": ("html", contents, {}),
    "html/empty.html": ("html", nothing, {}),
    "pdf/text.txt": ("pdf", contents, {}),
    "xlsx/sheets.json": ("xlsx", contents, {}),
    "zip/parts.txt": ("zip", contents, {}),
}


def sheets(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"\n".join(name.encode() + b"\n" + packed.read(name) for name in packed.namelist())


def pages(data):
    return "\f".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).encode()


UNPACKED = {"pdf": pages, "xlsx": sheets, "zip": parts}
"""Of packed formats the golden file shows what is inside: how tightly it is packed is its library's affair."""


def written(form, made, wanted):
    file = io.BytesIO()
    FORMATS[form].write(made(**wanted), file)
    return file.getvalue()


@for_each("name", FILES)
def test_an_export_has_the_very_bytes_of_its_golden_file(golden, name):
    golden(name, UNPACKED.get(FILES[name][0], bytes)(written(*FILES[name])))


@for_each("name", FILES)
def test_the_same_register_gives_the_same_bytes_twice(name):
    assert written(*FILES[name]) == written(*FILES[name])


def test_every_golden_file_belongs_to_a_test_and_every_format_has_one():
    here = Path(__file__).parent
    found = {file.relative_to(here).as_posix() for form in FORMATS for file in (here / form).iterdir()}
    assert found == set(FILES)
    assert {form for form, _, _ in FILES.values()} == set(FORMATS)
