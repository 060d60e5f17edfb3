"""The statistics as people see them: pictures drawn from the tables, leading where the tables lead."""

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.chromium import DEVICES
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

DRAWN = ("verdicts", "topics", "articles", "origins", "grades", "months", "comparison")
MARKS = """figure => [...figure.querySelectorAll("svg rect[data-number]")].map((rect) => {
  const link = rect.closest("a");
  return [Number(rect.dataset.number), link && link.getAttribute("href")];
})"""
CELLS = """figure => [...figure.querySelectorAll("td[data-number]:not(.total)")].map((cell) => {
  const link = cell.querySelector("a");
  return [Number(cell.dataset.number), link && link.getAttribute("href")];
}).filter(([number]) => number)"""

SIZES = """figure => [...figure.querySelectorAll("svg rect[data-number]")].map((rect) =>
  [Number(rect.dataset.number), Number(rect.getAttribute("width")) + 2])"""
OVER_THE_EDGE = """figure => [...figure.querySelectorAll("svg :is(rect, text), td")].filter((one) => {
  const box = one.getBoundingClientRect();
  return !box.width || box.left < 0 || box.right > innerWidth;
}).map((one) => one.textContent)"""


def figure(page: Page, name: str) -> Locator:
    return page.locator(f"#figure-{name}")


def by_both(pairs: list[list[object]]) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, pair)) for pair in pairs)


def is_drawn(page: Page, name: str) -> None:
    figure(page, name).locator("svg").wait_for()


def test_every_mark_has_the_number_and_the_link_of_its_cell(open_page: OpenPage) -> None:
    for device, options in DEVICES.items():
        with open_page(**options) as page:
            for query in ("", "?topic=security&verdict=mixed&verdict=supported"):
                page.goto(f"/statistics{query}")
                for name in DRAWN:
                    is_drawn(page, name)
                    marks, cells = figure(page, name).evaluate(MARKS), figure(page, name).evaluate(CELLS)
                    assert by_both(marks) == by_both(cells) != [], (device, query, name)


def test_the_bars_are_as_long_as_their_numbers_and_lead_to_their_claims(page: Page) -> None:
    page.goto("/statistics")
    is_drawn(page, "topics")
    sizes = figure(page, "topics").evaluate(SIZES)
    longest = max(size for _, size in sizes)
    most = max(number for number, _ in sizes)
    assert all(abs(size / longest - number / most) < 0.02 for number, size in sizes)
    link = figure(page, "verdicts").locator('svg a[href="/claims?verdict=disputed&confidence=very_low"]')
    assert link.locator("title").text_content() == "Disputed, Strongly against: 3"
    link.click()
    expect(page.locator(".tally")).to_have_text("3 of 40 claims")


def test_a_filter_draws_the_pictures_anew(page: Page) -> None:
    page.goto("/statistics")
    is_drawn(page, "verdicts")
    page.locator('input[type="checkbox"][name="verdict"][value="disputed"]').check()
    expect(page.locator(".tally")).to_have_text("6 of 40 claims")
    is_drawn(page, "verdicts")
    assert by_both(figure(page, "verdicts").evaluate(MARKS)) == by_both(figure(page, "verdicts").evaluate(CELLS))
    assert page.url.endswith("/statistics?verdict=disputed")
    page.go_back()
    expect(page.locator(".tally")).to_have_text("40 claims")


def test_the_keyboard_and_screen_readers_go_by_the_tables(page: Page) -> None:
    page.goto("/statistics")
    is_drawn(page, "comparison")
    assert page.locator("svg a:not([tabindex='-1'])").count() == 0
    assert page.locator(".picture:not([aria-hidden='true'])").count() == 0
    expect(page.get_by_role("table", name="Claims by verdict and by what the evidence says")).to_be_visible()


def test_without_scripts_the_tables_say_it_all(plain_page: Page) -> None:
    plain_page.goto("/statistics?verdict=mixed")
    expect(plain_page.locator(".tally")).to_have_text("15 of 40 claims")
    assert plain_page.locator("svg a").count() == 0
    assert plain_page.locator("figure table").count() == len(DRAWN) + 1
    plain_page.locator('input[type="checkbox"][name="verdict"][value="disputed"]').check()
    plain_page.get_by_role("button", name="Apply").click()
    expect(plain_page.locator(".tally")).to_have_text("21 of 40 claims")


def test_nothing_hangs_over_the_edge_of_a_phone(phone: Page) -> None:
    phone.goto("/statistics")
    is_drawn(phone, "comparison")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in DRAWN:
        assert figure(phone, name).evaluate(OVER_THE_EDGE) == [], name
