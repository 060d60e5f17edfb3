"""Whatever texts a register holds, every format stays what it is: outside readers find each claim and source in it."""

import csv
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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl.utils.escape import unescape
from pybtex.database import parse_string
from stix2validator import ValidationOptions, validate_string
from tests.helpers.fixed_shapes import HOSTILE, MOMENT, claim, contents, facts, piece, review, source

from factdesk.exports import FORMATS
from factdesk.exports.columns import claim_row
from factdesk.rules.cells import plain
from factdesk.vocabulary import Confidence, ReviewState, SourceKind, Stance, Verdict

SCHEMA = Path(__file__).parent / "claim_review.schema.json"
SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\n\t")
"""All that a text of the register may hold (drafts.base.without_controls)."""
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(SIGNS, max_size=20), min_size=1, max_size=4).map("".join).filter(
    lambda text: text.strip()
)  # fmt: skip
MAYBE = st.none() | TEXTS
SLOW = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def registers(draw):
    """Give one to three settled claims, each with a review and a piece of evidence or two, of any texts."""
    made = []
    for number in range(1, draw(st.integers(2, 4))):
        pieces = [
            piece(
                10 * number + at, f"s{number}-{at}", says=draw(TEXTS), quotation=draw(MAYBE), locator=draw(MAYBE),
                stance=draw(st.sampled_from(Stance)),
                source=source(f"s{number}-{at}", title=draw(TEXTS), authors=draw(st.lists(TEXTS, max_size=3)),
                              publisher=draw(MAYBE), citation=draw(TEXTS), reliability_why=draw(MAYBE),
                              kind=draw(st.sampled_from(SourceKind))),
            )
            for at in range(draw(st.integers(0, 2)))
        ]  # fmt: skip
        judged = review(reason=draw(TEXTS), reviewer=draw(TEXTS), verdict=Verdict.MIXED, confidence=Confidence.LOW)
        made.append(claim(
            number, statement=draw(TEXTS), quote=draw(MAYBE), topics=draw(st.lists(TEXTS, max_size=2)),
            entities=draw(st.lists(TEXTS, max_size=2)), verdict=Verdict.MIXED, confidence=Confidence.LOW,
            state=ReviewState.SETTLED, reviewed_at=MOMENT, reviews=[judged], evidence=pieces,
            withdrawn_reason=draw(MAYBE),
        ))  # fmt: skip
    return made


@st.composite
def exported(draw, name):
    """Give a register and its bytes in one format."""
    made = draw(registers())
    told = facts(title=draw(TEXTS), filter=draw(TEXTS), count=len(made))
    file = io.BytesIO()
    FORMATS[name].write(contents(*made, facts_of=told), file)
    return made, file.getvalue()


def cited(made):
    return [one.source for each in made for one in each.evidence]


@given(exported("csv"))
def test_csv_gives_every_cell_back(found):
    made, written = found
    _, *rows = csv.reader(io.StringIO(written.decode(), newline=""), strict=True)
    assert [[plain(cell) for cell in row] for row in rows] == [
        ["" if cell is None else str(cell) for cell in claim_row(contents(), one)] for one in made
    ]
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "@", "\t", "\r"}]


@FEW
@given(exported("xlsx"))
def test_a_workbook_gives_every_statement_back_and_no_formula(found):
    made, written = found
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    column = [cell.value for cell in book["claims"][1]].index("statement")
    rows = list(book["claims"].iter_rows(min_row=2, values_only=True))
    assert [unescape(row[column]) for row in rows] == [one.statement for one in made]


@given(exported("json"))
def test_json_holds_all_that_was_given(found):
    made, written = found
    assert json.loads(written)["claims"] == [one.model_dump(mode="json") for one in made]


@given(exported("jsonld"))
def test_every_claim_review_is_as_the_schema_asks(found):
    made, written = found
    judge = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    reviews = [node for node in json.loads(written)["@graph"] if node.get("@type") == "ClaimReview"]
    assert len(reviews) == len([one for one in made if one.withdrawn_reason is None])
    for node in reviews:
        judge.validate(node)


@given(exported("annotations.jsonld"))
def test_every_claim_is_an_annotation(found):
    made, written = found
    items = json.loads(written)["items"]
    assert [one["body"][0]["value"] for one in items] == [one.statement for one in made]


@FEW
@given(exported("bib"))
def test_two_programs_read_every_bibtex_entry(found):
    made, written = found
    keys = [one.citekey for one in cited(made)]
    assert list(parse_string(written.decode(), "bibtex").entries) == keys
    library = bibtexparser.parse_string(written.decode())
    assert (library.failed_blocks, [one.key for one in library.entries]) == ([], keys)


@given(exported("ris"))
def test_every_ris_record_is_read_with_its_title(found):
    made, written = found
    records = rispy.loads(written.decode())
    assert [(one["id"], one["title"]) for one in records] == [
        (one.citekey, " ".join(one.title.split())) for one in cited(made)
    ]


@given(exported("csl.json"))
def test_every_csl_item_has_its_title(found):
    made, written = found
    assert [(one["id"], one["title"]) for one in json.loads(written)] == [
        (one.citekey, one.title) for one in cited(made)
    ]


@FEW
@given(exported("md"))
def test_markdown_makes_no_markup_of_a_text(found):
    _, written = found
    tokens = MarkdownIt("commonmark").parse(written.decode())
    inner = [child for token in tokens for child in token.children or []]
    assert not [token for token in (*tokens, *inner) if token.type in {"html_block", "html_inline", "image", "fence"}]
    links = [token.attrs["href"] for token in inner if token.type == "link_open"]
    assert not [link for link in links if not str(link).startswith(("https://", "#"))]


@SLOW
@given(exported("stix.json"))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the validator's own making
def test_the_stix_validator_accepts_every_bundle(found):
    _, written = found
    verdict = validate_string(written.decode(), ValidationOptions(version="2.1"))
    assert [str(error) for error in verdict.errors] == []


@pytest.mark.slow
@SLOW
@given(exported("zip"))
def test_frictionless_accepts_every_package(tmp_path_factory, found):
    made, written = found
    file = tmp_path_factory.mktemp("package") / "register.zip"
    file.write_bytes(written)
    report = frictionless.Package(str(file)).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert report.tasks[0].stats["rows"] == len(made)


@pytest.mark.slow
@SLOW
@given(exported("pdf"))
def test_a_pdf_of_any_texts_can_be_read(found):
    made, written = found
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written)).pages).split())
    assert all(one.ref in text for one in made)
