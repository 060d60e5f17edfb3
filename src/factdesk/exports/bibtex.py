"""BibTeX: the sources of all claims for LaTeX and reference managers, in UTF-8.

What LaTeX would take for a command is written as the command that prints it; titles and names are held together by
braces, so that no style changes their case or takes an organisation for a person. Format: http://www.bibtex.org/Format/
"""

from typing import BinaryIO

from factdesk.exports.contents import Contents
from factdesk.exports.csl import TYPES, every_source
from factdesk.exports.naming import told
from factdesk.shapes.sources import SourceRow

ENTRIES = {
    "article-journal": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "report": ("techreport", "institution"),
}
"""CSL types with an entry of their own, and the field for the publisher there; all others are `misc`."""
OTHERS = "others"
_LATEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
})  # fmt: skip
_ADDRESS = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})


def write(contents: Contents, file: BinaryIO) -> None:
    """Write an entry for each source, in the order in which they first appear, after a comment with the facts."""
    file.writelines(
        f"% {name}: {' '.join(value.split())}\n".replace("@", "(at)").encode() for name, value in told(contents.facts)
    )
    file.writelines(entry(source).encode() for source in every_source(contents))


def entry(source: SourceRow) -> str:
    """Give a source as an entry, which begins with an empty line."""
    kind, within = ENTRIES.get(TYPES[source.kind], ("misc", "howpublished"))
    fields = {"title": f"{{{_text(source.title)}}}"}
    if source.authors:
        fields["author"] = " and ".join(name if name == OTHERS else f"{{{_text(name)}}}" for name in source.authors)
    if source.publisher:
        fields[within] = f"{{{_text(source.publisher)}}}"
    if source.published:
        year, *rest = source.published.split("-")
        fields |= {"year": year} | ({"month": str(int(rest[0]))} if rest else {}) | {"date": source.published}
    fields |= {name: value.translate(_ADDRESS) for name, value in (("url", source.url),) if value}
    fields |= {name: _text(value) for name, value in (("language", source.language),) if value}
    if source.archived_url:
        fields["note"] = f"Archived at {_text(source.archived_url)}"
    fields["keywords"] = f"{_text(source.kind)}, reliability {source.reliability}"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"\n@{kind}{{{source.citekey},\n{lines}}}\n"


def _text(value: str) -> str:
    """Give a text in one line, with what LaTeX would run written as what prints it."""
    return " ".join(value.split()).translate(_LATEX)
