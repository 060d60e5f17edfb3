import json
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.helpers import hostile_register, with_drafts
from tests.helpers.markup import parse
from tests.helpers.rows import for_each
from tests.web.asking import BAD_CURSORS, BAD_FILTERS, BAD_PAGES, PART, WHOLE, is_whole, page, refs, refusal

from factdesk.drafts.filters import Sort
from factdesk.exports import FORMATS
from factdesk.vocabulary import Confidence, Verdict

SORTS = [sort.value for sort in Sort if sort is not Sort.RELEVANCE]


def every_page(client, address):
    """Follow the links to the next page from the first to the last."""
    found = []
    while address:
        shown = page(client, address)
        found.append(refs(shown))
        following = shown.all("a", rel="next")
        address = following[0].attributes["href"] if following else None
    return found


def exported(client, address):
    return [claim["ref"] for claim in client.get(address).json()["claims"]]


def test_the_whole_register_is_shown_at_both_addresses(client):
    shown = page(client, "/")
    assert refs(shown) == [f"MDS-{number}" for number in range(1, 41)]
    assert refs(page(client, "/claims")) == refs(shown)
    assert shown.one("p", class_="tally").text() == "40 claims"
    assert len(shown.one("svg", class_="strip").all("a")) == 40


def test_a_row_says_verdict_evidence_origins_and_leads_to_the_claim(client):
    row = page(client, "/claims?article=malis-dark-shadow").one("li", id="MDS-1")
    stored = client.get("/api/v1/claims/MDS-1").json()
    assert row.one("h2").one("a").attributes["href"] == "/claims/MDS-1"
    assert stored["statement"] in row.one("h2").text()
    assert row.one("span", class_="verdict").text().endswith(Verdict.of(stored["verdict"]).label)
    assert row.one("span", class_="evidence-words").text() == Confidence.of(stored["confidence"]).evidence
    assert [end.text() for end in row.one("span", class_="scale").all("span")] == ["false", "true"]
    origins = f"{stored['origins']['supports']} for · {stored['origins']['disputes']} against"
    assert row.one("span", class_="numbers").text().endswith(origins)


def test_an_empty_register_says_how_to_fill_it(bare):
    shown = page(bare, "/claims")
    assert "factdesk seed" in shown.one("div", class_="nothing").text()
    assert shown.one("p", class_="tally").text() == "0 claims"


def test_nothing_found_says_what_to_do(client):
    shown = page(client, "/claims?q=nosuchword")
    assert "fewer words" in shown.one("div", class_="nothing").text()
    assert refs(shown) == []


def test_a_search_marks_what_it_found(client):
    shown = page(client, "/claims?q=ransom")
    assert refs(shown) == exported(client, "/claims.json?q=ransom") != []
    assert {mark.text().lower() for mark in shown.all("mark")} == {"ransom"}


def test_htmx_gets_the_results_and_what_changes_with_them(client):
    answer = client.get("/claims?verdict=disputed", headers=PART)
    assert not is_whole(answer.text)
    part = parse(answer.text)
    assert part.children()[0].attributes["id"] == "results"
    assert all("id" in root.attributes for root in part.children())
    whole = page(client, "/claims?verdict=disputed")
    assert refs(part) == refs(whole)
    assert answer.headers["HX-Push-Url"] == "/claims?verdict=disputed"
    boxes = [box.attributes["id"] for box in part.all("div", class_="choices")]
    assert boxes == [box.attributes["id"] for box in whole.all("div", class_="choices")]


@for_each("headers", WHOLE)
def test_a_boosted_link_and_the_back_button_get_the_whole_page(client, headers):
    assert is_whole(client.get("/claims?verdict=disputed", headers=headers).text)


def test_a_part_that_is_refused_goes_to_its_own_place(client):
    answer = client.get("/claims?verdict=nonsense", headers=PART)
    assert answer.status_code == 422
    assert parse(answer.text).children()[0].attributes["id"] == "problem"
    assert answer.headers["HX-Retarget"] == "#problem"
    assert answer.headers["HX-Push-Url"] == "false"


@for_each(
    "filters", ["", "q=open", "verdict=supported", "topic=shown", "source=open", "withdrawn=yes", "sort=newest",
                "article=a-tale", "kind=court", "type=forecast", "after=2020-01-01"],
)  # fmt: skip
@for_each("ending", ["", ".json", ".csv"])
def test_no_trace_of_a_draft_is_in_the_register(guarded, filters, ending):
    answer = guarded.get(f"/claims{ending}?{filters}")
    assert answer.status_code == 200
    assert with_drafts.TRACE not in answer.text
    assert with_drafts.ASKED not in answer.text
    assert with_drafts.DRAFT_CLAIM not in answer.text
    assert "HID-1" not in answer.text


def test_a_draft_is_neither_counted_nor_offered_as_a_choice(guarded):
    shown = page(guarded, "/claims")
    assert shown.one("p", class_="tally").text() == "2 claims"
    chosen = {box.attributes["value"] for box in shown.all("input", type="checkbox", name="topic")}
    assert chosen == {"shown"}
    verdicts = {
        label.one("input").attributes["value"]: label.one("span", class_="count").text()
        for label in shown.one("div", id="choices-verdict").all("label")
    }
    assert verdicts["mixed"] == "0"


@for_each(
    "query",
    [
        with_drafts.ASKED,
        f'"statement+{with_drafts.ASKED}"',
        f"{with_drafts.ASKED[:5]}*",
        "TALE-2",
        "HID",
    ],
)
@for_each("sort", ["article", "newest", "relevance"])
def test_a_search_finds_no_draft(guarded, query, sort):
    text = guarded.get(f"/claims?q={query}&sort={sort}").text
    assert refs(parse(text)) == []
    assert with_drafts.TRACE not in text


@for_each("name", ["article", "topic", "source", "publisher"])
def test_asking_for_a_draft_by_name_finds_nothing_and_tells_nothing(guarded, name):
    for value in (
        with_drafts.DRAFT_ARTICLE,
        with_drafts.DRAFT_SOURCES[0][:4],
        f"topic+{with_drafts.ASKED}",
    ):
        text = guarded.get(f"/claims?{name}={value}").text
        assert refs(parse(text)) == []
        assert with_drafts.TRACE not in text


@for_each("query", BAD_FILTERS)
def test_a_filter_that_is_none_is_refused_in_one_sentence(client, query):
    assert len(refusal(client, f"/claims?{query}")) < 500


@for_each("query", [query for query in BAD_PAGES if query != "limit="])
def test_a_page_of_no_possible_size_is_refused(client, query):
    assert refusal(client, f"/claims?{query}").startswith("limit")


@for_each("sort", [*SORTS, "relevance&q=mali"])
@for_each("cursor", BAD_CURSORS)
def test_a_cursor_that_is_none_is_refused(client, cursor, sort):
    assert "cursor" in refusal(client, f"/claims?sort={sort}&cursor={cursor}")
    assert "cursor" in refusal(client, f"/claims?sort={sort}&cursor={cursor}&article=there-is-none")


@for_each("sort", SORTS)
@for_each("other", SORTS)
def test_a_cursor_of_another_order_is_refused(client, sort, other):
    cursor = client.get(f"/api/v1/claims?limit=3&sort={other}").json()["next_cursor"]
    address = f"/claims?sort={sort}&cursor={cursor}"
    if sort == other:
        assert refs(page(client, address))
    else:
        assert "another order" in refusal(client, address)


def test_lone_surrogates_become_a_sign_that_nothing_holds(client):
    assert client.get("/claims?q=%ED%A0%80").status_code == 422
    assert refs(page(client, "/claims?topic=%ED%A0%80")) == []


def test_blank_and_repeated_values_count_for_nothing(client):
    assert refs(page(client, "/claims?q=&verdict=&topic=&limit=&after=")) == refs(page(client, "/claims"))
    twice = page(client, "/claims?verdict=disputed&verdict=disputed")
    assert len(twice.one("ul", class_="chips").all("li")) == 2


def test_an_emptied_search_box_takes_its_order_with_it(client):
    assert refs(page(client, "/claims?q=&sort=relevance")) == refs(page(client, "/claims"))


@for_each("query", ["", "q=harm7391", "q=harm7391&sort=relevance", "limit=1", "topic=%3Cscript%3E"])
def test_hostile_text_stays_text(attacked, query):
    for headers in ({}, PART):
        shown = page(attacked, f"/claims?{query}", **headers)
        for node in shown.walk():
            assert hostile_register.MARK not in node.tag
            assert node.tag != "img"
            assert not any(hostile_register.MARK in name or name.startswith("on") for name in node.attributes)
            assert not node.attributes.get("href", "").lower().startswith(("javascript:", "data:"))
    assert len(refs(page(attacked, "/claims"))) == len(hostile_register.TEXTS) + 1


def test_each_choice_can_be_taken_back(client):
    query = "q=mali&verdict=disputed&verdict=mixed&confidence_min=low&after=2020-01-01&sort=newest&limit=30"
    chips = page(client, f"/claims?{query}").one("ul", class_="chips").all("a")
    taken = [urlsplit(chip.attributes["href"]) for chip in chips[:-1]]
    whole = parse_qs(query)
    assert chips[-1].attributes["href"] == "/claims"
    left = [parse_qs(address.query) for address in taken]
    assert {"q": ["mali"]}.items() <= left[1].items()
    assert left[0] == {name: values for name, values in whole.items() if name != "q"}
    assert left[1] == whole | {"verdict": ["mixed"]}
    assert left[2] == whole | {"verdict": ["disputed"]}
    assert len(left) == 5
    for chip in chips:
        assert client.get(chip.attributes["href"]).status_code == 200


def test_a_search_taken_back_takes_the_order_by_relevance_with_it(client):
    chip = page(client, "/claims?q=mali&sort=relevance").one("ul", class_="chips").all("a")[0]
    assert chip.attributes["href"] == "/claims"


def test_the_form_carries_everything_that_is_in_force(client):
    query = "q=mali&verdict=disputed&topic=security&confidence_min=low&source=hrw-2020&withdrawn=no&after=2020-01-01"
    shown = page(client, f"/claims?{query}&limit=30")
    form = shown.one("form", id="filter-form")
    ticked = {(box.attributes["name"], box.attributes["value"]) for box in form.all("input", type="checkbox")
              if "checked" in box.attributes}  # fmt: skip
    kept = {(one.attributes["name"], one.attributes["value"]) for one in form.all("input", type="hidden")}
    assert ticked == {("verdict", "disputed"), ("topic", "security")}
    assert kept == {("source", "hrw-2020"), ("after", "2020-01-01"), ("limit", "30")}
    assert form.one("input", id="q").attributes["value"] == "mali"
    picked = [option for option in form.one("select").all("option") if "selected" in option.attributes]
    assert [option.attributes["value"] for option in picked] == ["low"]


def test_the_orders_offered_are_those_there_are(client):
    def offered(address):
        return [option.attributes["value"] for option in page(client, address).one("select", id="sort").all("option")]

    assert offered("/claims") == ["", *SORTS[1:]]
    assert offered("/claims?q=mali") == ["", *SORTS[1:], "relevance"]


def test_the_menu_leads_to_the_same_claims_in_every_format(client):
    shown = page(client, "/claims?verdict=disputed&sort=surest&limit=2")
    links = [link.attributes["href"] for link in shown.one("details", class_="menu").all("a")]
    asked = "verdict=disputed&sort=surest"
    every_one = {f"/claims.{name}?{asked}" for name in FORMATS}
    assert set(links) == every_one | {f"/claims.csv?{asked}&bom=1", f"/claims.csv?{asked}&layout=evidence"}
    every = exported(client, f"/claims.json?{asked}")
    assert every[:2] == refs(shown)
    assert all(client.get(link).headers["Factdesk-Count"] == str(len(every)) for link in links)


def test_the_menu_of_people_who_are_signed_in_has_internal_files(at_work):
    def links():
        return [link.attributes["href"] for link in at_work.page("/claims").one("details", class_="menu").all("a")]

    internal = "/claims.json?profile=internal"
    assert internal not in links()
    at_work.sign_in("ben")
    assert internal in links()
    assert at_work.client.get(internal).status_code == 200


@pytest.mark.slow
@for_each("sort", [*SORTS, "relevance&q=mali"])
def test_paging_gives_every_claim_once_in_the_order_of_the_export(client, sort):
    pages = every_page(client, f"/claims?sort={sort}&limit=7")
    paged = [ref for one in pages for ref in one]
    assert paged == exported(client, f"/claims.json?sort={sort}")
    assert len(set(paged)) == len(paged)
    assert {len(one) for one in pages[:-1]} == {7}


def test_a_later_page_links_back_to_the_first(client):
    following = page(client, "/claims?limit=7").one("a", rel="next").attributes["href"]
    assert page(client, following).one("a", rel="first").attributes["href"] == "/claims?limit=7"


def test_what_the_register_shows_of_a_claim_is_what_the_api_gives(client):
    rows = json.loads(client.get("/api/v1/claims?limit=200").text)["claims"]
    shown = page(client, "/claims?limit=200")
    for row in rows:
        assert row["statement"].split() == shown.one("li", id=row["ref"]).one("h2").text().split()[1:]
