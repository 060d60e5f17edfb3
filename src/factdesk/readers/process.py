"""A process of its own for reading what strangers send: it is given bytes, answers line by line, and is ended in time.

It is limited in memory and processor time where the system can (POSIX); elsewhere the clock alone ends it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Timer
from typing import IO, Any, NamedTuple

try:
    import resource
except ImportError:  # only where there is POSIX
    resource = None  # type: ignore[assignment]

_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
"""What the process needs of the environment; passwords in it are not for one that reads what strangers send."""


class Limits(NamedTuple):
    """How many seconds, of the clock and of the processor, and how many bytes of address space a process may take."""

    seconds: float
    memory: int


class TooLong(Exception):
    """Its time was up."""


class TooMuch(Exception):
    """It ended without an answer: it wanted more than its limits."""


@contextmanager
def answering(module: str, asked: Mapping[str, Any], data: bytes, limits: Limits) -> Iterator[IO[bytes]]:
    """Let `python -m module` read `data`, and give its answer as it comes; raises TooLong and TooMuch.

    It is ended when its time is up, and when nobody reads on.
    """
    command = [sys.executable, "-P", "-m", module]  # -P: no module beside which the server happens to be started
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ} | {"PYTHONUTF8": "1"}
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps({**asked, "limits": limits}).encode() + b"\n" + data)
        file.seek(0)
        with subprocess.Popen(  # noqa: S603  # nosec B603  our own module; the file comes by its input
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        ) as process:
            late = Timer(limits.seconds, process.kill)
            late.start()
            try:
                assert process.stdout is not None  # noqa: S101  # nosec B101  a pipe was asked for
                yield process.stdout
                if process.stdout.read(1):  # nobody wants the rest
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
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) or 1, int(seconds) or 1))
    return asked
