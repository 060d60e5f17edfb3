"""The desk by keyboard alone: the order of the focus, that it is seen, and where it is after a form was sent."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.chromium import refused
from tests.browser.conftest import OpenPage
from tests.browser.desk import CLAIM, Desk
from tests.browser.test_desk import REASON

pytestmark = pytest.mark.browser

HERE = """() => {
  const at = document.activeElement, ring = getComputedStyle(at);
  return [at.id || at.textContent.trim(), ring.outlineStyle, ring.outlineWidth];
}"""
"""What has the focus, by its id or text, and the ring around it."""


@pytest.fixture
def page(open_page: OpenPage, desk: Desk) -> Iterator[Page]:
    """Open a page of the desk."""
    with open_page(expecting=refused(422)) as page:
        yield page


@pytest.fixture
def editor(page: Page, desk: Desk) -> Page:
    """Open a claim as an editor."""
    desk.sign_in(page)
    page.goto(CLAIM)
    return page


def tab_to(page: Page, wanted: str, *, times: int = 1, limit: int = 60) -> list[str]:
    """Press Tab until the focus is on what has this id or text, for the last of some times; it is seen everywhere."""
    passed = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        at, *ring = page.evaluate(HERE)
        assert ring == ["solid", "2px"], at
        passed.append(at)
        if passed.count(wanted) == times:
            return passed
    raise AssertionError(f"no way to {wanted} by Tab: {passed}")


def test_one_whole_judgement_by_keyboard_from_the_sign_in_on(page: Page, desk: Desk) -> None:
    page.goto(desk.link())
    tab_to(page, "Sign in", times=2)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto(CLAIM)
    tab_to(page, "judgement-verdict")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("Disputed", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Very low", exact=True)).to_be_checked()
    assert tab_to(page, "Give this verdict") == ["judgement-reason", "judgement-recheck_on", "Give this verdict"]
    page.keyboard.press("Enter")

    # Refused: the focus is on the summary, which leads to the field.
    summary = page.locator("#judgement-problem")
    expect(summary).to_be_focused()
    expect(page.locator("#announcement")).to_contain_text("nothing was stored")
    assert tab_to(page, "Reason") == ["Reason"]
    page.keyboard.press("Enter")
    expect(page.locator("#judgement-reason")).to_be_focused()
    expect(page.locator("#judgement-reason")).to_have_attribute("aria-invalid", "true")
    page.keyboard.type(REASON)
    expect(page.get_by_label("Disputed", exact=True)).to_be_checked()
    tab_to(page, "Give this verdict")
    page.keyboard.press("Enter")

    # Stored: the focus stays at the desk, and what happened is said.
    expect(page.locator("#announcement")).to_contain_text("MDS-29 now stands as disputed, confidence very low")
    expect(page.locator("#desk")).to_be_focused()
    expect(page.locator(".stored")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)[0] == "Judge this claim"
    assert desk.claim("MDS-29").reviews[0].reason == REASON


def test_the_focus_goes_through_the_form_in_the_order_it_is_read(editor: Page) -> None:
    order = tab_to(editor, "Withdraw it")
    desk = order[order.index("Judge this claim") :]
    assert desk == [
        "Judge this claim", "judgement-verdict", "judgement-confidence", "judgement-reason",
        "judgement-recheck_on", "Give this verdict", "Add evidence", "Ask somebody to judge this",
        "Passages in the text", "Change the claim",
        "Withdraw it",
    ]  # fmt: skip


def test_evidence_by_keyboard(editor: Page) -> None:
    page = editor
    tab_to(page, "Add evidence")
    page.keyboard.press("Enter")
    tab_to(page, "evidence-source")
    page.keyboard.type("keenan-pambazuka")
    expect(page.locator("#source-choices option")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "evidence-says")
    page.keyboard.type("Nobody was paid.")
    tab_to(page, "evidence-credibility")
    page.keyboard.press("3")
    tab_to(page, "Add this piece")
    page.keyboard.press("Enter")
    expect(page.locator("#desk")).to_be_focused()
    expect(page.locator(".piece", has_text="Nobody was paid.")).to_be_visible()
