"""A real server over a seeded database and one Chromium; a page that has anything to complain about fails its test."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)
from tests.browser import judges
from tests.browser.desk import Desk
from tests.browser.hostile import hostile_register
from tests.helpers import article_texts, builders

from factdesk.access import OPERATOR
from factdesk.database.engine import open_engine
from factdesk.database.migrate import migrate
from factdesk.database.transaction import writing
from factdesk.drafts.register import RegisterDraft
from factdesk.imports import seed
from factdesk.settings import Settings
from factdesk.web.app import create_app

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DEVICES = {"desktop": DESKTOP, "phone": PHONE}

expect.set_options(timeout=20_000)
"""Patience for a machine that does other work beside: what never comes still fails its test."""

OpenPage = Callable[..., AbstractContextManager[Page]]
DeskMaker = Callable[[], AbstractContextManager[Desk]]


@contextmanager
def _serving(database_url: str) -> Iterator[str]:
    """Serve the app from a thread, on a port the system chose."""
    app = create_app(Settings(database_url=database_url, contact="corrections@example.org"))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


def _database(folder: Path, name: str, draft: RegisterDraft | None = None) -> str:
    """Make a SQLite register that holds the draft, or else the project's seed with a text made of its quotes."""
    url = f"sqlite:///{folder / name}.db"
    engine = open_engine(url)
    migrate(engine)
    if draft is None:
        with writing(engine) as session:
            seed.load(session, OPERATOR)
        article_texts.hold_seed(engine)
    else:
        builders.load(engine, draft)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a running register that holds the project's seed."""
    with _serving(_database(tmp_path_factory.mktemp("browser"), "seeded")) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a running register whose texts strain the layout."""
    with _serving(_database(tmp_path_factory.mktemp("browser"), "hostile", hostile_register())) as address:
        yield address


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with the project's seed, to be copied."""
    folder = tmp_path_factory.mktemp("browser")
    _database(folder, "template")
    return folder / "template.db"


@pytest.fixture
def make_desk(seeded_file: Path, tmp_path: Path) -> DeskMaker:
    """Give what makes running registers, each with a database of its own."""
    numbers = count(1)

    @contextmanager
    def made() -> Iterator[Desk]:
        file = shutil.copyfile(seeded_file, tmp_path / f"desk{next(numbers)}.db")
        url = f"sqlite:///{file}"
        engine = open_engine(url)
        with _serving(url) as address:
            yield Desk(address, engine)
        engine.dispose()

    return made


@pytest.fixture
def desk(make_desk: DeskMaker) -> Iterator[Desk]:
    """Give a running register of its own, with people who can sign in."""
    with make_desk() as desk:
        yield desk


def _chromium(playwright: Playwright) -> str | None:
    """Find the browser: as told, as the system has it, or playwright's own."""
    told = os.environ.get("CHROMIUM")
    found = told or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and not Path(playwright.chromium.executable_path).exists():
        pytest.skip("needs Chromium: install the system's package, or name it in the environment as CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(playwright), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def checker(request: pytest.FixtureRequest) -> Iterator[judges.HtmlChecker]:
    """Give the running HTML checker."""
    with judges.html_checker(request.config) as running:
        yield running


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """Give the script of axe-core."""
    return Path(judges.fetch(request.config), "axe-core", "axe.min.js").read_text(encoding="utf-8")


class Complaints:
    """What pages complained of: their consoles, uncaught errors, and requests to other hosts."""

    def __init__(self, context: BrowserContext, own: str, expected: tuple[str, ...]) -> None:
        self._own, self._expected = own, expected
        self.found: list[str] = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"uncaught: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or any(text in message.text for text in self._expected):
            return
        self.found.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._own, "data:", "blob:")):
            self.found.append(f"asked another host: {request.url}")


def refused(status: int) -> tuple[str, str]:
    """Give what the console says of an answer with this status, once by the browser and once by htmx."""
    return f"responded with a status of {status}", f"Response Status Error Code {status}"


@pytest.fixture
def open_page(browser: Browser, server: str) -> OpenPage:
    """Open pages without a past; `base_url` picks the server, `expecting` names complaints that are wanted."""

    @contextmanager
    def opened(*, base_url: str = server, expecting: tuple[str, ...] = (), **options: Any) -> Iterator[Page]:
        context = browser.new_context(**DESKTOP | {"base_url": base_url} | options)
        context.set_default_timeout(8_000)
        complaints = Complaints(context, f"{base_url}/", expecting)
        try:
            yield context.new_page()
            assert complaints.found == []
        finally:
            context.close()

    return opened


@pytest.fixture
def page(open_page: OpenPage) -> Iterator[Page]:
    """Open a page on a desktop."""
    with open_page() as page:
        yield page


@pytest.fixture
def plain_page(open_page: OpenPage) -> Iterator[Page]:
    """Open a page on a desktop whose browser runs no scripts."""
    with open_page(java_script_enabled=False) as page:
        yield page


@pytest.fixture
def phone(open_page: OpenPage) -> Iterator[Page]:
    """Open a page on a phone."""
    with open_page(**PHONE) as page:
        yield page
