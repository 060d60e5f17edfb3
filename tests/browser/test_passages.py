"""Choosing a passage of a text by mouse, keyboard, finger and without scripts; and settling passages."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.browser.chromium import PHONE, refused
from tests.browser.conftest import OpenPage
from tests.browser.desk import Desk
from tests.browser.texts import SCRIPTS, TEXT, scripted
from tests.helpers import article_texts, quoted_desk
from tests.helpers import desk as made

from factdesk.access import OPERATOR
from factdesk.commands import claims
from factdesk.vocabulary import Role

pytestmark = pytest.mark.browser

NEW = f"**{SCRIPTS}/claims/new?*"
WORDS = [
    "keeper 👩🏽‍🚀 sold 🇲🇱 salt", "🇲🇱", "الملح بيع في الربيع 🧂 إلى", "盐在春天", "𠀋字也",
    "Cafe\u0301 owners", "nai\u0308ve", "stands\non two",
    "salt to her cousin in the spring.\n\nقالت الحارسة",  # noqa: RUF001
]  # fmt: skip
SELECT = """([start, end]) => {
  const at = (offset) => {
    for (const one of [...document.querySelectorAll(".article-text p[data-start]")].reverse()) {
      let left = offset - Number(one.dataset.start);
      if (left < 0) continue;
      const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest("[data-apart]")) continue;
        const points = [...node.data];
        if (left <= points.length) return [node, points.slice(0, left).join("").length];
        left -= points.length;
      }
    }
  };
  const range = document.createRange();
  range.setStart(...at(start));
  range.setEnd(...at(end));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
BOX = """(words) => {
  for (const one of document.querySelectorAll(".article-text p[data-start]")) {
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(words);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + words.length);
      const box = range.getBoundingClientRect();
      return [box.left, box.top + box.height / 2, box.right];
    }
  }
}"""


@pytest.fixture
def editor(open_page: OpenPage, desk: Desk) -> Iterator[Page]:
    scripted(desk.engine)
    with open_page(expecting=refused(422)) as page:
        desk.sign_in(page)
        page.goto(SCRIPTS)
        yield page


def chosen(page: Page) -> str:
    """Give the words the form says were chosen, having held that its address means just these."""
    page.wait_for_url(NEW)
    asked = parse_qs(urlsplit(page.url).query)
    words = page.locator("[name=chosen]").first.input_value()
    assert TEXT[int(asked["start"][0]) : int(asked["end"][0])] == words
    return words


def fill(page: Page) -> None:
    page.get_by_label("Statement").fill("The keeper sold salt.")
    for group in ("hedge", "type"):
        if not page.locator(f"[name={group}]:checked").count():
            page.locator(f"[name={group}]").first.check()
    page.get_by_role("button", name="Add the claim").click()
    page.wait_for_url("**/claims/SCR-*")


def test_a_claim_is_written_from_a_selection_with_the_mouse(editor: Page, desk: Desk) -> None:
    page = editor
    left, middle, right = page.evaluate(BOX, "suspected that the keeper")
    page.mouse.move(left + 1, middle)
    page.mouse.down()
    page.mouse.move((left + right) / 2, middle, steps=5)
    page.mouse.move(right, middle, steps=5)
    page.mouse.up()
    bar = page.get_by_role("link", name="Make a claim of this")
    expect(bar).to_be_in_viewport()
    bar.click()
    assert chosen(page) == "suspected that the keeper"
    expect(page.get_by_label("Hedged", exact=True)).to_be_checked()
    expect(page.locator("#form-claim")).to_contain_text("Read from the wording, “suspected”")
    fill(page)
    page.get_by_role("link", name="in the text").or_(page.locator("#passages")).first.wait_for()
    page.goto(SCRIPTS)
    expect(page.locator("mark#SCR-1")).to_have_text("suspected that the keeper")


def test_a_selection_in_any_script_means_just_its_words(editor: Page) -> None:
    page = editor
    for words in WORDS:
        page.goto(SCRIPTS)
        start = TEXT.index(words)
        page.evaluate(SELECT, [start, start + len(words)])
        page.get_by_role("link", name="Make a claim of this").click()
        assert chosen(page) == words


def test_marks_and_notes_in_between_do_not_shift_a_selection(editor: Page, desk: Desk) -> None:
    page = editor
    for words in ("keeper 👩🏽‍🚀 sold", "👩🏽‍🚀 sold 🇲🇱 salt"):
        page.goto(SCRIPTS)
        start = TEXT.index(words)
        page.evaluate(SELECT, [start, start + len(words)])
        page.get_by_role("link", name="Make a claim of this").click()
        assert chosen(page) == words
        fill(page)
    page.goto(SCRIPTS)
    assert page.locator(".article-text [data-apart]").count() >= 2
    page.evaluate(SELECT, [TEXT.index("suspected"), TEXT.index("cousin")])
    page.get_by_role("link", name="Make a claim of this").click()
    assert chosen(page) == TEXT[TEXT.index("suspected") : TEXT.index(" cousin")]


def test_a_claim_is_written_by_keyboard_alone(editor: Page) -> None:
    page = editor
    page.keyboard.press("p")
    expect(page.locator("#choosing-cursor")).to_be_focused()
    expect(page.locator("#choosing-words")).to_have_text("It")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#choosing-words")).to_have_text("suspected that the")
    expect(page.locator("#choosing-said")).to_have_text("suspected that the")
    page.keyboard.press("Enter")
    assert chosen(page) == "suspected that the"
    page.locator("#claim-statement").focus()
    page.keyboard.type("The keeper sold salt.")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/claims/SCR-1")


def test_the_word_cursor_goes_through_every_script(editor: Page) -> None:
    page = editor
    for keys, words in (
        (["ArrowRight"] * 6 + ["Shift+ArrowRight"] * 3, "👩🏽‍🚀 sold 🇲🇱 salt"),
        (["ArrowDown"], None),
        (["ArrowDown"] * 3 + ["ArrowRight", "Shift+ArrowRight"], None),
    ):
        page.goto(SCRIPTS)
        page.get_by_role("button", name="Choose a passage").click()
        for key in keys:
            page.keyboard.press(key)
        shown = page.locator("#choosing-words").inner_text()
        page.keyboard.press("Enter")
        assert chosen(page) == shown
        assert words in (None, shown)


def test_in_arabic_the_arrow_to_the_left_leads_on(editor: Page) -> None:
    page = editor
    page.get_by_role("button", name="Choose a passage").click()
    page.keyboard.press("ArrowDown")
    while page.locator("#choosing-words").inner_text() not in TEXT.split("\n\n")[1].split()[0]:
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#choosing-words")).to_have_text("قالت الحارسة")
    page.keyboard.press("Enter")
    assert chosen(page) == "قالت الحارسة"


def test_escape_leaves_and_gives_the_focus_back(editor: Page) -> None:
    page = editor
    button = page.get_by_role("button", name="Choose a passage")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.locator("#choosing-desk")).to_be_hidden()
    assert page.evaluate("getSelection().isCollapsed")


def test_a_filter_that_swaps_the_text_leaves_choosing_as_it_was(editor: Page) -> None:
    page = editor
    page.evaluate("""() => {
      const text = document.querySelector(".article-text");
      text.replaceWith(text.cloneNode(true));
    }""")
    page.keyboard.press("p")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    assert chosen(page) == "It is"


def test_on_a_phone_the_link_stands_below_the_handles(open_page: OpenPage, desk: Desk) -> None:
    scripted(desk.engine)
    with open_page(**PHONE) as page:
        desk.sign_in(page)
        page.goto(SCRIPTS)
        start = TEXT.index("keeper")
        page.evaluate(SELECT, [start, start + 6])
        bar = page.get_by_role("link", name="Make a claim of this")
        expect(bar).to_be_visible()
        below = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().bottom")
        box = bar.bounding_box()
        assert box is not None
        assert box["y"] >= below + 24
        assert box["height"] >= 40
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        bar.tap()
        assert chosen(page) == "keeper"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_the_words_are_typed(open_page: OpenPage, desk: Desk) -> None:
    scripted(desk.engine)
    with open_page(java_script_enabled=False, expecting=refused(422)) as page:
        desk.sign_in(page)
        page.goto(SCRIPTS)
        expect(page.get_by_role("button", name="Choose a passage")).to_be_hidden()
        page.get_by_text("Choose a passage by its words").click()
        page.get_by_label("The words of the passage").fill("the")
        page.get_by_role("button", name="Find these words").click()
        expect(page.get_by_role("alert")).to_contain_text("add some more of those around them")
        page.get_by_label("The words of the passage").fill("sold 🇲🇱 salt")
        page.get_by_role("button", name="Find these words").click()
        expect(page.locator(".passage mark")).to_have_text("sold 🇲🇱 salt")
        fill(page)
        expect(page.locator("blockquote")).to_have_text("sold 🇲🇱 salt")


@pytest.mark.parametrize("scripts", [True, False])
def test_passages_are_settled(open_page: OpenPage, desk: Desk, scripts: bool) -> None:
    scripted(desk.engine)
    with open_page(java_script_enabled=scripts) as page:
        desk.sign_in(page)
        for words in ("sold 🇲🇱 salt to her cousin", "last word stands\non two", "nai\u0308ve hopes"):
            desk.act(Role.EDITOR, claims.add, "scripts", made.new_claim(passage=quoted_desk.place(words, TEXT)))
        changed = TEXT.replace("to her cousin", "to a cousin").replace(
            "The last word stands\non two lines.", "The end."
        )
        article_texts.take(desk.engine, OPERATOR, "scripts", changed.replace("nai\u0308ve hopes because of it", "so"))
        page.goto("/articles")
        page.get_by_role("link", name="3 passages to settle").click()
        page.get_by_role("button", name="It stands here for SCR-1, passage 1").click()
        expect(page.locator(".settling > li")).to_have_count(2)
        page.get_by_role("link", name="It stands elsewhere for SCR-2, passage 1").click()
        expect(page.locator(".waiting-quote")).to_contain_text("last word stands")
        if scripts:
            page.wait_for_load_state()  # the words are there before the script that knows the keys
            page.keyboard.press("p")
            page.keyboard.press("Shift+ArrowRight")
            page.keyboard.press("Enter")
        else:
            page.get_by_label("The words of the passage").fill("It is")
            page.get_by_role("button", name="Find these words").click()
        expect(page.locator(".passage ins")).to_have_text("It is")
        page.get_by_role("button", name="It stands here").click()
        page.get_by_role("link", name="It is no longer said for SCR-3, passage 1").click()
        page.get_by_label("Reason").fill("It was cut.")
        page.get_by_role("button", name="Withdraw the passage").click()
        expect(page.get_by_role("heading", name="Nothing has to be settled.")).to_be_visible()
