"""Pages, files and answers of the API as of an earlier moment."""

import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each
from tests.web.asking import PART, is_whole, page, refs, refusal
from tests.web.conftest import browsing

from factdesk.commands import articles, claims, reviews, signing
from factdesk.database.transaction import writing
from factdesk.drafts.filters import NOT_OF_THE_PAST
from factdesk.drafts.moments import written
from factdesk.models import ChainHead
from factdesk.web.deps import COOKIE

DRAWN = ("/claims", "/claims/TALE-1", "/articles/a-tale")
VALUES = {"kind": "news", "reliability": "A", "lineage": "own", "stance": "supports", "support": "says_it",
          "due": "2026-01-01"}  # fmt: skip


@pytest.fixture(scope="module")
def worked(databases):
    """Give a register people worked on, a browser on it, and the moment before they did."""
    with databases.opened("desk") as engine:
        people = desk.the_people(engine)
        before = written(desk.the(engine, ChainHead).at)
        desk.run(engine, reviews.submit, people["ann"], "TALE-1", desk.a_judgement(verdict="mixed", reason="Newer"))
        desk.run(engine, claims.add, people["ed"], "a-tale", desk.new_claim())
        desk.run(engine, articles.revise, people["ed"], "a-tale", desk.changed_article())
        with browsing(engine) as client:
            yield engine, client, before


@pytest.fixture
def browser(worked):
    _, client, before = worked
    client.cookies.clear()
    return client, before


def test_the_register_shows_what_it_showed(browser):
    client, before = browser
    now, then = page(client, "/claims?verdict=mixed"), page(client, f"/claims?verdict=mixed&as_of={before}")
    assert (refs(now), refs(then)) == (["TALE-1"], [])
    assert refs(page(client, f"/claims?verdict=supported&as_of={before}")) == ["TALE-1"]
    assert "A tale retold" in page(client, "/claims").one("h1").text()
    assert page(client, f"/claims?as_of={before}").one("h1").text() == "A tale"
    assert "held no claim then" in page(client, "/claims?as_of=2020-01-01").one("div", class_="nothing").text()


@for_each("path", DRAWN)
def test_a_page_of_the_past_says_so_and_leads_to_the_present(browser, path):
    client, before = browser
    shown = page(client, f"{path}?as_of={before}")
    banner = shown.one("p", class_="past-banner")
    assert " as of " in banner.text()
    assert banner.one("a").attributes["href"] == path
    assert not page(client, path).all("p", class_="past-banner")


@for_each("path", DRAWN)
def test_its_links_to_claims_and_articles_stay_in_the_past(browser, path):
    client, before = browser
    main = page(client, f"{path}?as_of={before}").one("main")
    banner = {id(link) for link in main.one("p", class_="past-banner").all("a")}
    within = [
        link.attributes["href"]
        for link in main.all("a")
        if link.attributes["href"].startswith(("/claims/", "/articles/")) and id(link) not in banner
    ]
    assert within
    assert all("as_of=" in address for address in within)
    for address in set(within):
        assert client.get(address).status_code == 200


def test_a_claim_page_has_the_reviews_and_history_of_then(browser):
    client, before = browser
    now, then = client.get("/claims/TALE-1").text, client.get(f"/claims/TALE-1?as_of={before}").text
    assert "Newer" in now
    assert "Newer" not in then
    assert "Because of the evidence" in then


def test_a_claim_that_was_not_there_yet_is_not_found(worked, browser):
    client, before = browser
    secret = sign_in(worked[0], "ed")
    client.cookies.set(COOKIE, secret)
    assert client.get("/claims/TALE-4").status_code == 200
    assert refusal(client, f"/claims/TALE-4?as_of={before}", 404).startswith("TALE-4 was not in this register yet")
    assert refusal(client, "/articles/a-tale?as_of=2020-01-01", 404)
    assert client.get("/api/v1/claims/TALE-1?as_of=2020-01-01").status_code == 404


def sign_in(engine, name):
    with writing(engine) as session:
        return signing.by_link(session, signing.make_link(session, name))


@for_each("path", DRAWN)
def test_nobody_is_given_a_form_to_write_into_the_past(worked, browser, path):
    client, before = browser
    client.cookies.set(COOKIE, sign_in(worked[0], "ada"))
    then = page(client, f"{path}?as_of={before}").one("main")
    assert not [form for form in then.all("form") if form.attributes["method"] == "post"]
    assert not [link for link in then.all("a") if link.attributes["href"].endswith(("/edit", "/withdrawal", "/new"))]


def test_a_day_can_be_chosen_without_a_script_and_keeps_the_filter(browser):
    client, _ = browser
    form = page(client, "/claims?verdict=mixed&q=statement").one("form", class_="choose-day")
    assert (form.attributes["method"], form.attributes["action"]) == ("get", "/claims")
    assert form.one("input", type="date").attributes["name"] == "as_of"
    kept = {node.attributes["name"]: node.attributes["value"] for node in form.all("input", type="hidden")}
    assert kept == {"verdict": "mixed"}


def test_the_sidebar_counts_what_was_there_and_asks_nothing_the_past_does_not_keep(browser):
    client, before = browser
    form = page(client, f"/claims?as_of={before}").one("form", id="filter-form")
    names = {node.attributes["name"] for node in form.all("input")}
    assert names.isdisjoint(NOT_OF_THE_PAST)
    assert {"verdict", "confidence", "topic", "state", "hedge", "type", "as_of"} <= names
    counts = {
        label.one("input").attributes["value"]: label.one("span", class_="count").text()
        for label in form.one("div", id="choices-verdict").all("label")
    }
    assert (counts["supported"], counts["mixed"], counts["unreviewed"]) == ("1", "0", "2")
    part = client.get(f"/claims?as_of={before}&verdict=supported", headers=PART)
    assert not is_whole(part.text)
    assert "as_of=" in part.headers["HX-Push-Url"]


@for_each("name", NOT_OF_THE_PAST)
def test_what_the_past_does_not_keep_is_refused_by_name_at_every_door(browser, name):
    client, before = browser
    query = f"as_of={before}&{name}={VALUES.get(name, 'x')}"
    assert name in refusal(client, f"/claims?{query}")
    for path in ("/api/v1/claims", "/claims.csv", "/claims.json"):
        answer = client.get(f"{path}?{query}")
        assert (answer.status_code, answer.json()["detail"].split()[0]) == (422, name)


@for_each("path", [*DRAWN, "/claims.csv", "/api/v1/claims", "/api/v1/articles"])
@for_each("moment", ["yesterday", "2026-02-30", "2999-01-01", "2026-11-22T10:00:00"])
def test_what_is_no_moment_is_refused(browser, path, moment):
    assert "as_of" in browser[0].get(f"{path}?as_of={moment}").text
    assert browser[0].get(f"{path}?as_of={moment}").status_code == 422


@for_each("ending", ["csv", "json"])
def test_a_file_of_a_moment_stays_the_same_whatever_happens_later(worked, browser, ending):
    engine, (client, before) = worked[0], browser
    address = f"/claims.{ending}?as_of={before}&sort=newest"
    first = client.get(address)
    assert first.headers["Factdesk-Moment"].startswith(before[:19])
    assert "As of" in first.headers["Factdesk-Filter"]
    people = desk.the_people(engine)
    wording = desk.the(engine, desk.Claim, ref="TALE-3").wording
    desk.run(engine, reviews.submit, people["ben"], "TALE-3", desk.a_judgement(wording=wording, reason=ending))
    later = client.get(address)
    assert later.content == first.content
    assert (
        later.headers["Factdesk-Head"]
        == first.headers["Factdesk-Head"]
        != client.get("/claims.csv").headers["Factdesk-Head"]
    )


def test_the_api_gives_the_claims_and_articles_of_then(browser):
    client, before = browser
    rows = client.get(f"/api/v1/claims?as_of={before}&limit=1").json()
    assert (rows["number"], rows["claims"][0]["verdict"]) == (3, "supported")
    second = client.get(f"/api/v1/claims?as_of={before}&limit=1&cursor={rows['next_cursor']}").json()
    assert second["claims"][0]["ref"] == "TALE-2"
    assert client.get(f"/api/v1/claims/TALE-1?as_of={before}").json()["verdict"] == "supported"
    assert client.get(f"/api/v1/articles?as_of={before}").json()["articles"][0]["title"] == "A tale"
    assert client.get(f"/api/v1/articles/a-tale?as_of={before}").json()["title"] == "A tale"
