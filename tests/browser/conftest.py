"""One server for whichever register a test wants, one Chromium, and the outside judges."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import judges
from tests.browser.chromium import PATIENCE, PHONE, Pages, chromium
from tests.browser.desk import Desk
from tests.browser.serving import HOSTILE, SEEDED, STRIPS, TALES, Registers, Served, serving

expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., AbstractContextManager[Page]]
DeskMaker = Callable[[], AbstractContextManager[Desk]]


@pytest.fixture(scope="session")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    return Registers(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="session")
def served(registers: Registers) -> Iterator[Served]:
    """Give the app that runs; the fixtures below say which register it serves."""
    with serving(registers.filled(SEEDED)) as served:
        yield served


@pytest.fixture
def server(served: Served, registers: Registers) -> str:
    """Give the address of a running register that holds the project's seed, for reading only."""
    served.show(registers.filled(SEEDED))
    return served.address


@pytest.fixture
def hostile_server(server: str, served: Served, registers: Registers) -> str:
    """Serve a register whose texts strain the layout instead."""
    served.show(registers.filled(HOSTILE))
    return server


@pytest.fixture
def tales_server(server: str, served: Served, registers: Registers) -> str:
    """Serve a register with articles in many scripts instead."""
    served.show(registers.filled(TALES))
    return server


@pytest.fixture
def strips_server(server: str, served: Served, registers: Registers) -> str:
    """Serve a register with articles of few claims and of very many instead."""
    served.show(registers.filled(STRIPS))
    return server


@pytest.fixture
def make_desk(server: str, served: Served, registers: Registers) -> DeskMaker:
    """Give what makes desks, one after the other, each with a database of its own that is served instead."""

    @contextmanager
    def made() -> Iterator[Desk]:
        with registers.copied(SEEDED) as file:
            served.show(file)
            yield Desk(server, served.engine)

    return made


@pytest.fixture
def desk(make_desk: DeskMaker) -> Iterator[Desk]:
    """Give a running register of its own, with people who can sign in."""
    with make_desk() as desk:
        yield desk


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with ExitStack() as ending:
        try:
            started = ending.enter_context(chromium())
        except LookupError as missing:
            pytest.skip(str(missing))
        yield started


@pytest.fixture(scope="session")
def pages(browser: Browser) -> Pages:
    return Pages(browser)


@pytest.fixture
def open_page(pages: Pages, server: str) -> OpenPage:
    """Open pages without a past; `expecting` names complaints that are wanted."""
    return partial(pages.opened, server)


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


@pytest.fixture(scope="session")
def checker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[judges.HtmlChecker]:
    """Give the running HTML checker; workers share one."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if hasattr(request.config, "workerinput") else own
    with judges.html_checker(request.config, shared) as running:
        yield running


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> judges.Axe:
    """Give axe-core."""
    return judges.Axe(Path(judges.fetch(request.config), "axe-core", "axe.min.js").read_text(encoding="utf-8"))
