"""Measuring two or more sides against each other in one run, and the registers they are measured on."""

import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from itertools import cycle
from pathlib import Path
from statistics import median

from starlette.types import ASGIApp
from tests.helpers import large_register

from factdesk.database.engine import open_engine
from factdesk.database.migrate import migrate

Call = Callable[[], object]


def register(folder: Path, claims: int) -> str:
    """Give the address of a register of so many claims; it is made once and kept in the folder."""
    file = folder / f"register-{claims}.db"
    url = f"sqlite:///{file}"
    if not file.exists():
        began = time.perf_counter()
        engine = open_engine(url)
        migrate(engine)
        large_register.fill(engine, claims)
        engine.dispose()
        sys.stderr.write(f"made a register of {claims:,} claims in {time.perf_counter() - began:.0f} s\n")
    return url


def medians(sides: Mapping[str, Call], *, seconds: float, most: int = 2_000) -> dict[str, float]:
    """Call all sides in turn for some seconds, three times at least; give the median time of each in seconds.

    In turn, so that whatever else the machine does falls on all of them.
    """
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for call in sides.values():
        call()
    end = time.perf_counter() + seconds
    for turn in range(most):
        if turn > 2 and time.perf_counter() > end:
            break
        for name, call in sides.items():
            began = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - began)
    return {name: median(times) for name, times in taken.items()}


def share(one: float, other: float) -> str:
    """Write what requests that take `one` second reach of those that take `other`."""
    return f"{other / one:.2f} ({1 / one:,.0f}/s to {1 / other:,.0f}/s)"


class Asker:
    """Sends requests to an application in this process, without a server or a socket between."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def _ask(self, address: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str]]:
        path, _, query = address.partition("?")
        own = [(name.lower().encode(), text.encode()) for name, text in headers.items()]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(b"host", b"bench"), *own],
            "client": ("127.0.0.1", 1), "server": ("bench", 80), "state": {},
        }  # fmt: skip
        sent: list[dict] = []

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            sent.append(message)

        await self._app(scope, receive, send)
        return sent[0]["status"], {name.decode(): text.decode() for name, text in sent[0]["headers"]}

    def get(self, runner: asyncio.Runner, address: str, status: int = 200, **headers: str) -> dict[str, str]:
        """Ask for an address; give the headers of the answer."""
        got, answered = runner.run(self._ask(address, {name.replace("_", "-"): text for name, text in headers.items()}))
        assert got == status, (address, got)
        return answered


def turns(asker: Asker, runner: asyncio.Runner, addresses: list[str]) -> Call:
    """Give a call that asks for the next of some addresses each time."""
    following = cycle(addresses)
    return lambda: asker.get(runner, next(following))
