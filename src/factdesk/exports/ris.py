"""RIS: the sources of all claims for reference managers (https://en.wikipedia.org/wiki/RIS_(file_format)), in UTF-8."""

from collections.abc import Iterator
from typing import BinaryIO

from factdesk.exports.contents import Contents
from factdesk.exports.csl import IN_SOMETHING, TYPES, every_source
from factdesk.shapes.sources import SourceRow

KINDS = {
    "report": "RPRT",
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "post-weblog": "BLOG",
    "entry-encyclopedia": "ENCYC",
    "legal_case": "CASE",
    "dataset": "DATA",
    "post": "ELEC",
}


def write(contents: Contents, file: BinaryIO) -> None:
    """Write a record for each source, in the order in which they first appear."""
    for source in every_source(contents):
        file.writelines(f"{tag}  - {' '.join(value.split())}\r\n".encode() for tag, value in record(source))
        file.write(b"ER  - \r\n\r\n")


def record(source: SourceRow) -> Iterator[tuple[str, str]]:
    """Give a source as tags and values, without the one that ends a record. A date keeps the precision it has."""
    type_ = TYPES[source.kind]
    yield "TY", KINDS[type_]
    yield "ID", source.citekey
    yield "TI", source.title
    for name in source.authors:
        yield "AU", name
    if source.publisher:
        yield "T2" if type_ in IN_SOMETHING else "PB", source.publisher
    if source.published:
        year, month, day = [*source.published.split("-"), "", ""][:3]
        yield "PY", year
        yield "DA", f"{year}/{month}/{day}/"
    for tag, value in (("UR", source.url), ("L2", source.archived_url), ("LA", source.language)):
        if value:
            yield tag, value
    yield "KW", str(source.kind)
    yield "N1", f"Reliability {source.reliability}" + (f": {source.reliability_why}" if source.reliability_why else "")
