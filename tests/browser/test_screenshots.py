"""Pages fit every width, zoom and paper; and their pictures for the documentation.

The pictures go to docs/screenshots only where FACTDESK_SCREENSHOTS=1 is set, as in
`FACTDESK_SCREENSHOTS=1 pytest -m browser tests/browser/test_screenshots.py`.
"""

import os
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import DESKTOP, DEVICES, PHONE, OpenPage, refused
from tests.browser.kinds import PAGES, STATUS

pytestmark = pytest.mark.browser

KEEP = os.environ.get("FACTDESK_SCREENSHOTS") == "1"  # read at import: tests hide such variables
FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PICTURES = {
    "register": "/claims",
    "claim": "/claims/MDS-25",
    "article": "/articles/malis-dark-shadow",
    "sources": "/sources",
    "statistics": "/statistics",
}
SIZES = {"desktop": DESKTOP, "phone": PHONE | {"device_scale_factor": 1}}
LARGEST_PICTURE = 300_000
HOSTILE = [
    "/claims", "/claims?topic=none&q=commission", "/articles", "/articles/a-tale", "/sources", "/sources/source-0",
    "/sources/source-1", "/statistics", *(f"/claims/HOSTILE-{number}" for number in range(1, 6)),
]  # fmt: skip

TOO_WIDE = """() => {
  const room = document.scrollingElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > room + 1)
    .map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)
    .slice(0, 5).concat("the page is too wide");
}"""


def settled(page: Page) -> None:
    """Wait for the fonts, without which widths and pictures differ."""
    page.wait_for_function("document.fonts.ready.then(() => true)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_small_and_not_blank(
    open_page: OpenPage, tmp_path: Path, name: str, size: str, scheme: str
) -> None:
    folder = FOLDER if KEEP else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-{size}-{scheme}.png"
    with open_page(**SIZES[size], color_scheme=scheme) as page:
        page.goto(PICTURES[name])
        settled(page)
        page.screenshot(path=file)
    picture = file.read_bytes()
    assert struct.unpack(">II", picture[16:24]) == tuple(SIZES[size]["viewport"].values())
    assert 10_000 < len(picture) < LARGEST_PICTURE


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_the_window(open_page: OpenPage, width: int) -> None:
    with open_page(viewport={"width": width, "height": 800}, expecting=refused(404) + refused(422)) as page:
        for kind, path in PAGES.items():
            page.goto(path)
            settled(page)
            assert page.evaluate(TOO_WIDE) == [], kind


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_hostile_texts_do_not_widen_a_page(open_page: OpenPage, hostile_server: str, width: int) -> None:
    with open_page(base_url=hostile_server, viewport={"width": width, "height": 800}) as page:
        for path in HOSTILE:
            page.goto(path)
            settled(page)
            assert page.evaluate(TOO_WIDE) == [], path


def test_forty_claims_stand_in_one_line_beside_a_wide_scrollbar(open_page: OpenPage) -> None:
    tops = "bars => [...new Set(bars.map(bar => bar.getBoundingClientRect().top))].length"
    with open_page(viewport={"width": 1280 - 17, "height": 800}) as page:
        page.goto(PAGES["register"])
        bars = page.locator(".strip li")
        assert bars.count() == 40
        assert bars.evaluate_all(tops) == 1


def test_text_at_double_size_fits(open_page: OpenPage) -> None:
    with open_page(viewport={"width": 640, "height": 450}, device_scale_factor=2) as page:
        for kind in ("register", "claim with one side", "sources", "about"):
            page.goto(PAGES[kind])
            settled(page)
            assert page.evaluate(TOO_WIDE) == [], kind


def test_without_motion_nothing_moves(open_page: OpenPage) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
    }).length"""
    with open_page(reduced_motion="reduce") as page:
        for kind in ("register", "claim with one side"):
            page.goto(PAGES[kind])
            assert page.evaluate(moving) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_forced_colours_meters_and_bars_are_still_seen(open_page: OpenPage, scheme: str) -> None:
    background = "element => getComputedStyle(element).backgroundColor"
    with open_page(forced_colors="active", color_scheme=scheme) as page:
        page.goto("/claims")
        meter = page.locator("#MDS-1 .meter")
        assert meter.locator("i.on").first.evaluate(background) != meter.locator("i:not(.on)").first.evaluate(
            background
        )
        bar = "element => getComputedStyle(element, '::before').backgroundColor"
        assert page.locator(".strip .supported a").first.evaluate(bar) != page.locator("body").evaluate(background)


@pytest.mark.parametrize("kind", ["register", "claim with tied sources", "article", "source", "about"])
def test_print_drops_navigation_and_keeps_everything_else(open_page: OpenPage, kind: str) -> None:
    with open_page() as page:
        page.goto(PAGES[kind])
        page.emulate_media(media="print")
        assert not any(
            part.is_visible() for part in page.locator(".top nav, .filters, .menu, .pager, .neighbours").all()
        )
        for link in page.locator("a.out").all()[:3]:
            written = link.evaluate("link => getComputedStyle(link, '::after').content")
            assert (link.get_attribute("href") or "") in written
        # Folded copies of a source are printed too.
        assert all(piece.bounding_box() for piece in page.locator(".collapsed .piece").all())
        document = page.pdf(format="A4", tagged=True, outline=True)
    assert document.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in document


@pytest.mark.parametrize("device", DEVICES)
def test_a_problem_page_leads_back(open_page: OpenPage, device: str) -> None:
    for kind, status in STATUS.items():
        with open_page(**DEVICES[device], expecting=refused(status)) as page:
            answer = page.goto(PAGES[kind])
            assert answer is not None
            assert answer.status == status
            page.get_by_role("link", name="Go to the register").click()
            page.locator(".rows").wait_for()
