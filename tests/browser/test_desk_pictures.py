"""Pictures of the desk: every form empty, filled, refused and stale; none is wider than the window.

They go to docs/screenshots only where FACTDESK_SCREENSHOTS=1 is set, as in
`FACTDESK_SCREENSHOTS=1 pytest -m browser tests/browser/test_desk_pictures.py`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import OpenPage, refused
from tests.browser.desk import KINDS, Desk, show
from tests.browser.test_screenshots import FOLDER, KEEP, SIZES, TOO_WIDE, settled

pytestmark = pytest.mark.browser

LARGEST_PICTURE = 400_000


def nothing(page: Page) -> None:
    """Leave the page as it is."""


def fill_judgement(page: Page) -> None:
    page.get_by_label("Disputed").check()
    page.get_by_label("Very low").check()
    page.locator("#judgement-reason").fill("The only source for it took the report back in March 2013.")


def fill_source(page: Page) -> None:
    page.get_by_label("Citekey").fill("rfi-2012")
    page.get_by_label("Title").fill("Nord du Mali : les journalistes et la rançon")
    page.get_by_label("Authors").fill("Aminata Diallo\nJean Martin")
    page.get_by_label("Publisher").fill("RFI")
    page.get_by_label("Published").fill("March 2012")
    page.get_by_label("Address").fill("https://www.example.org/rancon")


PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "desk-claim": ("claim, editor", nothing),
    "desk-judgement-filled": ("claim, reviewer", fill_judgement),
    "desk-judgement-refused": ("judgement, refused", nothing),
    "desk-evidence-refused": ("evidence, refused", nothing),
    "desk-claim-stale": ("claim, edit stale", nothing),
    "desk-claim-edit": ("claim, edit", nothing),
    "desk-source-new": ("source, new", nothing),
    "desk-source-filled": ("source, new", fill_source),
    "desk-source-refused": ("source, new refused", nothing),
    "desk-send-again": ("send again", nothing),
    "desk-sign-in": ("not signed in, text kept", nothing),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PICTURES)
def test_pictures_of_the_forms(
    open_page: OpenPage, desk: Desk, tmp_path: Path, name: str, size: str, scheme: str
) -> None:
    kind, then = PICTURES[name]
    folder = FOLDER if KEEP else tmp_path
    file = folder / f"{name}-{size}-{scheme}.png"
    expecting = refused(KINDS[kind].status) if KINDS[kind].status != 200 else ()
    with open_page(base_url=desk.address, expecting=expecting, **SIZES[size], color_scheme=scheme) as page:
        show(page, desk, KINDS[kind])
        then(page)
        settled(page)
        part = page.locator(".desk")
        if part.count():
            part.screenshot(path=file)
        else:
            page.screenshot(path=file, full_page=True)
    assert 10_000 < file.stat().st_size < LARGEST_PICTURE


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_form_is_wider_than_the_window(open_page: OpenPage, desk: Desk, width: int) -> None:
    statuses = tuple(text for status in (401, 403, 409, 422) for text in refused(status))
    for kind in ("claim, judged", "claim, edit stale", "source, new refused", "article, new", "send again", "account"):
        size = {"viewport": {"width": width, "height": 800}}
        with open_page(base_url=desk.address, expecting=statuses, **size) as page:
            show(page, desk, KINDS[kind])
            settled(page)
            assert page.evaluate(TOO_WIDE) == [], kind
