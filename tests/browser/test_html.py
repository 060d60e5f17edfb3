"""The Nu HTML checker finds nothing in any page a reader meets, nor in a part that htmx puts into one.

Pages of the desk are put before it in test_kinds.py.
"""

import urllib.error
import urllib.request

import pytest
from hypothesis import HealthCheck, given, settings
from tests.browser.conftest import OpenPage
from tests.browser.desk import CLAIM, Desk
from tests.browser.judges import HtmlChecker
from tests.browser.kinds import PAGES
from tests.exports.test_any_text import exported

from factdesk.shapes.claims import ClaimDetail

pytestmark = pytest.mark.browser

OF_SIGNS = "orbidden code point"
"""What the checker says of signs that stand for nothing, in whatever document. Its warnings guess at languages."""
HOSTILE = ["/claims", "/articles", "/articles/a-tale", "/sources", "/sources/source-1"]


def fetched(address: str, **headers: str) -> str:
    """Get a page, also one that says no."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  our own server
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return str(answer.read().decode())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.read().decode()


def in_document(part: str) -> str:
    """Put the part that htmx asked for into a document, with the heading and the form it relies on."""
    around = '<h1>Part</h1><form id="filter-form" action="/claims"><p>Filter</p></form><datalist id="source-choices">'
    around += "</datalist>"
    return f'<!doctype html><html lang="en"><head><title>Part</title></head><body>{around}{part}</body></html>'


def test_the_checker_sees_errors(checker: HtmlChecker) -> None:
    assert checker.complaints({"wrong": in_document("<p><section hx-get='/'></p>")})


def test_every_page_is_correct_html(checker: HtmlChecker, server: str) -> None:
    assert checker.complaints({kind: fetched(server + path) for kind, path in PAGES.items()}) == []


def test_every_part_of_a_page_is_correct_html(checker: HtmlChecker, server: str) -> None:
    parts = ["register", "article", "filtered", "searched", "empty", "later page", "not understood"]
    pages = {kind: in_document(fetched(server + PAGES[kind], **{"HX-Request": "true"})) for kind in parts}
    assert all(text.count("<html") == 1 for text in pages.values())
    assert checker.complaints(pages) == []


def test_hostile_texts_stay_correct_html(checker: HtmlChecker, hostile_server: str) -> None:
    paths = [*HOSTILE, *(f"/claims/HOSTILE-{number}" for number in range(1, 6))]
    pages = {path: fetched(hostile_server + path) for path in paths}
    assert all("<b>bold</b>" not in text for text in pages.values())
    assert checker.complaints(pages) == []


@pytest.mark.parametrize("made", ["server", "hostile_server"])
def test_the_page_that_is_exported_is_correct_html(
    checker: HtmlChecker, request: pytest.FixtureRequest, made: str
) -> None:
    pages = {"exported": fetched(request.getfixturevalue(made) + "/claims.html")}
    assert checker.complaints(pages) == []


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


def test_the_part_of_a_claim_that_a_form_brings_is_correct_html(
    checker: HtmlChecker, open_page: OpenPage, desk: Desk
) -> None:
    with open_page(base_url=desk.address) as page:
        desk.sign_in(page)
        page.goto(CLAIM)
        form: dict[str, str | float | bool] = {
            "csrf": page.locator("#form-judgement [name=csrf]").input_value(),
            "wording": "1",
        }
        told: dict[str, str | float | bool] = {"verdict": "mixed", "confidence": "low", "reason": "Some of it holds."}
        asked = {"HX-Request": "true"}
        parts = {
            name: page.request.post(f"{CLAIM}/reviews", form=form | more, headers=asked).text()
            for name, more in (("refused", {}), ("stored", told))
        }
    assert "nothing was stored" in parts["refused"]
    assert "now stands as mixed" in parts["stored"]
    pages = {name: in_document(text).replace("<h1>Part</h1>", "") for name, text in parts.items()}
    assert checker.complaints(pages) == []
