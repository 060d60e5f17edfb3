"""Registers in SQLite files, and the app that serves one of them from a thread."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import sqlalchemy as sa
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.browser.hostile import hostile_register
from tests.browser.strips import strips
from tests.browser.texts import tales
from tests.helpers import article_texts, builders

from factdesk.access import OPERATOR
from factdesk.database.engine import open_engine
from factdesk.database.migrate import migrate
from factdesk.database.transaction import writing
from factdesk.imports import seed
from factdesk.settings import Settings
from factdesk.web.app import create_app

PATIENCE = 30
"""Seconds to wait for an answer that is under way."""


def _seeded(engine: sa.Engine) -> None:
    with writing(engine) as session:
        seed.load(session, OPERATOR)
    article_texts.hold_seed(engine)


def _hostile(engine: sa.Engine) -> None:
    builders.load(engine, hostile_register())


SEEDED, HOSTILE, TALES, STRIPS = "seeded", "hostile", "tales", "strips"
FILLED: dict[str, Callable[[sa.Engine], None]] = {SEEDED: _seeded, HOSTILE: _hostile, TALES: tales, STRIPS: strips}
"""What a register holds: the project's seed with a text made of its quotes, texts that strain the layout, articles in
many scripts, or articles of few claims and of very many."""


class Registers:
    """A folder of registers: each kind is filled once, and copied for whoever writes in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def filled(self, holding: str) -> Path:
        """Give the file that holds this, for reading only."""
        file = self._folder / f"{holding}.db"
        if not file.exists():
            engine = open_engine(f"sqlite:///{file}")
            migrate(engine)
            FILLED[holding](engine)
            engine.dispose()
        return file

    @contextmanager
    def copied(self, holding: str) -> Iterator[Path]:
        """Give a copy to write in, and remove it in the end."""
        file = self._folder / f"copy{next(self._numbers)}.db"
        shutil.copyfile(self.filled(holding), file)
        try:
            yield file
        finally:
            for part in self._folder.glob(f"{file.name}*"):
                part.unlink()


class Served:
    """The app at its address, and the engine it uses; which file that opens may be changed between requests.

    Statements once compiled for an engine serve every file, and cost more than a test does otherwise.
    """

    def __init__(self, file: Path, address: str) -> None:
        self.address = address
        self._link = file.with_name("served.db")
        self._link.symlink_to(file)
        url = f"sqlite:///{self._link}"
        self.engine = open_engine(url)
        self._app: ASGIApp = create_app(Settings(database_url=url, contact="corrections@example.org"), self.engine)
        self._answering = 0
        self._changed = threading.Condition()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a request while it is being answered."""
        asked = int(scope["type"] == "http")
        self._count(asked)
        try:
            await self._app(scope, receive, send)
        finally:
            self._count(-asked)

    def _count(self, more: int) -> None:
        with self._changed:
            self._answering += more
            self._changed.notify_all()

    def show(self, file: Path) -> None:
        """Open another file, once nothing is being answered from the one before."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._answering, timeout=PATIENCE), "an answer never ends"
        if file != self._link.readlink():
            self.engine.dispose()
            self._link.unlink()
            self._link.symlink_to(file)


@contextmanager
def serving(file: Path) -> Iterator[Served]:
    """Serve a register on a port that the system chose."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        served = Served(file, f"http://127.0.0.1:{listening.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(served, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield served
        finally:
            server.should_exit = True
            thread.join(timeout=PATIENCE)
            served.engine.dispose()
