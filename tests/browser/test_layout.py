"""Pages at double size, without motion, in forced colours and on paper; test_pages.py looks at every width."""

import pytest
from playwright.sync_api import Page
from tests.browser.chromium import DEVICES, refused
from tests.browser.conftest import OpenPage
from tests.browser.kinds import PAGES, STATUS
from tests.browser.layout import too_wide

pytestmark = pytest.mark.browser

MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
}).length"""


def test_text_at_double_size_fits(page: Page) -> None:
    page.set_viewport_size({"width": 640, "height": 450})  # what is left of 1280 by 900 then
    for kind in ("register", "claim with one side", "sources", "about"):
        page.goto(PAGES[kind])
        assert too_wide(page) == [], kind


def test_without_motion_nothing_moves(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    for kind in ("register", "claim with one side"):
        page.goto(PAGES[kind])
        assert page.evaluate(MOVING) == 0, kind


def test_print_drops_navigation_and_keeps_everything_else(page: Page) -> None:
    for kind in ("register", "claim with tied sources", "article", "source", "about"):
        page.emulate_media(media="screen")
        page.goto(PAGES[kind])
        page.emulate_media(media="print")
        navigation = page.locator(".top nav, .filters, .menu, .pager, .neighbours").all()
        assert not any(part.is_visible() for part in navigation), kind
        for link in page.locator("a.out").all()[:3]:
            written = link.evaluate("link => getComputedStyle(link, '::after').content")
            assert (link.get_attribute("href") or "") in written, kind
        # Folded copies of a source are printed too.
        assert all(piece.bounding_box() for piece in page.locator(".collapsed .piece").all()), kind
        document = page.pdf(format="A4", tagged=True, outline=True)
        assert document.startswith(b"%PDF-"), kind
        assert b"/StructTreeRoot" in document, kind


def test_a_problem_page_leads_back(open_page: OpenPage) -> None:
    for kind, status in STATUS.items():
        for options in DEVICES.values():
            with open_page(**options, expecting=refused(status)) as page:
                page.goto(PAGES[kind])
                page.get_by_role("link", name="Go to the register").click()
                page.locator(".rows").wait_for()
