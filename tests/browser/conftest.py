"""A real server over a seeded database, one over databases to write in, one Chromium, and the outside judges."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import judges
from tests.browser.chromium import PATIENCE, PHONE, Pages, chromium
from tests.browser.desk import Desk
from tests.browser.serving import HOSTILE, SEEDED, TALES, Registers, Served, serving

expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., AbstractContextManager[Page]]
DeskMaker = Callable[[], AbstractContextManager[Desk]]


@pytest.fixture(scope="session")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    return Registers(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="session")
def server(registers: Registers) -> Iterator[str]:
    """Give the address of a running register that holds the project's seed, for reading only."""
    with serving(registers.filled(SEEDED)) as served:
        yield served.address


@pytest.fixture(scope="session")
def other_server(registers: Registers) -> Iterator[Served]:
    """Give the server of whatever other register a test asks for."""
    with serving(registers.filled(SEEDED)) as served:
        yield served


@pytest.fixture
def hostile_server(other_server: Served, registers: Registers) -> str:
    """Give the address of a running register whose texts strain the layout."""
    other_server.show(registers.filled(HOSTILE))
    return other_server.address


@pytest.fixture
def tales_server(other_server: Served, registers: Registers) -> str:
    """Give the address of a running register with articles in many scripts."""
    other_server.show(registers.filled(TALES))
    return other_server.address


@pytest.fixture
def make_desk(other_server: Served, registers: Registers) -> DeskMaker:
    """Give what makes desks, one after the other, each with a database of its own."""

    @contextmanager
    def made() -> Iterator[Desk]:
        with registers.copied(SEEDED) as file:
            other_server.show(file)
            yield Desk(other_server.address, other_server.engine)

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
    """Open pages without a past; `base_url` picks the server, `expecting` names complaints that are wanted."""

    def opened(*, base_url: str = server, **options: object) -> AbstractContextManager[Page]:
        return pages.opened(base_url, **options)

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
