import pytest
from tests.helpers import desk, hostile_register, with_drafts
from tests.helpers.markup import parse
from tests.helpers.rows import for_each
from tests.rights.test_rights import Doors
from tests.web.asking import BAD_PAGES, PART, WHOLE, is_whole, page, refusal
from tests.web.conftest import browsing

from factdesk.models import Tie
from factdesk.vocabulary import Lineage, Reliability, SourceKind

BAD_KEYS = ("nope", "HRW-2020", "%27", "x" * 10_000, "%ED%A0%80", "%3Cscript%3E", "..%2f..")
BAD_QUERIES = (
    "foo=1", "q=mali", "kind=none", "reliability=G", "lineage=x", "publisher=%00", "publisher=" + "x" * 10_000,
    "cursor=%00", "cursor=" + "x" * 10_000,
)  # fmt: skip


def shown_keys(shown):
    return [entry.attributes["id"] for entry in shown.one("ol", class_="entries").children()]


def every_key(client, address):
    keys = []
    while address:
        shown = page(client, address)
        keys += shown_keys(shown)
        following = shown.all("a", rel="next")
        address = following[0].attributes["href"] if following else None
    return keys


def test_all_sources_are_paged_through_once_by_citekey(client):
    keys = every_key(client, "/sources?limit=7")
    assert keys == sorted(set(keys))
    assert page(client, "/sources").one("p", class_="tally").text() == f"{len(keys)} sources"


@for_each(("name", "words"), [("kind", SourceKind), ("reliability", Reliability), ("lineage", Lineage)])
def test_each_list_divides_the_sources(client, name, words):
    def number(address):
        return int(page(client, address).one("p", class_="tally").text().split()[0].replace(",", ""))

    assert sum(number(f"/sources?{name}={word}") for word in words) == number("/sources")
    first = str(next(iter(words)))
    options = page(client, f"/sources?{name}={first}").one("select", id=name).all("option")
    assert [one.attributes["value"] for one in options if "selected" in one.attributes] == [first]


def test_the_sources_of_a_publisher(client):
    stored = client.get("/api/v1/sources/hrw-2020").json()
    keys = every_key(client, f"/sources?publisher={stored['publisher']}")
    assert "hrw-2020" in keys
    for key in keys:
        assert client.get(f"/api/v1/sources/{key}").json()["publisher"] == stored["publisher"]


def test_nothing_found_says_what_to_do(client):
    assert "show all sources" in page(client, "/sources?publisher=nobody").one("div", class_="nothing").text()


def test_a_source_shows_its_citation_and_every_use(client):
    shown = page(client, "/sources/hrw-2020")
    stored = client.get("/api/v1/sources/hrw-2020").json()
    assert shown.one("p", class_="citation").text() == stored["citation"]
    uses = [entry.one("a").attributes["href"] for entry in shown.one("ol", class_="entries").children()]
    assert uses == [f"/claims/{use['ref']}" for use in stored["uses"]]
    for use in stored["uses"]:
        cited = [piece["source"]["citekey"] for piece in client.get(f"/api/v1/claims/{use['ref']}").json()["evidence"]]
        assert "hrw-2020" in cited


@pytest.mark.slow
def test_a_listed_source_has_a_page(client):
    for key in every_key(client, "/sources?limit=200")[::6]:
        assert client.get(f"/sources/{key}").status_code == 200


@for_each("address", ["/sources", "/sources/hrw-2020"])
@for_each("headers", [PART, *WHOLE])
def test_it_is_always_a_whole_page(client, address, headers):
    assert is_whole(client.get(address, headers=headers).text)


@for_each("key", with_drafts.DRAFT_SOURCES)
def test_a_source_of_drafts_is_not_found_in_the_very_words_of_one_that_never_was(guarded, key):
    there = guarded.get(f"/sources/{key}")
    never = guarded.get("/sources/never-was")
    assert there.status_code == never.status_code == 404
    assert there.text == never.text.replace("never-was", key)


@for_each("address", ["/sources", "/sources/open", "/sources?kind=court", "/sources?lineage=derived"])
def test_no_trace_of_a_draft_is_shown(guarded, address):
    text = guarded.get(address).text
    assert with_drafts.TRACE not in text
    assert with_drafts.DRAFT_CLAIM not in text


@for_each("key", BAD_KEYS)
def test_a_citekey_that_is_none_is_not_found(client, key):
    assert refusal(client, f"/sources/{key}", 404)


def test_a_citekey_with_control_characters_is_refused(client):
    assert "control characters" in refusal(client, "/sources/a%00b")


@for_each("query", [*BAD_QUERIES, *(query for query in BAD_PAGES if query != "limit=")])
def test_a_filter_that_is_none_is_refused_in_one_sentence(client, query):
    assert refusal(client, f"/sources?{query}")


def test_an_unknown_filter_is_answered_with_those_of_sources(client):
    assert refusal(client, "/sources?verdict=mixed").endswith(
        "Known: kind, reliability, lineage, publisher, cursor, limit."
    )


@for_each("address", ["/sources", "/sources?limit=1", *(f"/sources/s{n}" for n in range(1, 18))])
def test_hostile_text_stays_text(attacked, address):
    for node in page(attacked, address).walk():
        assert hostile_register.MARK not in node.tag
        assert node.tag != "img"
        assert not any(hostile_register.MARK in name or name.startswith("on") for name in node.attributes)
        assert not node.attributes.get("href", "").lower().startswith(("javascript:", "data:"))


def test_it_says_what_would_change_if_it_fell(client):
    (fall,) = (
        part
        for part in page(client, "/sources/lemonde-ag-ghali-2018").all("section")
        if part.attributes.get("aria-labelledby") == "fall"
    )
    assert fall.one("ol", class_="consequences").one("a").attributes["href"] == "/claims/MDS-31"
    assert "origins for 7 → 6" in fall.text()


@pytest.fixture
def doors(empty_engine):
    with browsing(empty_engine) as client:
        yield Doors(empty_engine, client)


@for_each(
    ("address", "told"),
    [
        ("/sources/src01/withdrawal", "origins for 1 → 0"),
        ("/sources/src02/derivations/src01/withdrawal", "origins for 1 → 2"),
        ("/sources/src03/ties/src04/withdrawal", "No claim would lose or gain an origin"),
    ],
)
def test_a_withdrawal_shows_what_would_follow_before_it_is_confirmed(doors, address, told):
    shown = parse(doors.ask("editor", "GET", address).text).one("main")
    assert told in shown.text()
    again = doors.ask("editor", "POST", address, {"version": "1", "reason": ""})
    assert again.status_code == 422
    assert told in parse(again.text).one("main").text()


def test_a_suggested_tie_is_made_by_its_button_and_by_nothing_else(doors):
    for key in ("src06", "src07"):
        fields = {"citekey": key, "title": f"Title of {key}", "kind": "news", "reliability": "B", "authors": "A. Name"}
        doors.ask("reviewer", "POST", "/sources", fields)
        piece = {"source": key, "stance": "supports", "credibility": "2", "says": "So", "support_check": "says_it"}
        doors.ask("reviewer", "POST", "/claims/TALE-3/evidence", piece)
    shown = parse(doors.ask("editor", "GET", "/sources/src06").text)
    form = shown.one("ul", class_="suggested").one("form")
    sent = {one.attributes["name"]: one.attributes["value"] for one in form.all("input")}
    assert (sent.pop("other"), sent.pop("how"), form.attributes["action"]) == (
        "src07", "same_author", "/sources/src06/ties",
    )  # fmt: skip
    assert desk.number_of(doors.engine, Tie) == 1
    assert 'class="suggested"' not in doors.ask("reviewer", "GET", "/sources/src06").text
    answer = doors.ask("editor", "POST", "/sources/src06/ties", {"other": "src07", "how": "same_author"})
    assert answer.status_code == 303
    assert desk.number_of(doors.engine, Tie) == 2
    assert 'class="suggested"' not in doors.ask("editor", "GET", "/sources/src06").text


def test_what_no_database_bears_is_not_looked_for(at_work):
    """PostgreSQL takes no NUL in a text."""
    for typed in ("%00", "a%00b", "%07"):
        shown = at_work.sign_in("ann").page(f"/sources/choices?source={typed}", 422)
        assert "What was typed" in shown.text(), typed
