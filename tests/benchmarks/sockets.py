"""Asking over sockets, as browsers and programs do: servers in processes of their own, connections that stay open."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle

from tests.benchmarks.measuring import Call

PATIENCE = 60
"""Seconds to wait for a server to start, to answer, or to end."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens."""

    host: str
    port: int


@contextmanager
def served(url: str) -> Iterator[Place]:
    """Serve a register as `factdesk serve` does, and end it in the end."""
    with _started("-m", "factdesk", "serve", "--no-seed", "--database", url, "--port", "0") as place:
        yield place


@contextmanager
def bare(*words: str) -> Iterator[Place]:
    """Serve what `python -m tests.benchmarks.bare` makes of some words."""
    with _started("-m", "tests.benchmarks.bare", *words) as place:
        yield place


@contextmanager
def _started(*command: str) -> Iterator[Place]:
    """Start a server that tells its address by a line with `Open http://HOST:PORT/`."""
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = next((line for line in process.stdout if line.startswith("Open http://")), None)
            assert told is not None, "the server did not start"
            host, port = told.split()[1].removeprefix("http://").rstrip("/").split(":")
            yield Place(host, int(port))
        finally:
            process.terminate()
            process.wait(PATIENCE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _request(place: Place, method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    own = {"Host": f"{place.host}:{place.port}", **headers}
    if method != "GET":
        own["Content-Length"] = str(len(body))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in own.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def _head(raw: bytes) -> tuple[int, dict[str, str]]:
    """Read status and headers of an answer."""
    first, *lines = raw.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}


class Reader:
    """One connection that stays open; asks and waits for the answer."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._socket = socket.create_connection((place.host, place.port), timeout=PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def get(self, path: str, status: int = 200, **headers: str) -> Answer:
        """Ask for an address; raises AssertionError for another status."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        self._socket.sendall(_request(self._place, "GET", path, named, b""))
        raw = b""
        while not raw.endswith(b"\r\n\r\n"):
            raw += self._file.readline()
        got, headed = _head(raw[:-4])
        body = self._file.read(int(headed.get("content-length", 0)))
        assert got == status, (path, got)
        return Answer(got, headed, body)

    def turns(self, paths: list[str]) -> Call:
        """Give a call that asks for the next of some addresses each time."""
        following = cycle(paths)
        return lambda: self.get(next(following))


class Connection:
    """One connection of many at once, opened when it is first needed and again where it broke."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Ask and wait; raises OSError or asyncio.IncompleteReadError where the connection breaks."""
        if self._open is not None and self._open[0].at_eof():  # the server ended what was idle
            self.close()
        if self._open is None:
            self._open = await asyncio.open_connection(self._place.host, self._place.port)
        reader, writer = self._open
        try:
            writer.write(_request(self._place, method, path, headers, body))
            status, headed = _head((await reader.readuntil(b"\r\n\r\n"))[:-4])
            answer = Answer(status, headed, await reader.readexactly(int(headed.get("content-length", 0))))
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            raise
        if headed.get("connection") == "close":
            self.close()
        return answer

    def close(self) -> None:
        """End the connection, if it is open."""
        if self._open is not None:
            self._open[1].close()
            self._open = None
