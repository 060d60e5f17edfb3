import io
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.exports.atom import NAMESPACE, FeedContents, in_words, write
from factdesk.rules.diff import ChangeKind
from factdesk.shapes.changes import ChangeEntry, EvidenceMention, FeedEntry
from factdesk.shapes.facts import Facts
from factdesk.vocabulary import Stance

AT = datetime(2026, 11, 22, 10, 0, 0, 5, tzinfo=UTC)
SITE = "https://facts.example"
ATOM = {"a": NAMESPACE}
TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))
VERDICT = ChangeEntry(kind=ChangeKind.VERDICT, before="disputed", after="mixed", evidence=None)


def the_facts(**but):
    given = {
        "title": "Changes of A tale", "filter": "Verdict: Mixed", "address": f"{SITE}/changes?verdict=mixed",
        "moment": AT, "count": 1, "scale": "", "weights": "1", "head": "ab", "program": "Factdesk",
    }  # fmt: skip
    return Facts(**given | but)


def an_entry(*changes, seq=7, at=AT, **but):
    given = {"ref": "MDS-29", "article": "a-tale", "article_title": "A tale", "statement": "It is so", "author": None}
    return FeedEntry(**given | but, changes=list(changes), seq=seq, at=at)


def bytes_of(*entries, **but):
    written = io.BytesIO()
    address = f"{SITE}/changes.atom?verdict=mixed"
    write(FeedContents(facts=the_facts(**but), entries=list(entries), address=address, site=SITE), written)
    return written.getvalue()


def test_a_reader_of_feeds_reads_it():
    read = feedparser.parse(bytes_of(an_entry(VERDICT), an_entry(seq=6, at=AT - timedelta(days=1), author="ann")))
    assert (read.bozo, read.version, read.encoding) == (False, "atom10", "utf-8")
    assert (read.feed.title, read.feed.subtitle) == ("Changes of A tale", "Verdict: Mixed")
    assert {link.rel: link.href for link in read.feed.links} == {
        "self": f"{SITE}/changes.atom?verdict=mixed", "alternate": f"{SITE}/changes?verdict=mixed",
    }  # fmt: skip
    first, second = read.entries
    assert (first.title, first.link, first.author) == (
        "MDS-29: verdict disputed → mixed", f"{SITE}/claims/MDS-29", "Factdesk",
    )  # fmt: skip
    assert first.updated == "2026-11-22T10:00:00.000005Z" == read.feed.updated
    assert first.content[0].type == "text/html"
    assert "<li>Verdict: Disputed → Mixed</li>" in first.content[0].value
    assert (second.author, second.title) == ("ann", "MDS-29: changed")


@for_each("entries", [[], [an_entry(VERDICT)], [an_entry(VERDICT), an_entry(seq=6)]])
def test_it_has_what_rfc_4287_requires_and_no_id_twice(entries):
    feed = ET.fromstring(bytes_of(*entries))  # noqa: S314  we wrote it
    assert feed.tag == f"{{{NAMESPACE}}}feed"
    ids = []
    for element in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):  # exactly one of each (4.1.1, 4.1.2)
            [one] = element.findall(f"a:{name}", ATOM)
            assert one.text
        ids.append(element.findtext("a:id", namespaces=ATOM))
        moment = datetime.fromisoformat(element.findtext("a:updated", namespaces=ATOM))
        assert moment.tzinfo is not None
        assert element.find("a:author", ATOM).findtext("a:name", namespaces=ATOM)
        alternates = [link for link in element.findall("a:link", ATOM) if link.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:uuid:") for one in ids)
    assert [link.get("href") for link in feed.findall("a:link", ATOM) if link.get("rel") == "self"]


def test_an_id_stays_and_differs_by_claim_event_and_register():
    def id_of(entry):
        return feedparser.parse(bytes_of(entry)).entries[0].id

    assert id_of(an_entry(VERDICT)) == id_of(an_entry(statement="Otherwise", author="ann"))
    assert len({id_of(an_entry()), id_of(an_entry(seq=8)), id_of(an_entry(ref="MDS-2"))}) == 3


@given(TEXT, TEXT)
def test_text_stays_text(statement, title):
    read = ET.fromstring(bytes_of(an_entry(VERDICT, statement=statement), title=title))  # noqa: S314  we wrote it
    assert read.findtext("a:title", namespaces=ATOM) == title
    html = read.find("a:entry", ATOM).findtext("a:content", namespaces=ATOM)
    said = html.removeprefix("<p>").split("</p>")[0]
    assert "<" not in said
    assert (
        said.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
        == statement
    )


def test_the_same_entries_are_the_same_bytes():
    assert bytes_of(an_entry(VERDICT)) == bytes_of(an_entry(VERDICT))


def test_each_kind_of_change_is_said_in_words():
    piece = EvidenceMention(id=1, source="key", title="Report", stance=Stance.DISPUTES, says="It is not so")
    said = [
        in_words(ChangeEntry(kind=kind, before=before, after=after, evidence=evidence))
        for kind, before, after, evidence in (
            (ChangeKind.ADDED, None, "It is so", None),
            (ChangeKind.WITHDRAWN, "It is so", None, None),
            (ChangeKind.STATEMENT, "It is so", "It was so", None),
            (ChangeKind.CONFIDENCE, None, "very_low", None),
            (ChangeKind.COMPUTED, "high", None, None),
            (ChangeKind.EVIDENCE_ADDED, None, None, piece),
            (ChangeKind.EVIDENCE_WITHDRAWN, None, None, piece),
        )
    ]
    assert said == [
        "Added",
        "Withdrawn",
        "Statement: “It is so” → “It was so”",
        "Evidence: none → strongly against",
        "Graded evidence: more for than against → none",
        "Evidence added: against, Report: It is not so",
        "Evidence withdrawn: against, Report: It is not so",
    ]
