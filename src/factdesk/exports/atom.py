"""The newest changes as an Atom feed (RFC 4287): one entry for each event that changed what a claim shows.

Ids are made of the register's address, the claim's ref and the event's number, so that they never change.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET  # nosec B405  writing only

from factdesk.rules.diff import ChangeKind
from factdesk.shapes.changes import ChangeEntry, FeedEntry
from factdesk.shapes.facts import Facts
from factdesk.vocabulary import Confidence, Verdict

NAMESPACE = "http://www.w3.org/2005/Atom"
NOBODY = "Factdesk"
"""The author where readers are shown no name; an entry must have one."""
_LISTS = {ChangeKind.VERDICT: Verdict, ChangeKind.CONFIDENCE: Confidence, ChangeKind.COMPUTED: Confidence}


@dataclass(frozen=True, slots=True)
class FeedContents:
    """The facts, the entries, latest first, the feed's own address, and that of the site."""

    facts: Facts
    entries: list[FeedEntry]
    address: str
    site: str


def write(contents: FeedContents, file: BinaryIO) -> None:
    """Write the feed: the same bytes for the same head and address."""
    entries, facts = contents.entries, contents.facts
    feed = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _put(feed, "id", _id(contents.address))
    _put(feed, "title", facts.title)
    _put(feed, "subtitle", facts.filter)
    _put(feed, "updated", _moment(entries[0].at if entries else facts.moment))
    _put(feed, "link", rel="self", type="application/atom+xml", href=contents.address)
    _put(feed, "link", rel="alternate", type="text/html", href=facts.address)
    _put(feed, "generator", "Factdesk")
    _author(feed, NOBODY)
    for entry in entries:
        _entry(ET.SubElement(feed, "entry"), entry, f"{contents.site}/claims/{entry.ref}")
    ET.indent(feed, space="")
    file.write(b"<?xml version='1.0' encoding='utf-8'?>\n" + ET.tostring(feed, encoding="utf-8") + b"\n")


def in_words(change: ChangeEntry) -> str:
    """Say one change: verdict Disputed → Mixed."""
    if change.evidence is not None:
        piece = change.evidence
        return f"{change.kind.read}: {piece.stance.label.lower()}, {piece.title}: {piece.says}"
    if change.kind in (ChangeKind.ADDED, ChangeKind.WITHDRAWN):
        return change.kind.read
    return f"{change.kind.read}: {_level(change, change.before)} → {_level(change, change.after)}"


def _entry(element: ET.Element, entry: FeedEntry, page: str) -> None:
    _put(element, "id", _id(f"{page}#{entry.seq}"))
    _put(element, "title", f"{entry.ref}: {_headline(entry)}")
    _put(element, "updated", _moment(entry.at))
    _put(element, "link", rel="alternate", type="text/html", href=page)
    _author(element, entry.author or NOBODY)
    said = "".join(f"<li>{escape(in_words(change))}</li>" for change in entry.changes)
    said = f"<ul>{said}</ul>" if said else "<p>Changed in other particulars.</p>"
    _put(element, "content", f"<p>{escape(entry.statement)}</p>{said}", type="html")


def _headline(entry: FeedEntry) -> str:
    """Say in short what changed; the whole stands in the content."""
    short = (ChangeKind.STATEMENT, ChangeKind.EVIDENCE_ADDED, ChangeKind.EVIDENCE_WITHDRAWN)
    told = [f"{one.kind.read.lower()}{' changed' if one.kind is ChangeKind.STATEMENT else ''}" if one.kind in short
            else _lowered(in_words(one)) for one in entry.changes]  # fmt: skip
    return "; ".join(dict.fromkeys(told)) or "changed"


def _lowered(text: str) -> str:
    return text.lower().replace(":", "", 1)


def _level(change: ChangeEntry, value: str | None) -> str:
    if value is None:
        return "none"
    words = _LISTS.get(change.kind)
    return words.of(value).read if words else f"“{value}”"


def _put(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text


def _author(parent: ET.Element, name: str) -> None:
    _put(ET.SubElement(parent, "author"), "name", name)


def _id(address: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, address)}"


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
