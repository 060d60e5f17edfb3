"""The Nu HTML checker finds nothing in a part that htmx puts into a page, nor in the page that is exported.

Whole pages are put before it in test_pages.py.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Page
from tests.browser.conftest import OpenPage
from tests.browser.desk import Desk
from tests.browser.desk_kinds import SHORT, WORDS
from tests.browser.judges import HtmlChecker
from tests.browser.kinds import PAGES
from tests.drills.any_text import exported

from factdesk.shapes.claims import ClaimDetail

pytestmark = pytest.mark.browser

OF_SIGNS = "orbidden code point"
"""What the checker says of signs that stand for nothing, in whatever document. Its warnings guess at languages."""
ASKED = {"HX-Request": "true"}


def in_document(part: str) -> str:
    """Put the part that htmx asked for into a document, with the heading and the form it relies on."""
    around = '<h1>Part</h1><form id="filter-form" action="/claims"><p>Filter</p></form><datalist id="source-choices">'
    around += "</datalist>"
    return f'<!doctype html><html lang="en"><head><title>Part</title></head><body>{around}{part}</body></html>'


def test_the_checker_sees_errors(checker: HtmlChecker) -> None:
    assert checker.faults(in_document("<p><section hx-get='/'></p>"))


def test_every_part_of_a_page_is_correct_html(checker: HtmlChecker, page: Page) -> None:
    for kind in ("register", "article", "filtered", "searched", "empty", "later page", "not understood"):
        document = in_document(page.request.get(PAGES[kind], headers=ASKED).text())
        assert document.count("<html") == 1, kind
        assert checker.faults(document) == [], kind


def test_the_part_of_a_claim_that_a_form_brings_is_correct_html(
    checker: HtmlChecker, open_page: OpenPage, desk: Desk
) -> None:
    with open_page() as page:
        form = {"csrf": desk.sign_in(page), "wording": "1"}
        for more, said in (({}, "nothing was stored"), (WORDS, "now stands as disputed")):
            part = page.request.post(f"{SHORT}/reviews", form=form | more, headers=ASKED).text()
            assert said in part
            assert checker.faults(in_document(part).replace("<h1>Part</h1>", "")) == [], said


def test_the_page_that_is_exported_is_correct_html(checker: HtmlChecker, page: Page) -> None:
    assert checker.faults(page.request.get("/claims.html").text()) == []


@given(exported=exported("html"))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_whatever_texts_a_register_holds_the_page_that_is_exported_is_correct_html(
    checker: HtmlChecker, exported: tuple[list[ClaimDetail], bytes]
) -> None:
    made, written = exported
    text = written.decode()
    errors = [str(said["message"]) for said in checker.messages(text) if said["type"] == "error"]
    assert [error for error in errors if OF_SIGNS not in error] == []
    assert all(f'id="{claim.ref}"' in text for claim in made)
