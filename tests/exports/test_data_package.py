import csv
import io
import json
import zipfile
from hashlib import sha256

import pytest
from tests.helpers.fixed_shapes import HOSTILE, claim, contents, facts, hostile, nothing
from tests.helpers.judges import package_faults
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.exports import data_package, tables
from factdesk.rules.cells import plain


def written(made):
    file = io.BytesIO()
    data_package.write(made, file)
    return file.getvalue()


def opened(made):
    return zipfile.ZipFile(io.BytesIO(written(made)))


def described(packed):
    return json.loads(packed.read("datapackage.json"))


def judged(made, folder):
    """Give what frictionless finds wrong with a package."""
    file = folder / "register.zip"
    file.write_bytes(written(made))
    return package_faults(file)


@pytest.mark.slow
@for_each("made", [contents, nothing, lambda: contents(*hostile())])
def test_frictionless_finds_nothing_wrong(made, tmp_path):
    assert judged(made(), tmp_path) == []


@pytest.mark.slow
def test_frictionless_would_find_a_source_that_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "source_row", lambda _, source: [f"not-{source.citekey}", *[None] * 16])
    assert judged(contents(), tmp_path)


def test_the_parts_are_as_long_and_hash_as_described():
    packed = opened(contents())
    for resource in described(packed)["resources"]:
        part = packed.read(resource["path"])
        assert resource["bytes"] == len(part)
        assert resource["hash"] == f"sha256:{sha256(part).hexdigest()}"


def test_every_text_comes_back_as_it_was():
    packed = opened(contents(*hostile()))
    rows = list(csv.DictReader(io.StringIO(packed.read("claims.csv").decode(), newline=""), strict=True))
    assert [plain(row["statement"]) for row in rows] == list(HOSTILE)


def test_no_cell_is_run_by_a_spreadsheet():
    statements = ["=cmd", "\uff1dcmd", "\u200b=cmd", "@name", "plain", "'tis"]
    packed = opened(contents(*(claim(number, statement=text) for number, text in enumerate(statements, 1))))
    rows = list(csv.DictReader(io.StringIO(packed.read("claims.csv").decode(), newline=""), strict=True))
    assert [row["statement"] for row in rows] == [
        "'=cmd", "'\uff1dcmd", "'\u200b=cmd", "'@name", "plain", "''tis",
    ]  # fmt: skip
    assert "an apostrophe of ours" in described(packed)["description"]


def test_the_package_says_what_it_is():
    found = described(opened(contents()))
    assert found["facts"]["head"] == facts().head
    assert found["facts"]["count"] == "3"
    assert found["created"] == "2026-02-03T04:05:06Z"
    assert found["name"] == "ein-marchen-a-tale"


def test_the_same_contents_give_the_same_bytes():
    assert written(contents()) == written(contents())


def test_columns_cannot_be_chosen():
    with pytest.raises(Invalid, match="leave columns out") as refusal:
        written(contents(columns=("ref",)))
    assert refusal.value.place == "columns"
