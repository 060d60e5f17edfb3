"""How pages stand in windows of every width."""

from collections.abc import Iterator

from playwright.sync_api import Page
from tests.browser.chromium import DESKTOP, PHONE

WIDTHS = (1280, 768, 390, 320)
SETTLED = """async () => {
  await document.fonts.ready;
  // What watches its own size draws anew in the first of these frames.
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
}"""
TOO_WIDE = """() => {
  const room = document.scrollingElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > room + 1)
    .map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)
    .slice(0, 5).concat("the page is too wide");
}"""


def settled(page: Page) -> None:
    """Wait for the fonts, without which widths and pictures differ, and for what is drawn to the width."""
    page.evaluate(SETTLED)


def too_wide(page: Page) -> list[str]:
    """Give what stands out of the window, if anything does."""
    settled(page)
    return list(page.evaluate(TOO_WIDE))


def too_wide_at(page: Page, *widths: int) -> list[str]:
    """Give what stands out of windows of some widths."""
    found = []
    for width in widths:
        page.set_viewport_size(DESKTOP["viewport"] | {"width": width})
        found += [f"{width} pixels: {one}" for one in too_wide(page)]
    return found


def views(page: Page) -> Iterator[str]:
    """Show a page as it stands on a desktop in light, and then on a phone in the dark."""
    yield "desktop, light"
    page.set_viewport_size(PHONE["viewport"])
    page.emulate_media(color_scheme="dark")
    settled(page)
    yield "phone, dark"
