"""References as reference managers write them (BibTeX, RIS, CSL-JSON), each as the fields of a source.

Formats: http://www.bibtex.org/Format/, https://en.wikipedia.org/wiki/RIS_(file_format),
https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json. Grades are not read, not
even from a file of ours: whoever imports has judged nothing.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

import pybtex.database
import rispy
from pybtex.database import InvalidNameString, Person
from pybtex.exceptions import PybtexError

from factdesk.drafts.base import SHORTEST_MONTH
from factdesk.errors import Invalid
from factdesk.imports._latex import plain_text
from factdesk.imports._markup import without_markup
from factdesk.imports.found import LARGEST_LIST, Reference
from factdesk.readers.decoding import decode
from factdesk.rules.texts import lines
from factdesk.vocabulary import SourceKind

ENDINGS = (".bib", ".ris")
KINDS = {
    "article-journal": SourceKind.ACADEMIC, "paper-conference": SourceKind.ACADEMIC, "thesis": SourceKind.ACADEMIC,
    "book": SourceKind.ACADEMIC, "chapter": SourceKind.ACADEMIC, "report": SourceKind.THINK_TANK,
    "article": SourceKind.ACADEMIC, "article-newspaper": SourceKind.NEWS, "article-magazine": SourceKind.NEWS,
    "broadcast": SourceKind.NEWS, "webpage": SourceKind.BLOG, "post-weblog": SourceKind.BLOG,
    "post": SourceKind.SOCIAL, "entry-encyclopedia": SourceKind.REFERENCE, "entry-dictionary": SourceKind.REFERENCE,
    "entry": SourceKind.REFERENCE, "legal_case": SourceKind.COURT, "legislation": SourceKind.GOVERNMENT,
    "bill": SourceKind.GOVERNMENT, "dataset": SourceKind.STATISTICS,
}  # fmt: skip
"""The kind of source a CSL type most likely is; what is unknown is taken for news, which the preview shows."""
BIBTEX = {
    "article": "article-journal", "inproceedings": "paper-conference", "conference": "paper-conference",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "book": "book", "inbook": "chapter",
    "incollection": "chapter", "techreport": "report", "report": "report", "online": "webpage", "dataset": "dataset",
    "proceedings": "book", "booklet": "book", "manual": "book", "unpublished": "article", "electronic": "webpage",
}  # fmt: skip
RIS = {
    "JOUR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "RPRT": "report",
    "BOOK": "book", "CHAP": "chapter", "THES": "thesis", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "BLOG": "post-weblog", "ELEC": "webpage", "ENCYC": "entry-encyclopedia", "DICT": "entry-dictionary",
    "CASE": "legal_case", "STAT": "legislation", "BILL": "bill", "DATA": "dataset", "GEN": "",
}  # fmt: skip
KNOWN = {str(kind.value): kind for kind in SourceKind}
NO_DATE = {"n.d.", "nd", "no date", "s.d.", "forthcoming", "in press", "to appear"}
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def read(data: bytes, name: str) -> list[Reference]:
    """Read BibTeX or RIS by the ending of its name; raises Invalid, naming file and place, for what is none."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise Invalid(f"{name} is no list of references; known are {', '.join(ENDINGS)}.", place=name)
    if len(data) > LARGEST_LIST:
        raise Invalid(f"{name} is larger than {LARGEST_LIST // 1024 // 1024} MB.", place=name)
    text = "\n".join(lines(decode(data, name).text.removeprefix("\ufeff")))
    return _some((_bibtex if ending == ".bib" else _ris)(text, name), name)


def read_csl(text: str, name: str) -> list[Reference]:
    """Read CSL-JSON; raises Invalid, naming file and place, for what is none."""
    return _some(_csl(text, name), name)


def _some(found: Iterable[Reference], name: str) -> list[Reference]:
    if listed := list(found):
        return listed
    raise Invalid(f"{name} holds no reference.", place=name)


def _bibtex(text: str, name: str) -> Iterator[Reference]:
    try:
        entries = pybtex.database.parse_string(text, "bibtex").entries
    except PybtexError as cause:
        raise Invalid(f"{name}: {' '.join(str(cause).split())}.", place=name) from cause
    for key, entry in entries.items():
        try:
            fields = {one.lower(): plain_text(value) for one, value in entry.fields.items() if one.lower() != "url"}
            authors = [_person(one) for one in entry.persons.get("author", [])]
        except (InvalidNameString, ValueError) as cause:
            raise Invalid(f"{name}, entry {key[:80]}: {cause}.", place=key[:80]) from cause
        date = fields.get("date") or "-".join(filter(None, [fields.get("year"), _month(fields.get("month", ""))]))
        yield _reference(f"entry {key[:80]}", {
            "citekey": key, "title": fields.get("title"), "authors": authors, "published": date,
            "publisher": _first(fields, "journal", "journaltitle", "institution", "publisher", "organization",
                                "school", "howpublished", "booktitle"),
            "url": entry.fields.get("url", "").replace("\\", ""), "doi": fields.get("doi"),
            "archived_url": fields.get("note", "").removeprefix("Archived at "),
            "language": _first(fields, "language", "langid"),
            "type": BIBTEX.get(entry.type.lower(), ""), "words": re.split("[,;]", fields.get("keywords", "")),
        })  # fmt: skip


def _person(person: Person) -> str:
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names, person.lineage_names)
    return plain_text(" ".join(one for part in parts for one in part))


def _month(text: str) -> str:
    """Give a month's number in two digits, whether it was a number or its name."""
    if text.isdecimal():
        return f"{int(text):02}"
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    short = text.strip()[:SHORTEST_MONTH].lower()
    return f"{names.index(short) + 1:02}" if short in names else ""


def _ris(text: str, name: str) -> Iterator[Reference]:
    begun = [number for number, line in enumerate(text.split("\n"), 1) if re.match(r"TY {1,2}-", line)]
    records = rispy.loads(text) if begun else []
    if len(records) != len(begun):
        raise Invalid(
            f"{name}: a record has no end (ER); {len(records):,} of {len(begun):,} records are whole.", place=name
        )
    for line, record in zip(begun, records, strict=True):
        yield _reference(f"line {line}", {
            "citekey": record.get("id"), "title": _first(record, "title", "primary_title", "short_title"),
            "authors": [_turned(one) for one in _first(record, "authors", "first_authors") or []],
            "publisher": _first(record, "secondary_title", "journal_name", "alternate_title3", "publisher"),
            "published": (_first(record, "date", "publication_year", "year") or "").rstrip("/").replace("/", "-"),
            "url": _first_of(record.get("urls")), "archived_url": _first_of(record.get("file_attachments2")),
            "doi": record.get("doi"), "language": record.get("language"),
            "type": RIS.get(record.get("type_of_reference", ""), ""), "words": record.get("keywords", []),
        })  # fmt: skip


def _csl(text: str, name: str) -> Iterator[Reference]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise Invalid(f"{name} is not readable JSON: {cause}.", place=name) from cause
    items = items.get("items", [items]) if isinstance(items, dict) else items
    for number, item in enumerate(items if isinstance(items, list) else [items], start=1):
        if not isinstance(item, dict) or not isinstance(item.get("type"), str):
            raise Invalid(f"{name}, item {number}: it is no CSL item with a type.", place=f"item {number}")
        plain = {one: value for one, value in item.items() if isinstance(value, str)}
        custom = item["custom"] if isinstance(item.get("custom"), dict) else {}
        yield _reference(f"item {number}", {
            "citekey": str(item.get("id", "")), "title": without_markup(plain.get("title", "")),
            "doi": plain.get("DOI"), "authors": [*filter(None, map(_csl_name, item.get("author") or []))],
            "publisher": _first(plain, "container-title", "publisher", "authority"),
            "published": _csl_date(item.get("issued")), "url": plain.get("URL"),
            "archived_url": custom.get("archived_url"), "language": plain.get("language"), "type": item["type"],
            "words": [str(custom.get("kind", ""))],
        })  # fmt: skip


def _csl_name(name: object) -> str:
    if not isinstance(name, dict):
        return str(name)
    given = " ".join(str(name[part]) for part in ("given", "non-dropping-particle", "family", "suffix") if part in name)
    return str(name.get("literal") or given)


def _csl_date(issued: object) -> str:
    if isinstance(issued, Mapping) and isinstance(issued.get("date-parts"), list) and issued["date-parts"]:
        parts = issued["date-parts"][0]
        return "-".join(f"{part:0>2}" for part in map(str, parts)) if isinstance(parts, list) else str(parts)
    return str(issued.get("raw") or issued.get("literal") or "") if isinstance(issued, Mapping) else str(issued or "")


def _reference(place: str, given: Mapping[str, Any]) -> Reference:
    """Make the fields of a source of what a reference says; a DOI is its address, as it stays."""
    fields: dict[str, Any] = {one: " ".join((given[one] or "").split()) for one in ("title", "publisher")}
    fields["authors"] = [" ".join(one.split()) for one in given["authors"] if one]
    doi = DOI.fullmatch((given["doi"] or "").strip()) or DOI.fullmatch((given["url"] or "").strip())
    fields["url"] = f"https://doi.org/{doi[1]}" if doi else given["url"]
    fields["published"] = None if str(given["published"]).strip().lower() in NO_DATE else given["published"]
    archived = given["archived_url"] or ""
    fields["archived_url"] = archived if re.fullmatch(r"https?://\S+", archived) else None
    words = (word.strip().lower() for word in given["words"])
    told = next((KNOWN[word] for word in words if word in KNOWN), None)
    fields["kind"] = told or KINDS.get(given["type"], SourceKind.NEWS)
    fields |= {one: given[one] for one in ("citekey", "language")}
    return Reference(place, {one: value for one, value in fields.items() if value})


def _first(given: Mapping[str, Any], *names: str) -> Any:  # noqa: ANN401  a text or a list
    return next((given[name] for name in names if given.get(name)), None)


def _first_of(listed: Iterable[str] | str | None) -> str | None:
    return listed if isinstance(listed, str) else next(iter(listed or []), None)


def _turned(name: str) -> str:
    """Give a name as it is spoken; in RIS the last name comes first, before a comma."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else name
