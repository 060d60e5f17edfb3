"""What outside programs say of the files that the seeded register gives: none finds an error, none misses a row."""

import io
import json
from pathlib import Path

import bibtexparser
import frictionless
import jsonschema
import openpyxl
import pypdf
import pytest
import rispy
from pybtex.database import parse_string
from stix2validator import ValidationOptions, validate_string

SCHEMA = Path(__file__).parents[2] / "exports" / "claim_review.schema.json"
CITED = 251
"""Sources that claims cite; one more is only derived from."""


def content(client, name):
    return client.get(f"/claims.{name}").content


def test_frictionless_accepts_the_package(client, tmp_path):
    file = tmp_path / "register.zip"
    file.write_bytes(content(client, "zip"))
    report = frictionless.Package(str(file)).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        "claims": 40, "evidence": 302, "sources": CITED, "reviews": 40,
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the validator's own making
def test_the_stix_validator_accepts_the_bundle(client):
    found = validate_string(content(client, "stix.json").decode(), ValidationOptions(version="2.1"))
    assert [str(error) for error in found.errors] == []
    assert found.is_valid


def test_every_settled_claim_has_a_review_as_the_schema_asks(client):
    judge = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")),
                                       format_checker=jsonschema.FormatChecker())  # fmt: skip
    *reviews, _ = json.loads(content(client, "jsonld"))["@graph"]
    assert len(reviews) == 40
    for review in reviews:
        judge.validate(review)


def test_reference_managers_read_every_source(client):
    assert len(parse_string(content(client, "bib").decode(), "bibtex").entries) == CITED
    assert bibtexparser.parse_string(content(client, "bib").decode()).failed_blocks == []
    assert len(rispy.loads(content(client, "ris").decode())) == CITED
    assert len(json.loads(content(client, "csl.json"))) == CITED


def test_openpyxl_reads_every_row_and_no_formula(client):
    book = openpyxl.load_workbook(io.BytesIO(content(client, "xlsx")))
    assert [book[name].max_row - 1 for name in ("claims", "evidence", "sources", "reviews")] == [40, 302, CITED, 40]
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_pypdf_reads_claims_and_links_back(client):
    pages = pypdf.PdfReader(io.BytesIO(content(client, "pdf"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert all(f"MDS-{number}. " in text for number in range(1, 41))
    links = {note.get_object()["/A"]["/URI"] for page in pages for note in page.get("/Annots", [])
             if "/URI" in note.get_object().get("/A", {})}  # fmt: skip
    assert len(links) > 240
