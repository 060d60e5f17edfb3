"""The picture of provenance: nothing in it is cut off; it is used by keyboard, on a phone and on paper."""

import pytest
from playwright.sync_api import Page
from tests.browser.layout import settled

pytestmark = pytest.mark.browser

CLAIMS = ("MDS-25", "MDS-29", "MDS-31", "MDS-32")
TOO_LONG = """() => [...document.querySelectorAll(".picture-box")].flatMap((box) => {
  const room = box.querySelector(".paper").getBoundingClientRect();
  return [...box.querySelectorAll("text")]
    .filter((text) => text.getBoundingClientRect().right > room.right)
    .map((text) => text.textContent);
})"""
HIDDEN_WORDS = """() => {
  const boxes = [...document.querySelectorAll(".picture-box .paper")].map((box) => box.getBoundingClientRect());
  return [...document.querySelectorAll(".picture-line text")]
    .filter((text) => text.textContent)
    .filter((text) => {
      const word = text.getBoundingClientRect();
      return boxes.some((box) => word.left < box.right - 1 && word.right > box.left + 1
        && word.top < box.bottom - 1 && word.bottom > box.top + 1);
    })
    .map((text) => text.textContent);
}"""
REACHED = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.className"


def test_pictures_fit_a_desktop_and_nothing_in_them_is_cut_off(page: Page) -> None:
    for ref in CLAIMS:
        page.goto(f"/claims/{ref}")
        settled(page)
        room = page.locator(".picture-room")
        assert room.evaluate("room => room.scrollWidth <= room.clientWidth"), ref
        assert page.evaluate(TOO_LONG) == [], ref
        assert page.evaluate(HIDDEN_WORDS) == [], ref


def test_every_box_is_reached_and_followed_by_keyboard(page: Page) -> None:
    page.goto("/claims/MDS-31")
    page.get_by_role("region", name="Picture of the sources").focus()
    boxes = page.locator(".picture-box")
    reached = []
    for _ in range(boxes.count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(REACHED))
    assert reached == boxes.evaluate_all("boxes => boxes.map((box) => box.getAttribute('aria-label'))")
    paper = page.locator(".picture-box:focus .paper")
    unfocused = boxes.first.locator(".paper")
    width = "paper => getComputedStyle(paper).strokeWidth"
    assert paper.evaluate(width) != unfocused.evaluate(width), "the focus is seen"
    target = page.locator(".picture-box:focus").get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")


def test_on_a_phone_the_picture_scrolls_in_its_own_region(phone: Page) -> None:
    phone.goto("/claims/MDS-31")
    settled(phone)
    room = phone.locator(".picture-room")
    assert room.evaluate("room => room.scrollWidth > room.clientWidth")
    assert phone.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    room.focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("() => document.querySelector('.picture-room').scrollLeft > 0")


def test_the_list_says_the_same_as_the_picture(page: Page) -> None:
    page.goto("/claims/MDS-25")
    page.get_by_text("As a list").click()
    listed = page.locator(".as-list")
    assert listed.get_by_role("link").count() == page.locator(".picture-box").count()
    under = listed.locator("li", has=page.locator("a[href$='/keenan-dying-sahara-2013']")).last
    assert under.get_by_role("link").count() == 4


def test_on_paper_the_whole_picture_fits(page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 900})
    page.goto("/claims/MDS-31")
    page.emulate_media(media="print")
    assert page.locator(".picture").evaluate("svg => svg.getBoundingClientRect().right <= innerWidth")


def test_with_forced_colours_lines_and_boxes_are_still_seen(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/claims/MDS-25")
    stroke = "one => getComputedStyle(one).stroke"
    paper = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    for part in (".picture-line path", ".picture-box .paper", ".picture-box.disputes .mark"):
        assert page.locator(part).first.evaluate(stroke) not in ("none", paper), part
