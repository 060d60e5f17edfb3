"""Chromium, and pages in it that fail whoever opened them if they have anything to complain about."""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    WebError,
    sync_playwright,
)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-turbofan",  # scripts run for moments here: to optimise them costs more than it gains
]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""What systems call it; the first, without windows of its own, asks for far less of the machine."""
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DEVICES = {"desktop": DESKTOP, "phone": PHONE}
MEDIA: dict[str, Any] = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}
PATIENCE = 20_000
"""Milliseconds, for a machine that does other work beside: what never comes still fails its test."""


def refused(status: int) -> tuple[str, str]:
    """Give what the console says of an answer with this status, once by the browser and once by htmx."""
    return f"responded with a status of {status}", f"Response Status Error Code {status}"


class Complaints:
    """What the pages of a context complain of: their consoles, uncaught errors, and requests to other hosts."""

    def __init__(self, own: str, expected: tuple[str, ...]) -> None:
        self._own, self._expected = own, expected
        self._heard = {"console": self._console, "weberror": self._error, "request": self._request}
        self.found: list[str] = []

    @contextmanager
    def heard(self, context: BrowserContext) -> Iterator[None]:
        """Listen to the pages of a context."""
        for event, listener in self._heard.items():
            context.on(event, listener)  # type: ignore[call-overload]
        try:
            yield
        finally:
            for event, listener in self._heard.items():
                context.remove_listener(event, listener)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or any(text in message.text for text in self._expected):
            return
        self.found.append(f"{message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.found.append(f"uncaught: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._own, "data:", "blob:")):
            self.found.append(f"asked another host: {request.url}")


class Pages:
    """Pages that know nothing of those before: one serves again for the same options, for its caches, once emptied."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: defaultdict[str, list[Page]] = defaultdict(list)

    @contextmanager
    def opened(self, base_url: str, *, expecting: tuple[str, ...] = (), **but: Any) -> Iterator[Page]:
        """Open a page on a desktop, or `but` elsewhere; raises AssertionError for complaints not expected."""
        options = DESKTOP | MEDIA | {"base_url": base_url} | but
        free = self._free[repr(sorted(options.items()))]
        page = free.pop() if free else self._new(options)
        complaints = Complaints(f"{base_url}/", expecting)
        try:
            with complaints.heard(page.context):
                yield page
            assert not complaints.found, complaints.found
            _empty(page, options)
        except BaseException:
            page.context.close()
            raise
        free.append(page)

    def _new(self, options: dict[str, Any]) -> Page:
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context.new_page()


def _empty(page: Page, options: dict[str, Any]) -> None:
    """Take from a page what a test left: other tabs, sign-ins, what is kept, and what was put in its way."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.context.clear_cookies()
    page.unroute_all()
    page.wait_for_load_state()
    if page.url.startswith(options["base_url"]):
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.emulate_media(media="null", **{name: options[name] for name in MEDIA})
    page.set_viewport_size(options["viewport"])
    page.mouse.move(0, 0)


def _executable(playwright: Playwright) -> str | None:
    """Find the browser: as CHROMIUM tells, as the system has it, or playwright's own, which needs no path."""
    told = os.environ.get("CHROMIUM")
    found = told or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and not Path(playwright.chromium.executable_path).exists():
        raise LookupError("needs Chromium: install the system's package, or name it in the environment as CHROMIUM")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; raises LookupError where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_executable(playwright), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
