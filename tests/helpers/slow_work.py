"""Watching that nothing slow is done while the register is locked: hashing passwords, rendering, files, network."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import jinja2
import pwdlib
import pytest
import sqlalchemy as sa

from factdesk.database.engine import WRITES

SLOW_EVENTS = ("open", "os.listdir", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "shutil.copyfile")
"""What Python says of itself before it does such a thing: https://docs.python.org/3/library/audit_events.html"""
PROGRAM = (".py", ".pyc", ".so", ".pyd")
"""Files of the program itself, which are read once, when they are first needed."""
_state = threading.local()
_found: list[str] = []


def _begin(connection: sa.Connection) -> None:
    _state.writing = connection.get_execution_options().get(WRITES) is not None


def _end(_connection: sa.Connection) -> None:
    _state.writing = False


def _note(what: str) -> None:
    if getattr(_state, "writing", False):
        _found.append(what)


def _audited(event: str, given: tuple[Any, ...]) -> None:
    if event in SLOW_EVENTS and getattr(_state, "writing", False):
        name = str(given[0]) if given else ""
        if not name.endswith(PROGRAM) and "__pycache__" not in name:
            _note(f"{event} {name}")


def _noting(what: str, do: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*given: Any, **named: Any) -> Any:
        _note(what)
        return do(*given, **named)

    return noted


@contextmanager
def watching() -> Iterator[list[str]]:
    """Watch this process from now on; gives the list of what was done."""
    sys.addaudithook(_audited)  # it cannot be taken away again
    with pytest.MonkeyPatch.context() as patch:
        for event, listener in (("begin", _begin), ("commit", _end), ("rollback", _end)):
            sa.event.listen(sa.Engine, event, listener)
        for name in ("hash", "verify", "verify_and_update"):
            patch.setattr(pwdlib.PasswordHash, name, _noting(f"password {name}", getattr(pwdlib.PasswordHash, name)))
        patch.setattr(jinja2.Template, "render", _noting("render", jinja2.Template.render))
        yield _found
        for event, listener in (("begin", _begin), ("commit", _end), ("rollback", _end)):
            sa.event.remove(sa.Engine, event, listener)
