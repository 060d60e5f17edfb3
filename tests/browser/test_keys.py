"""Single keys: what each does, that none acts in silence, and that all can be switched off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.desk import CLAIM, Desk

from factdesk.vocabulary import Role

pytestmark = pytest.mark.browser

CHOICES = {
    "s": ("verdict", "supported"), "d": ("verdict", "disputed"), "m": ("verdict", "mixed"),
    "u": ("verdict", "unverifiable"), "1": ("confidence", "very_low"), "2": ("confidence", "low"),
    "3": ("confidence", "moderate"), "4": ("confidence", "high"), "5": ("confidence", "very_high"),
}  # fmt: skip
TICKED = "#form-judgement [name=verdict]:checked"


@pytest.fixture
def reviewer(open_page: OpenPage, desk: Desk) -> Iterator[Page]:
    with open_page() as page:
        desk.sign_in(page, "ann", Role.REVIEWER)
        page.goto(CLAIM)
        yield page


def test_j_and_k_go_on_and_a_key_without_anything_to_do_says_so(reviewer: Page) -> None:
    reviewer.keyboard.press("j")
    reviewer.wait_for_url("**/claims/MDS-30")
    reviewer.keyboard.press("k")
    reviewer.wait_for_url("**/claims/MDS-29")
    said = reviewer.locator("#keys-said")
    for key, words in {"a": "no split here", "n": "queue is not on this page"}.items():
        reviewer.keyboard.press(key)
        expect(said).to_contain_text(words)
    reviewer.goto("/about")
    for key, words in {
        "j": "no next claim", "k": "no previous claim", "s": "nothing to judge", "p": "no text here",
    }.items():  # fmt: skip
        reviewer.keyboard.press(key)
        expect(said).to_contain_text(words)
    assert reviewer.url.endswith("/about")


def test_a_key_chooses_and_the_focus_follows(reviewer: Page) -> None:
    judging = reviewer.locator(".desk details", has_text="Judge this claim")
    for key, (name, value) in CHOICES.items():
        judging.locator("summary").click()
        expect(judging).not_to_have_attribute("open", "")
        reviewer.keyboard.press(key)
        chosen = reviewer.locator(f"#form-judgement [name={name}][value={value}]")
        expect(chosen).to_be_checked()
        expect(chosen).to_be_focused()


def test_nothing_acts_while_typing_or_with_a_modifier_but_ctrl_and_enter_send(reviewer: Page) -> None:
    reviewer.keyboard.press("r")
    reviewer.keyboard.type("js dm? 345 a n k")
    expect(reviewer.locator("#judgement-reason")).to_have_value("js dm? 345 a n k")
    expect(reviewer.locator(TICKED)).to_have_count(0)
    reviewer.keyboard.press("Escape")
    expect(reviewer.locator(".desk summary", has_text="Judge this claim")).to_be_focused()
    for pressed in ("Control+s", "Alt+d", "Meta+m"):
        reviewer.keyboard.press(pressed)
    expect(reviewer.locator(TICKED)).to_have_count(0)
    reviewer.keyboard.press("m")
    expect(reviewer.locator(TICKED)).to_have_value("mixed")
    reviewer.keyboard.press("1")
    reviewer.keyboard.press("Control+Enter")
    expect(reviewer.locator("#announcement")).to_contain_text("MDS-29 now stands as mixed")


def test_the_list_opens_closes_and_gives_the_focus_back(reviewer: Page) -> None:
    reviewer.keyboard.press("s")
    reviewer.keyboard.press("?")
    keys = reviewer.get_by_role("dialog", name="Keyboard")
    expect(keys).to_be_visible()
    expect(reviewer.locator("#keys-title")).to_be_focused()
    reviewer.keyboard.press("d")
    reviewer.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(reviewer.locator(TICKED)).to_have_value("supported")
    expect(reviewer.locator(TICKED)).to_be_focused()


def test_single_keys_are_switched_off_and_on_and_that_is_kept(reviewer: Page) -> None:
    page = reviewer
    page.keyboard.press("?")
    page.locator("#keys").get_by_label("Single-key shortcuts").uncheck()
    expect(page.locator("#keys-said")).to_have_text("Single-key shortcuts are off.")
    page.locator("#keys").get_by_role("button", name="Close").click()
    page.reload()
    for key in ("s", "?", "j"):
        page.keyboard.press(key)
    expect(page.locator(TICKED)).to_have_count(0)
    expect(page.locator("#keys")).to_be_hidden()
    page.goto("/account")
    switch = page.locator("main").get_by_label("Single-key shortcuts")
    expect(switch).not_to_be_checked()
    switch.check()
    page.goto(CLAIM)
    page.keyboard.press("d")
    expect(page.locator(TICKED)).to_have_value("disputed")


def test_readers_are_given_no_keys(open_page: OpenPage, desk: Desk) -> None:
    with open_page() as page:
        page.goto(CLAIM)
        expect(page.locator("script[src*=keys]")).to_have_count(0)
        for key in ("j", "?", "s"):
            page.keyboard.press(key)
        expect(page).to_have_url(f"{desk.address}{CLAIM}")
        expect(page.locator("dialog")).to_have_count(0)


def test_without_scripts_nothing_speaks_of_keys(open_page: OpenPage, desk: Desk) -> None:
    with open_page(java_script_enabled=False) as page:
        desk.sign_in(page, "ann", Role.REVIEWER)
        page.goto("/account")
        expect(page.get_by_text("Single-key shortcuts").first).to_be_hidden()
        expect(page.get_by_role("button", name="Keyboard")).to_be_hidden()
