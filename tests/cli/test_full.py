"""A disk that is full, as a limit on files shows it, and a register that may not be written: reading goes on."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.test_serve import READY
from tests.helpers.command_line import run

pytestmark = pytest.mark.slow
SMALL = 3_000
"""Bytes that a file may have where there is no room: less than a page of the database, or than any export."""
NOT_STORED = "Nothing can be stored at the moment, because the disk is full or the register is read-only"
READS = ("/claims", "/claims/MDS-1", "/api/v1/claims?q=mali", "/statistics")
EXPORTS = ("/claims.csv", "/claims.xlsx", "/claims.zip", "/claims.html", "/claims.json", "/claims.stix.json")


def little_room():
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, resource.RLIM_INFINITY))


@contextmanager
def serving(url, before=(), **options):
    """Serve on a free port, under a command that limits it; give the process, what it said, and its address."""
    command = [*before, sys.executable, "-m", "factdesk", "serve", "--port", "0", "--database", url]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    options |= {"stdout": subprocess.PIPE, "text": True, "env": environment}
    with tempfile.TemporaryFile("w+") as errors, subprocess.Popen(command, stderr=errors, **options) as server:
        try:
            said = ""
            while not READY.search(said):
                line = server.stdout.readline()
                assert line, said
                said += line
            yield server, said, f"http://{READY.search(said)[1]}"
        finally:
            server.terminate()
            server.wait(timeout=20)
            errors.seek(0)
            assert "Exception in ASGI application" not in errors.read()


def ask(address, body=None, **headers):
    """Ask until the server listens; give status and text."""
    asked = urllib.request.Request(address, body, headers)  # noqa: S310  our own server
    for _ in range(100):
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture
def register(tmp_path):
    """Give the file of a register, its address, and what a program sends along."""
    file = tmp_path / "folder" / "register.db"
    url = f"sqlite:///{file}"
    for words in (("migrate",), ("seed",), ("user", "add", "rita")):
        assert run(*words, "--database", url).code == 0
    secret = run("token", "add", "robot", "--scope", "edit", "--database", url).said.strip()
    return file, url, {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}


def write(address, known, name):
    source = {"citekey": name, "title": f"About {name}", "kind": "news", "reliability": "B"}
    return ask(f"{address}/api/v1/sources", json.dumps(source).encode(), **known)


def limited(server, most):
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def reads_on_and_stores_nothing(address, known, url):
    for path in READS:
        assert ask(address + path)[0] == 200, path
    status, told = write(address, known, "second")
    assert (status, json.loads(told)["detail"].startswith(NOT_STORED)) == (503, True)
    assert ask(f"{address}/api/v1/sources/second", **known)[0] == 404


def stores_again(address, known, url):
    assert write(address, known, "third")[0] == 201
    for path in EXPORTS:
        assert ask(address + path)[0] == 200, path


def test_on_a_disk_that_fills_reading_goes_on_and_writing_as_soon_as_there_is_room(register):
    _, url, known = register
    with serving(url) as (server, _, address):
        assert write(address, known, "first")[0] == 201
        limited(server, SMALL)
        reads_on_and_stores_nothing(address, known, url)
        for path in EXPORTS:
            status, told = ask(address + path)
            assert (status, "no room for temporary files" in told) == (503, True), path
        article = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        status, told = ask(f"{address}/articles/import", article + b"A tale. " * 200_000 + b"\r\n--x--\r\n",
                           **known | {"Content-Type": "multipart/form-data; boundary=x"})  # fmt: skip
        assert (status, "no room for temporary files" in told) == (503, True)
        limited(server, resource.RLIM_INFINITY)
        stores_again(address, known, url)
    assert run("verify", "--database", url).code == 0


def test_the_server_starts_on_a_full_disk_to_read(register):
    file, url, known = register
    assert sorted(path.name for path in file.parent.iterdir()) == [file.name]
    with serving(url, preexec_fn=little_room) as (server, said, address):
        assert said.count(NOT_STORED) == 1
        reads_on_and_stores_nothing(address, known, url)
        limited(server, resource.RLIM_INFINITY)
        stores_again(address, known, url)
    assert run("verify", "--database", url).code == 0


def test_it_starts_after_a_crash_on_a_full_disk_and_nothing_that_was_stored_is_missing(register):
    file, url, known = register
    with serving(url) as (server, _, address):
        assert write(address, known, "first")[0] == 201
        server.kill()
    assert (file.parent / "register.db-wal").stat().st_size
    with serving(url, preexec_fn=little_room) as (server, said, address):
        assert said.count(NOT_STORED) == 1
        assert ask(f"{address}/api/v1/sources/first", **known)[0] == 200
        reads_on_and_stores_nothing(address, known, url)
        limited(server, resource.RLIM_INFINITY)
        stores_again(address, known, url)
    assert run("verify", "--database", url).code == 0


def test_the_server_starts_on_a_file_that_may_not_be_written_to_read(register):
    file, url, known = register
    file.chmod(0o444)
    file.parent.chmod(0o555)
    # The superuser is let write wherever he likes, unless he gave that up.
    before = ("setpriv", "--bounding-set=-all") if os.geteuid() == 0 else ()
    try:
        with serving(url, before) as (_, said, address):
            assert said.count(NOT_STORED) == 1
            reads_on_and_stores_nothing(address, known, url)
            file.chmod(0o644)
            file.parent.chmod(0o755)
            stores_again(address, known, url)
    finally:
        file.parent.chmod(0o755)
    assert run("verify", "--database", url).code == 0


def test_where_there_is_no_register_yet_it_is_said_that_none_can_be_made(tmp_path):
    url = f"sqlite:///{tmp_path / 'register.db'}"
    command = ["bash", "-c", f"ulimit -f 1; exec {sys.executable} -m factdesk serve --port 0 --database {url}"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"factdesk: {NOT_STORED}")
    assert Path(tmp_path / "register.db").stat().st_size < SMALL
