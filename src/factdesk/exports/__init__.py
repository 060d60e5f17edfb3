"""Formats: each turns facts and claims into the bytes of one file, a row at a time. A new one is a line below."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Generic, TypeVar

from factdesk.exports import (
    annotations,
    atom,
    bibtex,
    changes,
    claim_review,
    csl,
    data_package,
    delimited,
    json_register,
    markdown,
    page,
    pdf,
    ris,
    stix,
    xlsx,
)
from factdesk.exports.atom import FeedContents
from factdesk.exports.changes import ChangeContents
from factdesk.exports.contents import Contents

Held = TypeVar("Held")
ANNOTATIONS = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
TABLES = "Tables"
READING = "Documents, for reading"
SOURCES = "Sources, for reference managers"


@dataclass(frozen=True, slots=True)
class Format(Generic[Held]):
    """One format: its ending, media type, name for people, how it is written, and among which others it is offered."""

    suffix: str
    media_type: str
    label: str
    write: Callable[[Held, BinaryIO], None]
    group: str = "For programs"


FORMATS: dict[str, Format[Contents]] = {
    "csv": Format("csv", "text/csv; charset=utf-8", "CSV, for spreadsheets", delimited.write, TABLES),
    "xlsx": Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel workbook (XLSX), five sheets",
        xlsx.write,
        TABLES,
    ),
    "zip": Format("zip", "application/zip", "Data Package (ZIP): four tables, described", data_package.write, TABLES),
    "pdf": Format("pdf", "application/pdf", "PDF, with contents and references", pdf.write, READING),
    "html": Format("html", "text/html; charset=utf-8", "Web page (HTML), one file", page.write, READING),
    "md": Format("md", "text/markdown; charset=utf-8", "Markdown", markdown.write, READING),
    "bib": Format("bib", "application/x-bibtex; charset=utf-8", "BibTeX", bibtex.write, SOURCES),
    "ris": Format("ris", "application/x-research-info-systems; charset=utf-8", "RIS", ris.write, SOURCES),
    "csl.json": Format("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl.write, SOURCES),
    "json": Format("json", "application/json", "JSON, everything readers may see", json_register.write),
    "jsonld": Format("jsonld", "application/ld+json", "ClaimReview (JSON-LD), settled claims", claim_review.write),
    "annotations.jsonld": Format("annotations.jsonld", ANNOTATIONS, "W3C Web Annotations (JSON-LD)", annotations.write),
    "stix.json": Format("stix.json", "application/stix+json;version=2.1", "STIX 2.1 bundle", stix.write),
}
CHANGES: dict[str, Format[ChangeContents]] = {
    "changes.csv": Format("csv", "text/csv; charset=utf-8", "CSV, a row per change", changes.write_csv),
    "changes.json": Format("json", "application/json", "JSON, claim by claim", changes.write_json),
}
"""What changed between two moments, by the name the command line calls it."""
FEED: Format[FeedContents] = Format("atom", "application/atom+xml", "Atom feed of the newest changes", atom.write)
FEED_NAME = "changes.atom"
