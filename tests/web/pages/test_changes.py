import csv
import io

import feedparser
import pytest
from tests.helpers import desk, hostile_register, with_drafts
from tests.helpers.rows import for_each
from tests.web.asking import PART, WHOLE, is_whole, page, refusal
from tests.web.conftest import browsing

from factdesk.commands import claims, evidence, reviews
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.moments import written
from factdesk.models import ChainHead

BAD = (
    "q=mali", "kind=news", "foo=1", "after=yesterday", "before=2026-13-01", "after=2999-01-01", "cursor=x", "limit=0",
    "verdict=nonsense", "after=2026-11-22&before=2026-11-01", "as_of=2026-11-01", "topic=a%00b", "sort=newest",
    "cursor=9223372036854775808",
)  # fmt: skip
FILES = ("/changes.csv", "/changes.json", "/changes.atom")


@pytest.fixture(scope="module")
def worked(databases):
    """Give a browser on a register people worked on, and the moment before they did."""
    with databases.opened("empty") as engine:
        people = desk.open_desk(engine)
        before = written(desk.the(engine, ChainHead).at)
        desk.run(engine, reviews.submit, people["ann"], "TALE-1", desk.a_judgement(verdict="mixed", confidence="low"))
        desk.run(engine, evidence.add, people["ann"], "TALE-3", desk.new_evidence(stance="disputes"))
        desk.run(engine, claims.withdraw, people["ed"], "TALE-2", WithdrawalDraft(reason="It says nothing", version=1))
        with browsing(engine) as client:
            yield client, before


def told(entry):
    return [(term.text(), said.text()) for term, said in zip(entry.all("dt"), entry.all("dd"), strict=True)]


def test_each_changed_claim_is_shown_with_before_and_after(worked):
    client, before = worked
    shown = page(client, f"/changes?after={before}")
    assert shown.one("p", class_="tally").text() == "3 claims changed"
    entries = {entry.attributes["id"]: entry for entry in shown.one("ol", class_="changed").children()}
    assert list(entries) == ["TALE-1", "TALE-2", "TALE-3"]
    assert told(entries["TALE-1"]) == [
        ("Verdict", "from Supported → to Mixed"), ("Evidence", "from more for than against → to more against than for"),
    ]  # fmt: skip
    assert told(entries["TALE-2"]) == [("Withdrawn", "no longer stands; its page says why")]
    assert ("Evidence added", "Against: Title of src05. It says so") in told(entries["TALE-3"])
    for link in shown.one("section", id="results").all("a"):
        assert client.get(link.attributes["href"]).status_code == 200


def test_without_moments_all_of_the_last_thirty_days_is_shown(worked):
    client, _ = worked
    shown = page(client, "/changes")
    assert "blank" in shown.one("p", id="moments").text()
    kinds = [term.text() for term in shown.one("ol", class_="changed").all("dt")]
    assert set(kinds) == {"Added"}


def test_a_filter_is_carried_through_files_feed_form_and_chips(worked):
    client, before = worked
    shown = page(client, f"/changes?after={before}&verdict=mixed&limit=1")
    assert [chip.text() for chip in shown.one("ul", class_="chips").children()] == [
        "Remove the filter Verdict: Mixed ×"
    ]
    hidden_fields = {node.attributes["name"]: node.attributes["value"] for node in shown.all("input", type="hidden")}
    assert hidden_fields == {"verdict": "mixed", "limit": "1"}
    files = [link.attributes["href"] for link in shown.one("details", class_="menu").all("a")]
    assert len(files) == 2
    for file in files:
        assert "verdict=mixed" in file
        assert client.get(file).status_code == 200


def test_pages_lead_on_and_back(worked):
    client, before = worked
    refs, address = [], f"/changes?after={before}&limit=2"
    while address:
        shown = page(client, address)
        refs += [entry.attributes["id"] for entry in shown.one("ol", class_="changed").children()]
        following = shown.all("a", rel="next")
        address = following[0].attributes["href"] if following else None
    assert refs == ["TALE-1", "TALE-2", "TALE-3"]
    assert shown.one("a", rel="first")


def test_moments_at_the_ends_of_the_calendar_are_moments(client):
    for before in ("0001-01-01", "0001-01-01T00:00:00Z", "0001-01-31", "1970-01-01"):
        for address in ("/changes", "/changes.csv", "/changes.json", "/changes.atom", "/api/v1/changes"):
            assert client.get(f"{address}?before={before}").status_code == 200, (address, before)
    assert client.get("/api/v1/changes?cursor=9223372036854775807").status_code == 200


def test_nothing_changed_is_said(worked):
    client, before = worked
    assert "Nothing changed" in page(client, f"/changes?after={before}&before={before}").one("h2").text()


def test_the_files_say_what_the_page_shows(worked):
    client, before = worked
    answer = client.get(f"/changes.csv?after={before}")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    read = client.get(f"/changes.json?after={before}").json()
    assert [(row["ref"], row["change"]) for row in rows] == [
        (claim["ref"], change["kind"]) for claim in read["claims"] for change in claim["changes"]
    ]
    by_api = client.get(f"/api/v1/changes?after={before}").json()
    assert by_api["claims"] == read["claims"]
    assert (by_api["number"], read["facts"]["count"]) == (3, 3)
    assert answer.headers["Factdesk-Head"] == read["facts"]["head"]
    assert answer.headers["Factdesk-After"].startswith(before[:19])
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert read["facts"]["head"][:12] in answer.headers["Content-Disposition"]
    again = client.get(read["facts"]["address"].replace("/changes?", "/changes.json?")).json()
    assert again["claims"] == read["claims"]


@for_each("query", ["", "?article=a-tale", "?verdict=mixed"])
def test_the_feed_is_read_by_a_reader_of_feeds(worked, query):
    client, _ = worked
    answer = client.get(f"/changes.atom{query}")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert (read.bozo, read.version) == (False, "atom10")
    titles = [entry.title for entry in read.entries]
    assert "TALE-1: verdict supported → mixed; evidence more for than against → more against than for" in titles
    assert len({entry.id for entry in read.entries}) == len(titles)
    times = [entry.updated_parsed for entry in read.entries]
    assert times == sorted(times, reverse=True)
    for entry in read.entries:
        assert client.get(entry.link).status_code == 200
    assert client.get(f"/changes.atom{query}").content == answer.content
    seen = client.get(f"/changes.atom{query}", headers={"If-None-Match": answer.headers["ETag"]})
    assert seen.status_code == 304


@for_each(
    ("address", "feed"),
    [("/claims", "/changes.atom"), ("/claims?verdict=mixed&q=tale&sort=newest", "/changes.atom?verdict=mixed"),
     ("/articles/a-tale", "/changes.atom?article=a-tale"), ("/changes", "/changes.atom")],
)  # fmt: skip
def test_pages_name_their_feed_in_the_head_and_in_sight(worked, address, feed):
    client, _ = worked
    shown = page(client, address)
    assert shown.one("head").one("link", type="application/atom+xml").attributes["href"] == feed
    assert feed in [link.attributes["href"] for link in shown.one("main").all("a", type="application/atom+xml")]


@for_each("headers", [PART, *WHOLE])
def test_it_is_always_a_whole_page(client, headers):
    assert is_whole(client.get("/changes", headers=headers).text)


@for_each("query", BAD)
def test_what_makes_no_sense_is_refused_in_one_sentence(client, query):
    assert refusal(client, f"/changes?{query}")
    for file in ("/api/v1/changes", *FILES):
        if not query.startswith(("cursor", "limit")) or file.startswith("/api"):
            assert client.get(f"{file}?{query}").status_code == 422
            assert client.get(f"{file}?{query}").headers["Content-Type"] == "application/problem+json"


@for_each("address", ["/changes", *FILES, "/api/v1/changes"])
def test_no_trace_of_a_draft_is_shown(guarded, address):
    text = guarded.get(address).text
    assert with_drafts.TRACE not in text
    assert with_drafts.DRAFT_ARTICLE not in text
    assert with_drafts.DRAFT_CLAIM not in text


def test_hostile_text_stays_text(attacked):
    for node in page(attacked, "/changes").walk():
        assert hostile_register.MARK not in node.tag
        assert node.tag != "img"
        assert not any(hostile_register.MARK in name or name.startswith("on") for name in node.attributes)
    read = feedparser.parse(attacked.get("/changes.atom").content)
    assert read.bozo is False
    assert read.entries
