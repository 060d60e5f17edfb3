"""Whatever texts a register holds, every format stays what it is: outside readers find each claim and source in it."""

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import hypothesis
import openpyxl
import pypdf
import rispy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl.utils.escape import unescape
from pybtex.database import parse_string
from tests.drills.figures import Figures
from tests.helpers.fixed_shapes import HOSTILE, MOMENT, claim, contents, facts, piece, review, source
from tests.helpers.judges import package_faults, review_faults, stix_faults

from factdesk.exports import FORMATS
from factdesk.exports.columns import claim_row
from factdesk.rules.cells import plain
from factdesk.shapes.claims import ClaimDetail
from factdesk.shapes.sources import SourceRow
from factdesk.vocabulary import Confidence, ReviewState, SourceKind, Stance, Verdict

SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\n\t")
"""All that a text of the register may hold (drafts.base.without_controls)."""
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(SIGNS, max_size=20), min_size=1, max_size=4).map("".join).filter(
    lambda text: text.strip()
)  # fmt: skip
MAYBE = st.none() | TEXTS


@st.composite
def registers(draw: st.DrawFn) -> list[ClaimDetail]:
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
def exported(draw: st.DrawFn, name: str) -> tuple[list[ClaimDetail], bytes]:
    """Give a register and its bytes in one format."""
    made = draw(registers())
    told = facts(title=draw(TEXTS), filter=draw(TEXTS), count=len(made))
    file = io.BytesIO()
    FORMATS[name].write(contents(*made, facts_of=told), file)
    return made, file.getvalue()


def cited(made: list[ClaimDetail]) -> list[SourceRow]:
    """Give the sources of a register in the order of its claims."""
    return [one.source for each in made for one in each.evidence]


def csv_gives_every_cell_back(made: list[ClaimDetail], written: bytes) -> None:
    _, *rows = csv.reader(io.StringIO(written.decode(), newline=""), strict=True)
    assert [[plain(cell) for cell in row] for row in rows] == [
        ["" if cell is None else str(cell) for cell in claim_row(contents(), one)] for one in made
    ]
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "@", "\t", "\r"}]


def a_workbook_gives_every_statement_back_and_no_formula(made: list[ClaimDetail], written: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    column = [cell.value for cell in book["claims"][1]].index("statement")
    rows = list(book["claims"].iter_rows(min_row=2, values_only=True))
    assert [unescape(row[column]) for row in rows] == [one.statement for one in made]


def json_holds_all_that_was_given(made: list[ClaimDetail], written: bytes) -> None:
    assert json.loads(written)["claims"] == [one.model_dump(mode="json") for one in made]


def every_claim_review_is_as_the_schema_asks(made: list[ClaimDetail], written: bytes) -> None:
    reviews = [node for node in json.loads(written)["@graph"] if node.get("@type") == "ClaimReview"]
    assert len(reviews) == len([one for one in made if one.withdrawn_reason is None])
    for node in reviews:
        assert review_faults(node) == []


def every_claim_is_an_annotation(made: list[ClaimDetail], written: bytes) -> None:
    items = json.loads(written)["items"]
    assert [one["body"][0]["value"] for one in items] == [one.statement for one in made]


def two_programs_read_every_bibtex_entry(made: list[ClaimDetail], written: bytes) -> None:
    keys = [one.citekey for one in cited(made)]
    assert list(parse_string(written.decode(), "bibtex").entries) == keys
    library = bibtexparser.parse_string(written.decode())
    assert (library.failed_blocks, [one.key for one in library.entries]) == ([], keys)


def every_ris_record_is_read_with_its_title(made: list[ClaimDetail], written: bytes) -> None:
    records = rispy.loads(written.decode())
    assert [(one["id"], one["title"]) for one in records] == [
        (one.citekey, " ".join(one.title.split())) for one in cited(made)
    ]


def every_csl_item_has_its_title(made: list[ClaimDetail], written: bytes) -> None:
    assert [(one["id"], one["title"]) for one in json.loads(written)] == [
        (one.citekey, one.title) for one in cited(made)
    ]


def markdown_makes_no_markup_of_a_text(_made: list[ClaimDetail], written: bytes) -> None:
    tokens = MarkdownIt("commonmark").parse(written.decode())
    inner = [child for token in tokens for child in token.children or []]
    assert not [token for token in (*tokens, *inner) if token.type in {"html_block", "html_inline", "image", "fence"}]
    links = [token.attrs["href"] for token in inner if token.type == "link_open"]
    assert not [link for link in links if not str(link).startswith(("https://", "#"))]


def the_stix_validator_accepts_the_bundle(_made: list[ClaimDetail], written: bytes) -> None:
    assert stix_faults(written.decode()) == []


def frictionless_accepts_the_package(made: list[ClaimDetail], written: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="factdesk-") as folder:
        file = Path(folder) / "register.zip"
        file.write_bytes(written)
        assert package_faults(file, {"claims": len(made)}) == []


def a_pdf_names_every_claim(made: list[ClaimDetail], written: bytes) -> None:
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written)).pages).split())
    assert all(one.ref in text for one in made)


LAWS: dict[str, Callable[[list[ClaimDetail], bytes], None]] = {
    "csv": csv_gives_every_cell_back,
    "xlsx": a_workbook_gives_every_statement_back_and_no_formula,
    "json": json_holds_all_that_was_given,
    "jsonld": every_claim_review_is_as_the_schema_asks,
    "annotations.jsonld": every_claim_is_an_annotation,
    "bib": two_programs_read_every_bibtex_entry,
    "ris": every_ris_record_is_read_with_its_title,
    "csl.json": every_csl_item_has_its_title,
    "md": markdown_makes_no_markup_of_a_text,
    "stix.json": the_stix_validator_accepts_the_bundle,
    "zip": frictionless_accepts_the_package,
    "pdf": a_pdf_names_every_claim,
}
"""What must hold of each format, told of a register and of its bytes; each raises AssertionError if it does not."""


def any_text(*, examples: int = 1_000, seed: int = 0) -> Figures:
    """Export registers of whatever texts there are in every format: outside readers find each claim and source.

    Tries so many registers in each format and gives how many that were. Raises AssertionError, or what a reader
    raises, with the smallest register in which the law of a format does not hold.
    """
    return {f"registers as {name}": try_texts(name, examples=examples, seed=seed) for name in LAWS}


def try_texts(name: str, *, examples: int | None = None, seed: int | None = None) -> int:
    """Hold the law of one format for so many registers, as many as Hypothesis's profile says if none is given."""
    tried = 0

    @settings(suppress_health_check=list(HealthCheck), **({"max_examples": examples} if examples else {}))
    @given(exported(name))
    def hold(found: tuple[list[ClaimDetail], bytes]) -> None:
        nonlocal tried
        tried += 1
        LAWS[name](*found)

    (hold if seed is None else hypothesis.seed(seed)(hold))()
    return tried
