"""Every page a reader meets: correct HTML, nothing for axe-core to find, nothing wider than its window."""

import pytest
from playwright.sync_api import Page
from tests.browser.chromium import DESKTOP, refused
from tests.browser.conftest import OpenPage
from tests.browser.judges import Axe, HtmlChecker, judged
from tests.browser.kinds import PAGES, STATUS, subject

pytestmark = pytest.mark.browser

FAULTS = {
    "document.documentElement.removeAttribute('lang')": "html-has-lang",
    "document.styleSheets[0].insertRule('@media (prefers-color-scheme: dark) { h1 { color: black } }')": "phone, dark",
    "document.querySelector('h1').style.width = '350px'": "320 pixels",
}
"""Scripts that make a sound page faulty, and what is said of it then."""


def test_a_fault_is_found_in_each_view(page: Page, axe: Axe) -> None:
    for script, said in FAULTS.items():
        page.set_viewport_size(DESKTOP["viewport"])
        page.emulate_media(color_scheme="light")
        page.goto("/claims?q=zzzz")
        page.evaluate(script)
        found = judged(page, axe)
        assert found, script
        assert all(said in one for one in found), found


@pytest.mark.parametrize("about", sorted({subject(path) for path in PAGES.values()}))
def test_no_page_of_a_reader_has_a_fault(open_page: OpenPage, checker: HtmlChecker, axe: Axe, about: str) -> None:
    found = {}
    for kind, path in PAGES.items():
        if subject(path) == about:
            status = STATUS.get(kind, 200)
            with open_page(expecting=refused(status)) as page:
                answer = page.goto(path)
                assert answer is not None
                assert answer.status == status, kind
                found[kind] = checker.faults(answer.text()) + judged(page, axe)
    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}


def test_the_first_page_is_the_register(page: Page) -> None:
    first, register = (page.request.get(path) for path in ("/", PAGES["register"]))
    assert first.status == 200
    assert first.text() == register.text()
