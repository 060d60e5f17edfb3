"""JSON: the facts, the articles, and every claim with all that a reader may see of it, written a claim at a time."""

from typing import BinaryIO

from pydantic import TypeAdapter

from factdesk.exports.contents import Contents
from factdesk.shapes.articles import ArticleRow

_ARTICLES = TypeAdapter(list[ArticleRow])


def write(contents: Contents, file: BinaryIO) -> None:
    """Write one JSON object with `facts`, `articles` and `claims`, one claim a line."""
    file.write(b'{"facts":' + contents.facts.model_dump_json().encode())
    file.write(b',\n"articles":' + _ARTICLES.dump_json(contents.articles))
    file.write(b',\n"claims":[')
    between = b"\n"
    for claim in contents.claims:
        file.write(between + claim.model_dump_json().encode())
        between = b",\n"
    file.write(b"\n]}\n")
