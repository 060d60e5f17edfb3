"""Pages full of texts that strain them: correct HTML, nothing for axe-core to find, nothing wider than its window."""

import pytest
from tests.browser.conftest import OpenPage
from tests.browser.hostile import OTHER_PAGES, PAGES_OF_CLAIMS
from tests.browser.judges import Axe, HtmlChecker, judged
from tests.browser.layout import WIDTHS, too_wide_at

pytestmark = pytest.mark.browser

GUESS = "This document appears to be written in"
"""How the HTML checker begins where it takes a page for another language's, which it does by chance with such texts."""


def marked_up(checker: HtmlChecker, text: str) -> list[str]:
    return [wrong for wrong in checker.faults(text) if GUESS not in wrong]


def test_no_page_of_hostile_texts_has_a_fault(
    open_page: OpenPage, hostile_server: str, checker: HtmlChecker, axe: Axe
) -> None:
    found = {}
    with open_page() as page:
        found["exported"] = marked_up(checker, page.request.get("/claims.html").text())
    for path in OTHER_PAGES + PAGES_OF_CLAIMS:
        with open_page() as page:
            answer = page.goto(path)
            assert answer is not None
            assert "<b>bold</b>" not in answer.text(), path
            wrong = judged(page, axe) if path in PAGES_OF_CLAIMS else too_wide_at(page, *WIDTHS)
            found[path] = marked_up(checker, answer.text()) + wrong
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
