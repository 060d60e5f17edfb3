"""Running a command: inside the test's own process, which is quick, or as a process of its own, which is real."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

import sqlalchemy as sa

from factdesk.cli import main


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    written: bytes
    told: str

    @property
    def said(self) -> str:
        return self.written.decode()

    def refused(self, code: int) -> str:
        """Check that nothing came out but one line that says why, and give the line."""
        assert self.code == code, (self.code, self.told)
        assert self.written == b""
        (line,) = self.told.splitlines()
        assert line.startswith("factdesk: ")
        return line


def run(*words: str) -> Ended:
    """Run a command in this process."""
    written, told = io.BytesIO(), io.StringIO()
    out = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
    code = 0
    with patch.object(sys, "argv", ["factdesk", *words]), redirect_stdout(out), redirect_stderr(told):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    out.flush()
    return Ended(code, written.getvalue(), told.getvalue())


def run_alone(*words: str, **more: str) -> Ended:
    """Run a command as a process."""
    done = subprocess.run(
        [sys.executable, "-m", "factdesk", *words], capture_output=True, timeout=60, check=False, **more
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


def address_of(engine: sa.Engine) -> str:
    """Give a database's address as --database takes it."""
    return engine.url.render_as_string(hide_password=False)
