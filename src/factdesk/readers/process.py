"""A process of its own for reading what strangers send: it is given bytes, answers line by line, and is ended in time.

It is limited in memory and processor time where the system can (POSIX); elsewhere the clock alone ends it.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore, Lock, Timer
from typing import IO, Any, NamedTuple, TypeVar, cast

from factdesk.errors import Clash, Invalid
from factdesk.readers.limits import AT_ONCE

try:
    import resource
except ImportError:  # only where there is POSIX
    resource = None  # type: ignore[assignment]

_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
"""What the process needs of the environment; passwords in it are not for one that reads what strangers send."""


_places = BoundedSemaphore(AT_ONCE)
_LOOK = 0.2
"""Seconds after which whoever waits for a turn looks whether it was called off."""
_DIES_WITH_PARENT = 1
"""PR_SET_PDEATHSIG (prctl(2), Linux)."""
Found = TypeVar("Found")


class Limits(NamedTuple):
    """How many seconds, of the clock and of the processor, and how many bytes of address space a process may take."""

    seconds: float
    memory: int


class TooLong(Exception):
    """Its time was up."""


class TooMuch(Exception):
    """It ended without an answer: it wanted more than its limits."""


class CallingOff:
    """By which one thread calls off what another reads, or waits to read; for good."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._lock, self._running = Lock(), set[subprocess.Popen[bytes]]()
        self.is_called_off = False

    def now(self) -> None:
        """End what is read, and let nothing more be read."""
        with self._lock:
            self.is_called_off = True
            for one in self._running:
                one.kill()

    @contextmanager
    def watching(self, running: "subprocess.Popen[bytes]") -> Iterator[None]:
        """Let a process be ended for as long as it is used."""
        with self._lock:
            self._running.add(running)
            if self.is_called_off:
                running.kill()
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(running)


_by_the_end = CallingOff()
calling_off: ContextVar[CallingOff | None] = ContextVar("calling_off", default=None)
"""What the present request can be called off by; threads that work for it see it too."""


def end_all() -> None:
    """End every process that reads, as the program ends; others may be started afterwards."""
    global _by_the_end
    ended, _by_the_end = _by_the_end, CallingOff()
    ended.now()


@contextmanager
def answering(module: str, asked: Mapping[str, Any], data: bytes, limits: Limits) -> Iterator[IO[bytes]]:
    """Let `python -m module` read `data`, and give its answer as it comes; `asked` holds the name of the file.

    It is ended when its time is up, when nobody reads on, and when it is called off, or this program ends. Raises
    TooLong and TooMuch, and Clash where so many others are being read that its turn did not come.
    """
    name = asked["name"]
    if not _has_place(limits.seconds):
        raise Clash(f"Many files are being read just now; import {name} again in a minute.", place=name)
    try:
        with _started(module, asked, data, limits) as answer:
            yield answer
    finally:
        _places.release()


def _has_place(seconds: float) -> bool:
    """Wait for a place, unless it is called off."""
    latest, by = time.monotonic() + seconds, calling_off.get()
    while not (by and by.is_called_off) and (left := latest - time.monotonic()) > 0:
        if _places.acquire(timeout=min(_LOOK, left)):
            return True
    return False


@contextmanager
def _started(module: str, asked: Mapping[str, Any], data: bytes, limits: Limits) -> Iterator[IO[bytes]]:
    command = [sys.executable, "-P", "-m", module]  # -P: no module beside which the server happens to be started
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ} | {"PYTHONUTF8": "1"}
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps({**asked, "limits": limits, "parent": os.getpid()}).encode() + b"\n" + data)
        file.seek(0)
        with subprocess.Popen(  # noqa: S603  # nosec B603  our own module; the file comes by its input
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        ) as process:
            answer = cast("IO[bytes]", process.stdout)  # a pipe was asked for
            late = Timer(limits.seconds, process.kill)
            late.start()
            try:
                with ExitStack() as ways:
                    for one in (_by_the_end, calling_off.get()):
                        if one is not None:
                            ways.enter_context(one.watching(process))
                    yield answer
                if answer.read(1):  # nobody wants the rest
                    return
                code = process.wait()
                if code and late.finished.is_set():
                    raise TooLong
                if code:
                    raise TooMuch
            finally:
                late.cancel()
                process.kill()


def question(source: IO[bytes]) -> dict[str, Any]:
    """Read what is asked, in the process, and keep to the limits from now on; the bytes to read follow."""
    asked: dict[str, Any] = json.loads(source.readline())
    seconds, memory = asked.pop("limits")
    parent = asked.pop("parent")
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)  # however that ends
    if os.name == "posix" and os.getppid() != parent:  # which has ended already
        sys.exit(1)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) or 1, int(seconds) or 1))
    return asked


def outcome(read: Callable[[], Found], name: str, too_much: str) -> Found | Invalid:
    """Read, in the process; a refusal is given, not raised. `too_much` is the sentence where memory does not do."""
    try:
        return read()
    except Invalid as refusal:
        return refusal
    except (MemoryError, RecursionError):
        return Invalid(too_much, place=name)
    except Exception:  # noqa: BLE001  libraries raise whatever a broken file leads them to
        return Invalid(f"{name} cannot be read: it seems to be damaged.", place=name)
