import pytest
from tests.helpers import desk, hostile_register, with_drafts
from tests.helpers.markup import parse
from tests.helpers.rows import for_each
from tests.web.asking import BAD_FILTERS, PART, WHOLE, is_whole, page, refs, refusal
from tests.web.conftest import browsing

from factdesk.commands import articles, reviews
from factdesk.vocabulary import Confidence, Verdict

PARTS = ("verdicts", "topics", "articles", "origins", "grades", "months", "comparison", "agreement")
FILTERS = (
    "", "verdict=mixed&verdict=disputed", "topic=Algeria", "topic=security&topic=governance", "confidence=low",
    "confidence_min=high&topic=security", "q=ransom", "gap=1", "reliability=A&sort=newest", "after=2020-01-01",
)  # fmt: skip


def linked(shown):
    """Give linked numbers with the addresses they lead to: of each figure the first, the last and some between."""
    for figure in shown.all("figure"):
        cells = [cell for cell in figure.all("td") if cell.all("a")]
        for cell in {id(cell): cell for cell in (*cells[:: 1 + len(cells) // 5], *cells[-1:])}.values():
            yield int(cell.text().replace(",", "")), cell.one("a").attributes["href"]


def test_every_part_is_there_with_its_table(client):
    shown = page(client, "/statistics")
    assert shown.one("h1").text() == "Statistics"
    assert [figure.attributes["id"] for figure in shown.all("figure")] == [f"figure-{part}" for part in PARTS]
    assert [head.attributes["id"] for head in shown.one("section", id="results").all("h2")] == list(PARTS)
    assert shown.one("p", class_="tally").text() == "40 claims"
    grid = shown.one("figure", id="figure-verdicts")
    assert [row.attributes["data-value"] for row in grid.one("tbody").all("tr")] == [*Verdict]
    values = [head.attributes.get("data-value") for head in grid.one("thead").all("th")]
    assert values == [None, *Confidence, "none", None]


@pytest.mark.slow
@for_each("query", FILTERS)
def test_each_number_is_that_of_the_register_it_leads_to(client, query):
    """The API says how many claims an address has; one page a filter shows that many too."""
    found = dict.fromkeys(linked(page(client, f"/statistics?{query}")))
    assert len(found) > 5
    for number, address in found:
        path, _, asked = address.partition("?")
        assert client.get(f"/api/v1{path}?limit=1&{asked}").json()["number"] == number, address
    number, address = max(found)
    assert len(refs(page(client, address))) == number, address


def test_the_head_of_each_part_leads_to_the_claims_counted(client):
    shown = page(client, "/statistics?topic=Algeria&confidence_min=low")
    heads = {head.one("a").attributes["href"] for head in shown.one("section", id="results").all("h2")}
    assert heads == {"/claims?confidence_min=low&topic=Algeria"}


def test_a_topic_beside_those_asked_for_cannot_be_asked_for_and_so_has_no_link(client):
    shown = page(client, "/statistics?topic=security")
    rows = shown.one("figure", id="figure-topics").one("tbody").all("tr")
    assert len(rows) > 1
    assert [row.attributes["data-value"] for row in rows if row.all("a")] == ["security"]


def test_the_far_apart_lead_to_those_claims(client):
    link = page(client, "/statistics").one("section", id="results").one("a", href="/claims?gap=2")
    assert int(link.text()) == len(refs(page(client, "/claims?gap=2"))) == 1


def test_a_number_of_nothing_has_no_link(client):
    for cell in page(client, "/statistics").all("td"):
        assert not (cell.text() == "0" and cell.all("a"))


def test_the_filters_in_force_are_shown_and_kept(client):
    shown = page(client, "/statistics?verdict=mixed&source=keenan-pambazuka-2012")
    chips = [item.one("a").attributes["href"] for item in shown.one("ul", class_="chips").all("li")]
    assert chips == ["/statistics?source=keenan-pambazuka-2012", "/statistics?verdict=mixed", "/statistics"]
    carried = shown.one("form", id="filter-form").one("input", type="hidden")
    assert (carried.attributes["name"], carried.attributes["value"]) == ("source", "keenan-pambazuka-2012")
    assert shown.one("form", id="filter-form").attributes["action"] == "/statistics"


def test_nothing_found_and_nothing_there_say_what_to_do(client, bare):
    shown = page(client, "/statistics?q=nosuchword")
    assert "Remove a filter" in shown.one("div", class_="nothing").text()
    assert "factdesk seed" in page(bare, "/statistics").one("div", class_="nothing").text()


def test_htmx_gets_the_numbers_and_what_changes_with_them(client):
    answer = client.get("/statistics?verdict=disputed", headers=PART)
    assert not is_whole(answer.text)
    part = parse(answer.text)
    assert part.children()[0].attributes["id"] == "results"
    assert all("id" in root.attributes for root in part.children())
    assert list(linked(part)) == list(linked(page(client, "/statistics?verdict=disputed")))
    assert answer.headers["HX-Push-Url"] == "/statistics?verdict=disputed"


@for_each("headers", WHOLE)
def test_a_boosted_link_and_the_back_button_get_the_whole_page(client, headers):
    assert is_whole(client.get("/statistics?verdict=disputed", headers=headers).text)


@for_each("query", [*BAD_FILTERS, "limit=5", "cursor=abc", "gap=0", "as_of=2020-01-01"])
def test_what_is_no_filter_is_refused_in_one_sentence(client, query):
    refusal(client, f"/statistics?{query}")


@for_each("query", ["", "q=open", "topic=shown", "article=a-tale", "after=2020-01-01", "withdrawn=yes"])
def test_no_trace_of_a_draft_is_counted_or_named(guarded, query):
    answer = guarded.get(f"/statistics?{query}")
    assert answer.status_code == 200
    for word in (with_drafts.TRACE, with_drafts.ASKED, with_drafts.DRAFT_CLAIM, "HID"):
        assert word not in answer.text


def test_hostile_texts_stay_texts(attacked):
    answer = attacked.get("/statistics")
    assert answer.status_code == 200
    assert not parse(answer.text).all("script", src="")
    for number, address in linked(parse(answer.text)):
        assert attacked.get(address).status_code == 200, (number, address)
    assert hostile_register.register()


def test_a_page_without_scripts_holds_every_number(client):
    for figure in page(client, "/statistics").all("figure"):
        assert figure.one("caption").text()
        assert figure.one("div", class_="picture").attributes["aria-hidden"] == "true"
        assert figure.one("div", class_="picture").parts == []
        for row in figure.one("tbody").all("tr"):
            assert row.one("th").attributes["scope"] == "row"
            assert all(cell.text() for cell in row.all("td"))


def test_the_register_leads_to_its_numbers_with_its_filter(client):
    link = page(client, "/claims?verdict=mixed&limit=10&sort=newest").one("a", class_="in-numbers")
    assert link.attributes["href"] == "/statistics?verdict=mixed&sort=newest"
    assert page(client, link.attributes["href"]).one("p", class_="tally").text() == "15 of 40 claims"


def test_agreement_says_what_it_rests_on_and_each_claim_who_agrees(empty_engine):
    who = desk.open_desk(empty_engine)
    change = desk.changed_article(reviews_required=3)
    desk.run(empty_engine, articles.revise, who["ed"], "a-tale", change)
    given = {"TALE-2": ("mixed", "mixed", "disputed"), "TALE-3": ("supported", "mixed", "disputed")}
    for ref, verdicts in given.items():
        for name, verdict in zip(("ann", "ben", "ed"), verdicts, strict=True):
            desk.run(empty_engine, reviews.submit, who[name], ref, desk.a_judgement(verdict=verdict))
    with browsing(empty_engine) as client:
        rows = page(client, "/statistics").one("figure", id="figure-agreement").one("tbody").all("tr")
        assert [[cell.text() for cell in row.all("td")] for row in rows] == [
            ["0", "1", "1", "2", "6", "-0.136"], ["2", "0", "0", "2", "6", "none"]
        ]  # fmt: skip
        said = page(client, "/claims/TALE-2").one("p", class_="agreement").text()
        assert said == "2 of 3 reviewers agree."
        assert page(client, "/claims/TALE-3").one("p", class_="agreement").text() == "No two of the 3 reviewers agree."
        assert not page(client, "/claims/TALE-1").all("p", class_="agreement")
