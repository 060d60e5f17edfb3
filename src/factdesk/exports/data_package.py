"""A Data Package (https://datapackage.org/standard/data-package/, version 2): four tables as CSV, described.

Its tables are opened in spreadsheets too, so cells that one would run as a formula are defused, and the description
says how they are read back.
"""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import ExitStack
from hashlib import sha256
from typing import BinaryIO

from factdesk.errors import Invalid
from factdesk.exports.columns import INTEGERS
from factdesk.exports.contents import Contents
from factdesk.exports.naming import slug, told
from factdesk.exports.tables import CLAIMS, EVIDENCE, REVIEWS, SOURCES, TABLES, every_row
from factdesk.rules.cells import defused
from factdesk.shapes.facts import written

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
WRITTEN_ON = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file: the earliest a ZIP can tell, so that the same register gives the same bytes."""
KEYS = {CLAIMS: ["ref"], EVIDENCE: ["id"], SOURCES: ["citekey"], REVIEWS: ["ref", "number"]}
FOREIGN = {EVIDENCE: (("ref", CLAIMS), ("citekey", SOURCES)), REVIEWS: (("ref", CLAIMS),)}
DESCRIPTION = (
    "A claim register: claims with verdict, confidence, independent origins, evidence, sources and reviews. Before a "
    "cell that a spreadsheet would run as a formula, or that begins with an apostrophe, stands an apostrophe of ours."
)
CHUNK = 1 << 20


def write(contents: Contents, file: BinaryIO) -> None:
    """Write the package, a claim at a time. Raises Invalid for a choice of columns, which its description rules out."""
    if contents.wanted.columns:
        raise Invalid("A Data Package holds all columns: leave columns out, or export CSV.", place="columns")
    with ExitStack() as opened:
        files = {name: opened.enter_context(tempfile.TemporaryFile()) for name in TABLES}
        _fill(contents, files)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            resources = [_pack(packed, name, table) for name, table in files.items()]
            described = json.dumps(_described(contents, resources), ensure_ascii=False, indent=2) + "\n"
            packed.writestr(_member("datapackage.json"), described)


def _fill(contents: Contents, files: Mapping[str, BinaryIO]) -> None:
    """Write the tables side by side."""
    texts = {name: io.TextIOWrapper(file, encoding="utf-8", newline="") for name, file in files.items()}
    writers = {name: csv.writer(text, lineterminator="\r\n") for name, text in texts.items()}
    for name, columns in TABLES.items():
        writers[name].writerow(columns)
    for name, row in every_row(contents):
        writers[name].writerow([defused(cell) for cell in row])
    for text in texts.values():
        text.detach()


def _pack(packed: zipfile.ZipFile, name: str, table: BinaryIO) -> dict[str, object]:
    """Put a table into the package and describe it (https://datapackage.org/standard/data-resource/)."""
    digest, length = sha256(), 0
    table.seek(0)
    with packed.open(_member(f"{name}.csv"), "w") as member:
        while part := table.read(CHUNK):
            digest.update(part)
            length += len(part)
            member.write(part)
    schema: dict[str, object] = {
        "fields": [_field(column) for column in TABLES[name]],
        "primaryKey": KEYS[name],
        "missingValues": [""],
    }
    if name in FOREIGN:
        schema["foreignKeys"] = [
            {"fields": [field], "reference": {"resource": other, "fields": [field]}} for field, other in FOREIGN[name]
        ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": length,
        "hash": f"sha256:{digest.hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(column: str) -> dict[str, object]:
    return {"name": column, "type": "integer" if column in INTEGERS else "string"}


def _described(contents: Contents, resources: list[dict[str, object]]) -> dict[str, object]:
    facts = contents.facts
    return {
        "$schema": PROFILE,
        "name": slug(facts.title),
        "title": facts.title,
        "description": DESCRIPTION,
        **({"homepage": facts.address} if contents.site else {}),  # which must be a whole address
        "version": facts.head[:12],
        "created": written(facts.moment),
        "resources": resources,
        "facts": {name.lower(): value for name, value in told(facts)},
    }


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, WRITTEN_ON)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
