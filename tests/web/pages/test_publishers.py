import pytest
from tests.helpers import desk, hostile_register
from tests.helpers.markup import parse
from tests.helpers.rows import for_each
from tests.rights.test_rights import Doors
from tests.web.asking import BAD_PAGES, page, refusal
from tests.web.conftest import browsing

from factdesk.models import Publisher, Source

GRADE = "/publishers/1/grade"


@pytest.fixture
def doors(empty_engine):
    with browsing(empty_engine) as client:
        yield Doors(empty_engine, client)


def test_all_publishers_are_paged_through_once(client):
    names, address = [], "/publishers?limit=40"
    while address:
        shown = page(client, address)
        names += [entry.one("h2").text() for entry in shown.one("ol", class_="entries").children()]
        following = shown.all("a", rel="next")
        address = following[0].attributes["href"] if following else None
    assert len(names) == len(set(names)) > 40


def test_a_publisher_shows_its_sources_and_its_default(client):
    number = client.get("/api/v1/sources/hrw-2020").json()["publisher_id"]
    shown = page(client, f"/publishers/{number}")
    assert shown.one("h1").text() == "Human Rights Watch"
    assert "/sources/hrw-2020" in [link.attributes["href"] for link in shown.one("ol", class_="entries").all("a")]
    assert "none: each of its sources is graded for itself" in shown.one("dl").text()
    assert shown.all("form", class_="line-form") == []


def test_a_source_leads_to_its_publisher(client):
    number = client.get("/api/v1/sources/hrw-2020").json()["publisher_id"]
    links = [link.attributes["href"] for link in page(client, "/sources/hrw-2020").one("main").all("a")]
    assert f"/publishers/{number}" in links
    assert "/publishers" in [link.attributes["href"] for link in page(client, "/sources").one("main").all("a")]


def test_a_default_is_seen_before_it_is_set(doors):
    shown = parse(doors.ask("editor", "GET", f"{GRADE}?default_reliability=E").text).one("main")
    assert "Default reliability: none → E unreliable." in shown.text()
    assert "(src01): B → E" in shown.text()
    assert [link.text() for link in shown.one("ol", class_="consequences").all("a")] == [
        "TALE-1 Statement 1", "TALE-2 Statement 2",
    ]  # fmt: skip
    form = shown.one("form", id="form-grade")
    sent = {one.attributes["name"]: one.attributes["value"] for one in form.all("input", type="hidden")}
    assert (sent["version"], sent["default_reliability"]) == ("1", "E")
    answer = doors.ask("editor", "POST", GRADE, {"version": "1", "default_reliability": "E"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/publishers/1")
    assert str(desk.the(doors.engine, Source, citekey="src01").reliability) == "E"
    assert "E unreliable" in parse(doors.ask("anonymous", "GET", "/publishers/1").text).one("dl").text()


def test_a_publisher_graded_meanwhile_is_shown_with_both(doors):
    doors.ask("editor", "POST", GRADE, {"version": "1", "default_reliability": "C"})
    answer = doors.ask("admin", "POST", GRADE, {"version": "1", "default_reliability": "D"})
    assert answer.status_code == 409
    shown = parse(answer.text)
    now, yours = shown.one("dl", class_="differences").all("dd")
    assert (now.one("span").text(), yours.one("span").text()) == ("C fairly reliable", "D not usually reliable")
    assert shown.one("input", name="version").attributes["value"] == "2"
    assert "C → D" in shown.one("main").text()
    assert str(desk.the(doors.engine, Publisher, id=1).default_reliability) == "C"


@for_each("sent", [{"default_reliability": "Z"}, {"default_reliability": "B", "foo": "1"}])
def test_a_form_that_is_none_is_refused_and_shown_again(doors, sent):
    answer = doors.ask("editor", "POST", GRADE, {"version": "1", **sent})
    assert answer.status_code == 422
    assert parse(answer.text).one("form", id="form-grade")
    assert doors.ask("editor", "GET", f"{GRADE}?{next(iter(sent))}=Z&x=1").status_code == 422


@for_each("number", ["0", "-1", "99999", "9" * 30])
def test_a_publisher_that_is_none_is_not_found(client, number):
    assert refusal(client, f"/publishers/{number}", 404)


@for_each("number", ["x", "1.5", "%00"])
def test_a_number_that_is_none_is_refused(client, number):
    assert refusal(client, f"/publishers/{number}", 422)


@for_each("query", ["foo=1", "kind=un", "cursor=%00", *BAD_PAGES[:3]])
def test_a_page_that_is_none_is_refused(client, query):
    assert refusal(client, f"/publishers?{query}")


def test_an_empty_register_says_so(bare):
    assert "no publisher" in page(bare, "/publishers").one("div", class_="nothing").text()


@for_each("address", ["/publishers", "/publishers/1"])
def test_hostile_text_stays_text(attacked, address):
    for node in page(attacked, address).walk():
        assert hostile_register.MARK not in node.tag
        assert not any(hostile_register.MARK in name or name.startswith("on") for name in node.attributes)
