"""Every page a reader meets: correct HTML, nothing for axe-core to find, nothing wider than its window."""

import pytest
from playwright.sync_api import Page
from tests.browser.chromium import refused
from tests.browser.conftest import OpenPage
from tests.browser.judges import Axe, HtmlChecker, judged
from tests.browser.kinds import PAGES, STATUS, subject

pytestmark = pytest.mark.browser

FAULTY = """() => {
  document.documentElement.removeAttribute("lang");
  document.styleSheets[0].insertRule("@media (prefers-color-scheme: dark) { h1 { color: black } }");
  document.querySelector("h1").style.width = "350px";
}"""
FAULTS = {
    ("desktop, light", "html-has-lang"), ("phone, dark", "html-has-lang"), ("phone, dark", "color-contrast"),
    ("320 pixels", "the page is too wide"),
}  # fmt: skip
"""What is to be found on a page that FAULTY ran on: where, and the rule it breaks."""


def test_a_fault_is_found_in_each_view(page: Page, axe: Axe) -> None:
    page.goto("/claims?q=zzzz")
    page.evaluate(FAULTY)
    found = {tuple(one.splitlines()[0].split(": ")[:2]) for one in judged(page, axe)}
    assert found >= FAULTS
    assert {where for where, _ in found} == {where for where, _ in FAULTS}


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
