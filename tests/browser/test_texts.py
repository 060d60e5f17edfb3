"""Reading an article with its claims marked in it: notes by mouse and by key, filters, without scripts, any script."""

from itertools import product

import pytest
from playwright.sync_api import Page, expect
from tests.browser.chromium import DEVICES, PHONE
from tests.browser.conftest import OpenPage
from tests.browser.desk import ARTICLE
from tests.browser.layout import too_wide
from tests.browser.texts import TALES
from tests.helpers.rows import for_each

pytestmark = pytest.mark.browser

INNER = """(mark) => [...mark.closest("p").childNodes].map(function walk(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  return node.hasAttribute("data-apart") ? "" : [...node.childNodes].map(walk).join("");
}).join("")"""


def test_a_note_opens_beside_its_mark_and_the_text_stays(page: Page) -> None:
    page.goto(ARTICLE)
    place = page.locator('.mark-ref[href="/claims/MDS-14"]')
    place.click()
    note = page.locator("#margin-note")
    expect(note).to_contain_text("MDS-14")
    expect(note).to_contain_text("Why:")
    assert page.url.endswith(ARTICLE)
    at, beside = place.bounding_box(), note.bounding_box()
    assert at is not None
    assert beside is not None
    assert beside["x"] > at["x"]
    assert abs(beside["y"] - at["y"]) < 80
    page.locator('.mark-ref[href="/claims/MDS-2"]').click()
    expect(page.locator(".margin-note")).to_have_count(1)
    expect(note).to_contain_text("MDS-2")
    note.get_by_role("link", name="The claim with").click()
    page.wait_for_url("**/claims/MDS-2")


def test_a_note_opens_and_closes_by_key_and_the_focus_returns(page: Page) -> None:
    page.goto(ARTICLE)
    place = page.locator('.mark-ref[href="/claims/MDS-3"]')
    page.locator('.mark-ref[href="/claims/MDS-2"]').focus()
    page.keyboard.press("Tab")
    expect(place).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#margin-note")).to_be_focused()
    expect(place).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#margin-note")).to_have_count(0)
    expect(place).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close").click()
    expect(place).to_be_focused()
    place.click()
    expect(page.locator("#margin-note")).to_be_focused()
    place.click()
    expect(page.locator("#margin-note")).to_have_count(0)


def test_on_a_phone_the_note_stands_below_its_paragraph(phone: Page) -> None:
    phone.goto(ARTICLE)
    place = phone.locator('.mark-ref[href="/claims/MDS-14"]')
    place.tap()
    note = phone.locator("#margin-note")
    expect(note).to_contain_text("MDS-14")
    paragraph, below = place.locator("xpath=ancestor::p").bounding_box(), note.bounding_box()
    assert paragraph is not None
    assert below is not None
    assert below["y"] >= paragraph["y"] + paragraph["height"]
    assert too_wide(phone) == []


def test_a_filter_dims_the_rest_and_says_how_many_passages_are_left(page: Page) -> None:
    page.goto(ARTICLE)
    every = page.locator("mark").count()
    page.locator('input[type="checkbox"][name="verdict"][value="disputed"]').check()
    expect(page.locator(".tally")).to_have_text("6 of 40 passages")
    expect(page.get_by_role("status")).to_have_text("6 of 40 passages")
    assert page.locator("mark").count() == every
    assert set(page.locator("mark:not(.dim)").evaluate_all("marks => marks.map((one) => one.className)")) == {
        "disputed"
    }
    assert page.url.endswith("?verdict=disputed")
    page.locator(".coverage a").first.click()
    page.wait_for_url("**?verdict=supported")
    page.go_back()
    expect(page.locator('input[value="disputed"]')).to_be_checked()


def test_everything_works_without_scripts(plain_page: Page) -> None:
    page = plain_page
    page.goto(ARTICLE)
    page.locator('input[type="checkbox"][name="confidence"][value="very_low"]').check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".tally")).to_have_text("3 of 40 passages")
    page.locator(".mark-ref:not(.dim)").first.click()
    page.wait_for_url("**/claims/MDS-11")
    page.go_back()
    expect(page.locator("mark:not(.dim)")).to_have_count(3)


def reads_as_written(page: Page, language: str) -> None:
    """Hold that a text shows just its words, the marked ones among them, and runs the way its script does."""
    text, quote = TALES[language]
    marked = page.locator("mark")
    assert marked.all_inner_texts() == [quote]
    paragraphs = page.locator(".article-text p[data-start]")
    assert "\n\n".join(paragraphs.evaluate_all(f"all => all.map((one) => ({INNER})(one))")) == text
    direction = "rtl" if language in ("ar", "he") else "ltr"
    assert paragraphs.first.evaluate("one => getComputedStyle(one).direction") == direction
    link, words = page.locator(".mark-ref").bounding_box(), marked.bounding_box()
    assert link is not None
    assert words is not None
    # What names the claim stands after its last word, on the side where the reading goes on.
    if direction == "rtl" and words["height"] < 45:
        assert link["x"] < words["x"] + 2


@for_each(("device", "language"), product(DEVICES, TALES))
def test_every_script_reads_and_is_marked_as_it_was_written(
    open_page: OpenPage, tales_server: str, device: str, language: str
) -> None:
    with open_page(**DEVICES[device]) as page:
        page.goto(f"/articles/tale-{language}")
        assert too_wide(page) == []
        reads_as_written(page, language)


def test_where_the_text_is_not_shown_its_quotes_are_with_the_same_notes(open_page: OpenPage, tales_server: str) -> None:
    with open_page(**PHONE) as page:
        page.goto("/articles/kept")
        assert page.locator("mark").all_inner_texts() == ["water and salt", "water"]
        assert "Nobody" not in page.content()
        page.locator(".mark-ref").first.tap()
        expect(page.locator("#margin-note")).to_contain_text("KEPT-2")


def test_print_writes_the_claims_below_the_text(page: Page) -> None:
    page.goto(ARTICLE)
    expect(page.locator(".footnotes")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".footnotes dd")).to_have_count(40)
    assert "/claims/MDS-40" in page.locator(".footnotes").inner_text()
    style = "one => getComputedStyle(one).textDecorationStyle"
    assert page.locator("mark.disputed").first.evaluate(style) == "double"
    assert page.pdf(format="A4").startswith(b"%PDF-")
