import io
from pathlib import Path

import pytest
from tests.shaped import contents, nothing

from factdesk.exports import FORMATS

FILES = {
    "csv/claims.csv": ("csv", contents, {}),
    "csv/claims-with-facts-for-excel.csv": ("csv", contents, {"about": "1", "bom": "1"}),
    "csv/evidence.csv": ("csv", contents, {"layout": "evidence"}),
    "csv/empty.csv": ("csv", nothing, {}),
    "json/claims.json": ("json", contents, {}),
    "json/empty.json": ("json", nothing, {}),
}


def written(form, made, wanted):
    file = io.BytesIO()
    FORMATS[form].write(made(**wanted), file)
    return file.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_an_export_has_the_very_bytes_of_its_golden_file(golden, name):
    golden(name, written(*FILES[name]))


@pytest.mark.parametrize("name", FILES)
def test_the_same_register_gives_the_same_bytes_twice(name):
    assert written(*FILES[name]) == written(*FILES[name])


def test_every_golden_file_belongs_to_a_test_and_every_format_has_one():
    here = Path(__file__).parent
    found = {file.relative_to(here).as_posix() for form in FORMATS for file in (here / form).iterdir()}
    assert found == set(FILES)
    assert {form for form, _, _ in FILES.values()} == set(FORMATS)
