"""Reading the register as people do: filter, search, open, come back, take away; with scripts and without."""

import csv
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.browser.chromium import PHONE, refused
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

VERY_LOW = ["MDS-11", "MDS-14", "MDS-29"]
STOP = "[document.activeElement.matches('.rows h2 a'), document.activeElement.textContent]"


def refs(page: Page) -> list[str]:
    """Give the claims of the page, once all of it has come: a click waits only for its beginning."""
    page.wait_for_load_state()
    return [row.get_attribute("id") or "" for row in page.locator(".rows > li").all()]


def tick(page: Page, name: str, value: str) -> None:
    page.locator(f'input[type="checkbox"][name="{name}"][value="{value}"]').check()


def expect_claims(page: Page, number: int) -> None:
    expect(page.locator(".tally")).to_have_text(f"{number} of 40 claims" if number < 40 else "40 claims")


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def test_a_filter_stays_when_the_reader_comes_back_and_goes_when_they_go_back_over_it(page: Page) -> None:
    page.goto("/claims")
    tick(page, "confidence", "very_low")
    expect_claims(page, 3)
    assert refs(page) == VERY_LOW
    page.locator("#MDS-29 h2 a").click()
    expect(page.locator("h1")).to_contain_text("Five journalists")
    page.go_back()
    expect_claims(page, 3)
    assert refs(page) == VERY_LOW
    expect(page.locator('input[value="very_low"]').first).to_be_checked()
    page.go_back()
    expect_claims(page, 40)
    expect(page.locator('input[value="very_low"]').first).not_to_be_checked()


def test_everything_works_without_scripts(plain_page: Page) -> None:
    page = plain_page
    page.goto("/claims")
    tick(page, "confidence", "very_low")
    page.get_by_role("button", name="Apply").click()
    expect_claims(page, 3)
    assert refs(page) == VERY_LOW
    page.locator("#MDS-29 h2 a").click()
    expect(page.locator("h1")).to_contain_text("Five journalists")
    page.go_back()
    assert refs(page) == VERY_LOW
    expect(page.locator('input[value="very_low"]').first).to_be_checked()
    page.get_by_label("Sort").select_option(label="Strongest evidence against first")
    page.get_by_role("button", name="Sort").click()
    expect(page.get_by_label("Sort")).to_have_value("unsurest")
    expect_claims(page, 3)
    page.get_by_label("Search claims").fill("ransom")
    page.get_by_label("Search claims").press("Enter")
    assert refs(page) == ["MDS-29"]


def test_a_search_marks_what_it_found(page: Page) -> None:
    page.goto("/claims")
    page.get_by_label("Search claims").fill("ransom")
    expect_claims(page, 4)
    assert refs(page) == ["MDS-19", "MDS-26", "MDS-28", "MDS-29"]
    for ref in refs(page):
        expect(page.locator(f"#{ref} mark").first).to_have_text(re.compile("ransom", re.IGNORECASE))
    assert page.locator(".strip a:not(.dim)").count() == 4


def test_the_address_is_one_to_share(page: Page) -> None:
    page.goto("/claims")
    tick(page, "verdict", "mixed")
    expect_claims(page, 15)
    assert parameters(page) == {"verdict": ["mixed"]}
    page.get_by_label("Search claims").fill("JNIM")
    expect(page.locator(".tally")).not_to_contain_text("15")
    assert parameters(page) == {"q": ["JNIM"], "verdict": ["mixed"]}
    found = refs(page)
    page.goto(page.url)
    assert refs(page) == found


def test_sorting_changes_the_order_and_keeps_the_filter(page: Page) -> None:
    page.goto("/claims?hedge=asserted")
    for label, word, first in (
        ("Strongest evidence for first", "surest", "strongly for"),
        ("Strongest evidence against first", "unsurest", "strongly against"),
    ):
        page.get_by_label("Sort").focus()
        page.get_by_label("Sort").select_option(label=label)
        expect(page.locator(".rows .evidence-words").first).to_contain_text(first)
        expect_claims(page, 35)
        assert parameters(page) == {"hedge": ["asserted"], "sort": [word]}
        expect(page.get_by_label("Sort")).to_be_focused()


def test_a_chip_removes_one_filter_and_leaves_the_others(page: Page) -> None:
    page.goto("/claims?verdict=disputed&confidence=very_low&topic=press+freedom")
    expect(page.locator(".chips li")).to_have_count(4)
    page.get_by_role("link", name="Remove the filter Topic: press freedom").click()
    assert parameters(page) == {"verdict": ["disputed"], "confidence": ["very_low"]}
    assert refs(page) == VERY_LOW
    page.get_by_role("link", name="Clear all").click()
    expect_claims(page, 40)


def test_counts_follow_the_filter_and_what_is_unfolded_stays_so(page: Page) -> None:
    page.goto("/claims")
    wording = page.locator("details.facet").filter(has_text="The article’s wording")
    wording.locator("summary").click()
    topics = page.locator("#choices-topic")
    topics.locator("summary").click()
    count = page.locator('label:has(input[value="very_low"]) .count')
    expect(count).to_have_text("3")
    tick(page, "verdict", "supported")
    expect_claims(page, 18)
    expect(count).to_have_text("0")
    assert wording.get_attribute("open") is not None
    assert topics.locator("details").get_attribute("open") is not None


def test_a_ticked_box_keeps_the_focus_and_the_number_is_announced(page: Page) -> None:
    page.goto("/claims")
    expect(page.get_by_role("status")).to_have_text("")
    box = page.locator('input[type="checkbox"][name="confidence"][value="very_low"]')
    box.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("3 of 40 claims")
    expect(box).to_be_focused()
    expect(box).to_be_checked()


def test_the_export_menu_closes_and_a_download_holds_what_the_page_shows(page: Page, tmp_path: Path) -> None:
    page.goto("/claims")
    tick(page, "confidence", "very_low")
    summary = page.locator(".menu > summary")
    expect(summary).to_have_text("Export 3")
    summary.click()
    expect(page.locator(".menu")).to_contain_text("3 claims, as filtered here")
    page.locator(".menu a").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".menu > ul")).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.locator("h1").click()
    expect(page.locator(".menu > ul")).to_be_hidden()
    summary.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV, for spreadsheets").click()
    assert re.fullmatch(r"[\x21-\x7e]+\.csv", download.value.suggested_filename)
    file = tmp_path / "claims.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8", newline="") as rows:
        assert [row["ref"] for row in csv.DictReader(rows)] == VERY_LOW


def test_an_empty_result_says_what_to_do_next(page: Page) -> None:
    page.goto("/claims")
    page.get_by_label("Search claims").fill("zzzz")
    expect(page.locator(".nothing h2")).to_have_text("No claim matches all of this.")
    expect(page.get_by_role("status")).to_have_text("0 of 40 claims")
    page.get_by_role("link", name="show the whole register").click()
    expect_claims(page, 40)


def test_pages_of_ten_show_each_claim_once_and_a_filter_begins_at_the_first(page: Page) -> None:
    page.goto("/claims?limit=10")
    seen = refs(page)
    for _ in range(3):
        page.get_by_role("link", name="Next page").click()
        seen += refs(page)
    assert seen == [f"MDS-{number}" for number in range(1, 41)]
    expect(page.get_by_role("link", name="Next page")).to_have_count(0)
    tick(page, "confidence", "very_low")
    expect_claims(page, 3)
    assert refs(page) == VERY_LOW
    assert parameters(page) == {"confidence": ["very_low"], "limit": ["10"]}
    page.go_back()
    page.get_by_role("link", name="First page").click()
    assert refs(page) == seen[:10]
    assert parameters(page) == {"limit": ["10"]}


def test_an_address_that_is_not_understood_is_answered_clearly(open_page: OpenPage) -> None:
    with open_page(expecting=refused(422)) as page:
        for query in ("verdict=wrong", "colour=red"):
            page.goto(f"/claims?{query}")
            expect(page.locator("h1")).to_have_text("Not understood")
            expect(page.locator(".nothing")).to_contain_text(query.split("=", maxsplit=1)[0])
            page.get_by_role("link", name="Go to the register").click()
            expect_claims(page, 40)


def test_a_refusal_is_shown_in_place_and_goes_away_again(open_page: OpenPage) -> None:
    with open_page(expecting=refused(422)) as page:
        page.goto("/claims")
        page.get_by_label("Search claims").fill('"')
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator("#problem")).not_to_be_empty()
        assert len(refs(page)) == 40
        assert parameters(page) == {}
        page.get_by_label("Search claims").fill("ransom")
        expect_claims(page, 4)
        expect(page.get_by_role("alert")).to_have_count(0)


def test_a_server_that_fails_or_is_out_of_reach_is_told_in_place(open_page: OpenPage) -> None:
    for answer, expecting, told in (
        (lambda route: route.fulfill(status=500, body="Internal Server Error"), refused(500), "could not answer"),
        (
            lambda route: route.abort("connectionrefused"),
            ("ERR_CONNECTION_REFUSED", "htmx:"),
            "could not be reached",
        ),
    ):
        with open_page(expecting=expecting) as page:
            page.goto("/claims")
            page.route("**/claims?*", answer)
            tick(page, "confidence", "very_low")
            expect(page.get_by_role("alert")).to_contain_text(told)
            assert len(refs(page)) == 40


def test_on_a_phone_the_filters_are_a_sheet_that_a_link_or_escape_closes(phone: Page) -> None:
    phone.goto("/claims")
    facet = phone.locator("details.facet").first
    expect(facet).to_be_hidden()
    expect(phone.get_by_label("Search claims")).to_be_visible()
    phone.get_by_role("link", name="Filter", exact=True).tap()
    expect(facet).to_be_visible()
    expect(phone.locator("#results")).to_be_hidden()
    tick(phone, "confidence", "very_low")
    show = phone.get_by_role("link", name="Show results")
    expect(show).to_have_text(re.compile(r"Show results:\s3"))
    expect(show).to_be_in_viewport()
    show.tap()
    expect(facet).to_be_hidden()
    expect_claims(phone, 3)
    expect(phone.locator("#MDS-11 h2")).to_be_in_viewport()
    phone.get_by_role("link", name="Filter", exact=True).tap()
    phone.locator('input[type="checkbox"][name="confidence"][value="very_low"]').uncheck()
    expect(show).to_contain_text("40")
    phone.keyboard.press("Escape")
    expect(facet).to_be_hidden()
    expect_claims(phone, 40)


def test_on_a_phone_without_scripts_the_sheet_opens_and_applies(open_page: OpenPage) -> None:
    with open_page(**PHONE, java_script_enabled=False) as page:
        page.goto("/claims")
        page.get_by_role("link", name="Filter", exact=True).tap()
        tick(page, "confidence", "very_low")
        page.get_by_role("button", name="Apply").tap()
        expect_claims(page, 3)
        expect(page.locator("details.facet").first).to_be_hidden()


def test_a_keyboard_alone_is_enough(page: Page) -> None:
    page.goto("/claims")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search claims")).to_be_focused()
    page.keyboard.type("ransom")
    expect_claims(page, 4)
    expect(page.get_by_label("Search claims")).to_be_focused()
    for _ in range(120):
        page.keyboard.press("Tab")
        at_a_claim, words = page.evaluate(STOP)
        if at_a_claim:
            break
        if words.startswith("Skip the strip"):
            page.keyboard.press("Enter")
    expect(page.locator("#MDS-19 h2 a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".crumbs")).to_contain_text("MDS-19")


def test_each_stop_of_the_keyboard_is_seen(page: Page) -> None:
    page.goto("/claims?limit=3&q=ransom")
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const element = document.activeElement, style = getComputedStyle(element);
              const box = element.getBoundingClientRect();
              const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
              const told = element.id || element.textContent.trim().slice(0, 40);
              return { told, body: element === document.body, ring: style.outlineStyle !== "none", inside };
            }"""
        )
        if stop["body"]:
            break
        assert stop["ring"], stop
        assert stop["inside"], stop
    else:
        pytest.fail("the end of the page was not reached")
