"""Take the pictures of the documentation anew, into docs/screenshots and docs/provenance: python -m tests.pictures."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Page
from tests.browser.chromium import DESKTOP, PHONE, Pages, chromium, refused
from tests.browser.desk import Desk
from tests.browser.desk_kinds import KINDS, show
from tests.browser.layout import settled
from tests.browser.serving import SEEDED, Registers, Served, serving

DOCS = Path(__file__).parents[2] / "docs"
SIZES = {"desktop": DESKTOP, "phone": PHONE | {"device_scale_factor": 1}}
SCHEMES = ("light", "dark")
SCREENSHOTS = {
    "register": "/claims",
    "claim": "/claims/MDS-25",
    "article": "/articles/malis-dark-shadow",
    "sources": "/sources",
    "statistics": "/statistics",
}
PROVENANCE = ("MDS-25", "MDS-29", "MDS-31", "MDS-32")
SMALLEST, LARGEST = 10_000, 400_000
"""Bytes of a picture: fewer show nothing, more are too heavy for a page of documentation."""


def main() -> None:
    """Take every picture, and say where it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--folder", type=Path, default=DOCS, help="where else to put them than in docs")
    folder = parser.parse_args().folder
    for name in [name for name in os.environ if name.startswith("FACTDESK_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="factdesk-") as made, chromium() as browser:
        registers, pages = Registers(Path(made)), Pages(browser)
        with serving(registers.filled(SEEDED)) as served:
            for where, picture in taken(served, registers, pages):
                if not SMALLEST < len(picture) < LARGEST:
                    sys.exit(f"{where} has {len(picture)} bytes: it is blank, or too heavy.")
                file = folder / where
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(picture)
                sys.stdout.write(f"{file}\n")


def taken(served: Served, registers: Registers, pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Give each picture with its place in the folder of documentation."""
    for (name, path), size, scheme in product(SCREENSHOTS.items(), SIZES, SCHEMES):
        with pages.opened(served.address, **SIZES[size], color_scheme=scheme) as page:
            page.goto(path)
            settled(page)
            yield f"screenshots/{name}-{size}-{scheme}.png", page.screenshot()
    for ref, scheme in product(PROVENANCE, SCHEMES):
        with pages.opened(served.address, color_scheme=scheme) as page:
            page.goto(f"/claims/{ref}")
            settled(page)
            yield f"provenance/{ref}-{scheme}.png", page.locator("#where-from").screenshot()
    yield "screenshots/desk-judging-light.png", judging(served, registers, pages)
    yield "screenshots/desk-stale-dark.png", stale(served, registers, pages)


def judging(served: Served, registers: Registers, pages: Pages) -> bytes:
    """Give a picture of a reviewer's desk with a judgement filled in."""
    with registers.copied(SEEDED) as file:
        served.show(file)
        with pages.opened(served.address) as page:
            shown(page, served, "claim, reviewer")
            page.get_by_label("Disputed").check()
            page.get_by_label("Very low").check()
            page.locator("#judgement-reason").fill("The only source for it took the report back in March 2013.")
            return page.locator(".desk").screenshot()


def stale(served: Served, registers: Registers, pages: Pages) -> bytes:
    """Give a picture of a claim that was changed while somebody else changed it."""
    with registers.copied(SEEDED) as file:
        served.show(file)
        with pages.opened(served.address, color_scheme="dark", expecting=refused(409)) as page:
            shown(page, served, "claim, edit stale")
            return page.screenshot(full_page=True)


def shown(page: Page, served: Served, kind: str) -> None:
    """Bring a kind of page of the desk into a page."""
    show(page, Desk(served.address, served.engine), KINDS[kind])
    settled(page)


if __name__ == "__main__":
    main()
