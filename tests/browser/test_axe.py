"""axe-core finds nothing in what opens, swaps in or is chosen on a page; test_pages.py puts whole pages before it."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.chromium import DESKTOP, refused
from tests.browser.conftest import OpenPage
from tests.browser.desk import ARTICLE, Desk
from tests.browser.desk_kinds import SHORT, hold
from tests.browser.judges import Axe
from tests.browser.layout import views

from factdesk.vocabulary import Role

pytestmark = pytest.mark.browser


def is_sound(page: Page, axe: Axe) -> None:
    """Hold that axe-core finds nothing on a page as it stands, on a desktop and on a phone."""
    for view in views(page):
        assert axe.faults(page) == [], view
    page.set_viewport_size(DESKTOP["viewport"])
    page.emulate_media(color_scheme="light")


def test_what_a_reader_opens(page: Page, axe: Axe) -> None:
    page.goto("/claims?q=ransom")
    for summary in page.locator("summary").all():
        if summary.is_visible() and summary.evaluate("summary => !summary.parentElement.open"):
            summary.click()
    page.locator(".menu > summary").click()
    is_sound(page, axe)
    page.goto("/claims/MDS-31")
    page.locator(".sums > summary").click()
    is_sound(page, axe)
    page.goto(ARTICLE)
    page.locator(".mark-ref").first.click()
    expect(page.locator("#margin-note")).to_be_focused()
    is_sound(page, axe)


def test_the_sheet_of_filters_on_a_phone(phone: Page, axe: Axe) -> None:
    phone.emulate_media(color_scheme="dark")
    phone.goto("/claims?q=ransom#filters")
    assert axe.faults(phone) == []


def test_a_filtered_register_and_a_refused_search(open_page: OpenPage, axe: Axe) -> None:
    with open_page(expecting=refused(422)) as page:
        page.goto("/claims")
        page.locator('input[type="checkbox"][name="verdict"][value="disputed"]').check()
        page.locator(".chips").wait_for()
        is_sound(page, axe)
        page.get_by_label("Search claims").fill('"')
        page.get_by_role("alert").wait_for()
        is_sound(page, axe)


def test_texts_in_other_scripts_and_quotes_alone(open_page: OpenPage, tales_server: str, axe: Axe) -> None:
    with open_page() as page:
        for path in ("/articles/kept", "/articles/tale-ar", "/articles/tale-ja"):
            page.goto(path)
            is_sound(page, axe)


def test_what_opens_and_swaps_in_at_a_desk(open_page: OpenPage, desk: Desk, axe: Axe) -> None:
    desk.act(Role.EDITOR, hold)
    with open_page(expecting=refused(422)) as page:
        desk.sign_in(page)
        page.goto(SHORT)
        page.keyboard.press("?")
        page.locator("#keys").wait_for()
        is_sound(page, axe)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Give this verdict").click()
        page.locator("#judgement-problem").wait_for()
        is_sound(page, axe)
        page.get_by_label("Mixed", exact=True).check()
        page.get_by_label("Low", exact=True).check()
        page.get_by_label("Reason", exact=True).fill("Some of it holds.")
        page.get_by_role("button", name="Give this verdict").click()
        page.locator(".stored").wait_for()
        is_sound(page, axe)
        page.goto(ARTICLE)
        page.locator(".article-text p").first.select_text()
        page.locator("#choosing-bar").wait_for()
        is_sound(page, axe)
        page.keyboard.press("p")
        page.locator("#choosing-desk").wait_for()
        is_sound(page, axe)
