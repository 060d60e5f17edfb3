"""CSL-JSON: sources as bibliography programs read them, and what citation styles are fed with.

Schema: https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from factdesk.exports.contents import Contents
from factdesk.shapes.sources import SourceRow
from factdesk.vocabulary import SourceKind

Item = dict[str, Any]
TYPES: dict[SourceKind, str] = {
    SourceKind.UN: "report",
    SourceKind.GOVERNMENT: "report",
    SourceKind.ACADEMIC: "article-journal",
    SourceKind.THINK_TANK: "report",
    SourceKind.NGO: "report",
    SourceKind.NEWS: "article-newspaper",
    SourceKind.BLOG: "post-weblog",
    SourceKind.REFERENCE: "entry-encyclopedia",
    SourceKind.COURT: "legal_case",
    SourceKind.STATISTICS: "dataset",
    SourceKind.SOCIAL: "post",
}
IN_SOMETHING = frozenset({"article-journal", "article-newspaper", "post-weblog", "entry-encyclopedia", "post"})
"""Types whose publisher is the title of what they appeared in: a paper, a journal, a site."""


def write(contents: Contents, file: BinaryIO) -> None:
    """Write an array of the sources of all claims, each once, in the order in which they first appear."""
    between = b"[\n"
    for source in every_source(contents):
        file.write(between + json.dumps(item(source), ensure_ascii=False).encode())
        between = b",\n"
    file.write(b"[]\n" if between == b"[\n" else b"\n]\n")


def every_source(contents: Contents) -> Iterator[SourceRow]:
    """Give the sources of all claims, each once, in the order in which they first appear; none that was withdrawn."""
    seen: set[str] = set()
    for claim in contents.claims:
        for piece in claim.evidence:
            stands = piece.withdrawn_reason is None and piece.source.withdrawn_reason is None
            if stands and piece.source.citekey not in seen:
                seen.add(piece.source.citekey)
                yield piece.source


def item(source: SourceRow) -> Item:
    """Give a source as a CSL item; what the schema has no word for stands under `custom`.

    Names are kept whole (`literal`): taking "Human Rights Watch" for a person would make "Watch, H. R." of it.
    """
    type_ = TYPES[source.kind]
    found: Item = {"id": source.citekey, "type": type_, "title": source.title}
    if source.authors:
        found["author"] = [{"literal": name} for name in source.authors]
    if source.publisher:
        within = "container-title" if type_ in IN_SOMETHING else "publisher"
        found["authority" if type_ == "legal_case" else within] = source.publisher
    if source.published:
        found["issued"] = {"date-parts": [[int(part) for part in source.published.split("-")]]}
    found |= {name: value for name, value in (("URL", source.url), ("language", source.language)) if value}
    found["custom"] = {
        "kind": source.kind,
        "reliability": source.reliability,
        "lineage": source.lineage,
        "consulted": source.consulted,
        "checked": source.checked,
    } | ({"archived_url": source.archived_url} if source.archived_url else {})
    return found
