"""What outside programs say of the files that the seeded register gives: none finds an error, none misses a row."""

import io
import json

import bibtexparser
import openpyxl
import pypdf
import pytest
import rispy
from pybtex.database import parse_string
from tests.helpers.judges import package_faults, review_faults, stix_faults

pytestmark = pytest.mark.slow

CITED = 251
"""Sources that claims cite; one more is only derived from."""


def content(client, name):
    return client.get(f"/claims.{name}").content


def test_frictionless_accepts_the_package(client, tmp_path):
    file = tmp_path / "register.zip"
    file.write_bytes(content(client, "zip"))
    assert package_faults(file, {"claims": 40, "evidence": 302, "sources": CITED, "reviews": 40}) == []


def test_the_stix_validator_accepts_the_bundle(client):
    assert stix_faults(content(client, "stix.json").decode()) == []


def test_every_settled_claim_has_a_review_as_the_schema_asks(client):
    *reviews, _ = json.loads(content(client, "jsonld"))["@graph"]
    assert len(reviews) == 40
    for review in reviews:
        assert review_faults(review) == []


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
