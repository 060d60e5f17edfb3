"""Working through the queue as a reviewer does, with scripts and without: take, judge, next, give back, compare."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.chromium import PHONE, refused
from tests.browser.conftest import OpenPage
from tests.browser.desk import CLAIM, Desk
from tests.browser.test_desk import REASON, judge, unfolded

from factdesk.commands import assignments
from factdesk.drafts.queue import AssignmentDraft
from factdesk.vocabulary import Role

pytestmark = pytest.mark.browser

FOCUS_AT_ONCE = """() => {
  window.focusAtOnce = [];
  document.addEventListener("htmx:afterRequest", () => window.focusAtOnce.push(document.activeElement.id));
}"""
"""Note what has the focus the moment an answer stands on the page, before anything that waits could move it."""


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def editor(request: pytest.FixtureRequest, open_page: OpenPage, desk: Desk) -> Iterator[Page]:
    """Open a page in which an editor is signed in."""
    expecting = refused(422)
    with open_page(java_script_enabled=request.param, expecting=expecting) as page:
        desk.sign_in(page)
        yield page


def asked(desk: Desk, person: str, *refs: str) -> None:
    """Let claims wait for a person."""
    for ref in refs:
        desk.act(Role.EDITOR, assignments.add, ref, AssignmentDraft(person=person))


def bar(page: Page, words: str) -> None:
    expect(page.locator("#queue-bar")).to_contain_text(words)


def test_a_list_is_worked_through_from_its_first_claim_to_its_last(editor: Page) -> None:
    page = editor
    for ref in ("MDS-1", "MDS-2"):
        page.goto(f"/claims/{ref}")
        unfolded(page, "Ask somebody to judge this")
        form = page.locator("#form-assignment")
        form.get_by_label("Person").select_option("ed")
        form.get_by_label("Message").fill("Two new sources came in.")
        form.get_by_label("By the day").fill("1 December 2026")
        form.get_by_role("button").click()
        expect(page.locator(".assignments")).to_contain_text("You have taken it on, due 1 December 2026")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Queue").click()
    expect(page.locator(".lists [aria-current]")).to_have_text("Mine 2")
    expect(page.locator(".rows > li")).to_have_count(2)
    page.get_by_role("button", name="Next claim").click()
    expect(page).to_have_url(re.compile("/claims/MDS-1.list=mine$"))
    bar(page, "Queue: mine · 2 left · You have it until")
    judge(page, "Supported", "High", REASON)
    bar(page, "1 left")
    expect(page.locator("#give-back")).to_have_count(0)
    expect(page.locator(".reasons")).to_contain_text(REASON)
    page.get_by_role("button", name="Next claim").click()
    expect(page).to_have_url(re.compile("/claims/MDS-2.list=mine$"))
    page.get_by_role("button", name="Give back").click()
    expect(page.locator(".lists [aria-current]")).to_have_text("Mine 1")
    page.get_by_role("button", name="Next claim").click()
    judge(page, "Mixed", "Moderate", REASON)
    bar(page, "0 left")
    page.get_by_role("button", name="Next claim").click()
    expect(page.locator("h1")).to_have_text("Nothing is left for you here.")


@pytest.mark.parametrize("editor", [True], indirect=True, ids=["with scripts"])
def test_it_is_worked_through_by_keyboard_alone(editor: Page, desk: Desk) -> None:
    page = editor
    asked(desk, "ed", "MDS-1", "MDS-2")
    page.goto("/queue?list=mine")
    page.keyboard.press("n")
    # The address stands before the page's keys do, and a reason typed without them would go on to another claim.
    page.wait_for_url(re.compile("/claims/MDS-1.list=mine$"), wait_until="domcontentloaded")
    for key in ("s", "4", "r"):
        page.keyboard.press(key)
    expect(page.locator("#judgement-reason")).to_be_focused()
    page.keyboard.type(REASON)
    page.evaluate(FOCUS_AT_ONCE)
    page.keyboard.press("Control+Enter")
    bar(page, "1 left")
    expect(page.locator(".reasons")).to_contain_text(REASON)
    assert page.evaluate("window.focusAtOnce") == ["desk"], "a key pressed at once would be typed into the next reason"
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/claims/MDS-2.list=mine$"))


def test_filters_stay_with_the_list(editor: Page, desk: Desk) -> None:
    page = editor
    asked(desk, "ed", "MDS-1", "MDS-2")
    page.goto("/queue?list=mine")
    page.locator("li:not(.empty) > label > [name=verdict]").first.check()
    apply = page.get_by_role("button", name="Apply")
    if apply.is_visible():
        apply.click()
    expect(page.locator(".chips")).to_contain_text("Verdict: ")
    expect(page).to_have_url(re.compile(r"verdict=\w+.*&list=mine"))
    page.get_by_role("button", name="Next claim").click()
    expect(page).to_have_url(re.compile(r"/claims/MDS-\d+.verdict=\w+&list=mine$"))
    page.locator("#queue-bar").get_by_role("link").click()
    expect(page.locator(".chips")).to_contain_text("Verdict: ")


def test_pieces_are_compared_one_after_the_other(editor: Page) -> None:
    page = editor
    page.goto("/queue/checks?article=malis-dark-shadow&stance=disputes")
    left = int(page.locator("#comparing strong").inner_text().split()[0])
    first = page.locator(".comparison .piece").get_attribute("id")
    page.get_by_role("button", name="Store and go on").click()
    expect(page.locator("#check-problem")).to_contain_text("Please look at the marked fields")
    page.get_by_label("Says part").check()
    page.get_by_role("button", name="Store and go on").click()
    expect(page.locator("#comparing strong")).to_have_text(f"{left - 1} left")
    expect(page.locator(".comparison .piece")).not_to_have_id(first or "")
    expect(page).to_have_url(re.compile("stance=disputes.*cursor="))
    page.get_by_role("link", name="Skip", exact=True).click()
    expect(page.locator("#comparing strong")).to_have_text(f"{left - 1} left")
    page.goto("/queue/checks?support=says_part")
    expect(page.locator(".comparison .piece")).to_have_id(first or "")


def test_two_people_at_once_are_given_two_claims(open_page: OpenPage, desk: Desk) -> None:
    with open_page() as one, open_page() as other:
        desk.sign_in(one, "ann", Role.REVIEWER)
        desk.sign_in(other, "ben", Role.REVIEWER)
        one.goto("/claims/MDS-1")
        unfolded(one, "Take this on")
        one.get_by_role("button", name="Take it on").click()
        expect(one.locator(".assignments")).to_contain_text("You have taken it on")
        asked(desk, "ann", "MDS-2")
        asked(desk, "ben", "MDS-1", "MDS-2")
        one.goto("/queue")
        other.goto("/queue")
        one.get_by_role("button", name="Next claim").click()
        expect(one).to_have_url(re.compile("/claims/MDS-1.list=mine$"))
        other.get_by_role("button", name="Next claim").click()
        expect(other).to_have_url(re.compile("/claims/MDS-2.list=mine$"))
        one.goto("/queue")
        expect(one.locator("#MDS-2")).to_contain_text("ben is at work on it until")


def test_it_fits_a_phone(open_page: OpenPage, desk: Desk) -> None:
    with open_page(**PHONE) as page:
        desk.sign_in(page)
        for address in ("/queue", "/queue?list=due", "/queue/checks", f"{CLAIM}?list=gap"):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") == 390, address
