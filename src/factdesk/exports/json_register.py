"""JSON: the facts, the articles, every claim with all that a reader may see of it, and the sources these rest on.

Written a claim at a time; `factdesk import` makes the same register of it again (factdesk.imports.registers).
"""

from typing import BinaryIO

from pydantic import TypeAdapter

from factdesk.exports.contents import Contents
from factdesk.shapes.articles import ArticleRow

_ARTICLES = TypeAdapter(list[ArticleRow])


def write(contents: Contents, file: BinaryIO) -> None:
    """Write one JSON object with `facts`, `articles`, `claims` and `sources`, one claim or source a line."""
    file.write(b'{"facts":' + contents.facts.model_dump_json().encode())
    file.write(b',\n"articles":' + _ARTICLES.dump_json(contents.articles))
    file.write(b',\n"claims":[')
    between = b"\n"
    named: set[str] = set()
    for claim in contents.claims:
        file.write(between + claim.model_dump_json().encode())
        between = b",\n"
        for piece in claim.evidence:
            named |= {piece.source.citekey, *piece.rests_on}
    file.write(b'\n],\n"sources":[')
    between = b"\n"
    for source in contents.sources(named):
        file.write(between + source.model_dump_json().encode())
        between = b",\n"
    file.write(b"\n]}\n")
