import asyncio
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager

import pytest
from tests.helpers.command_line import run
from tests.helpers.rows import for_each

from factdesk.cli.serve import _listen
from factdesk.errors import Unusable

READY = re.compile(r"Open http://(127\.0\.0\.1:\d+)/ in a browser")


@contextmanager
def started(*words, cut_off=False):
    """Serve on a free port; give the process, what was said until it was ready, and the address.

    Where requests are `cut_off` at the end the server says of each where it stood.
    """
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "factdesk", "serve", "--port", "0", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        try:
            said = ""
            while not READY.search(said):
                line = server.stdout.readline()
                assert line, server.stderr.read()
                said += line
            yield server, said, f"http://{READY.search(said)[1]}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)
            errors = server.stderr.read()
    assert cut_off or "Traceback" not in errors
    killed = (-signal.SIGKILL,) if cut_off else ()
    assert server.returncode in (0, 130, -signal.SIGINT, -signal.SIGTERM, *killed)


@contextmanager
def serving(*words):
    """Serve on a free port; give what was said until it was ready, and the address."""
    with started(*words) as (_, said, address):
        yield said, address


def fetch(address):
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  our own server
                return answer.read().decode(), answer.headers
        except ConnectionError:
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture
def place(tmp_path):
    return tmp_path / "folder" / "register.db"


@pytest.mark.slow
def test_the_first_start_makes_everything_and_the_second_changes_nothing(place):
    url = f"sqlite:///{place}"
    with serving("--database", url) as (said, address):
        assert "Loaded 40 claims" in said
        assert f"Register: {place}" in said
        page, _ = fetch(f"{address}/claims")
        assert "<strong>40 claims</strong>" in page
        _, first = fetch(f"{address}/claims.csv")
    with serving("--database", url) as (said, address):
        assert "Loaded" not in said
        _, second = fetch(f"{address}/claims.csv")
    assert second["Factdesk-Head"] == first["Factdesk-Head"]
    assert second["Factdesk-Count"] == first["Factdesk-Count"] == "40"
    assert run("verify", "--database", url, "--head", first["Factdesk-Head"]).code == 0


@pytest.mark.slow
@for_each("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_whatever_is_open(tmp_path, told):
    file = tmp_path / f"{told.name}.db"
    url = f"sqlite:///{file}"
    with started("--database", url, cut_off=True) as (server, _, address):
        token = run("token", "add", "robot", "--scope", "edit", "--database", url).said
        secret = re.search(r"fd_\S+", token)[0]
        host, port = address.removeprefix("http://").split(":")
        half, writing = (socket.create_connection((host, int(port)), timeout=20) for _ in range(2))
        head = f"Host: {address}\r\nAuthorization: Bearer {secret}\r\nContent-Type: application/json\r\n"
        body = '{"citekey": "a", "title": "A", "kind": "news"}'
        with closing(sqlite3.connect(file)) as other, half, writing:
            other.execute("BEGIN IMMEDIATE")  # whoever writes waits in a thread now
            half.sendall(f"POST /api/v1/sources HTTP/1.1\r\n{head}Content-Length: 100\r\n\r\n{{".encode())
            writing.sendall(
                f"POST /api/v1/sources HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            fetch(f"{address}/claims")
            server.send_signal(told)
            server.wait(timeout=10)
            answer = writing.recv(10_000)
            assert answer.startswith(b"HTTP/1.1 503")
            assert b"so nothing was stored" in answer
    assert run("verify", "--database", url).code == 0


@pytest.mark.slow
def test_without_the_example_the_register_is_empty(place):
    with serving("--database", f"sqlite:///{place}", "--no-seed") as (said, address):
        assert "Loaded" not in said
        page, _ = fetch(f"{address}/claims")
    assert "The register is empty." in page


def test_a_port_that_is_taken_is_said_in_one_line_and_nothing_is_made(place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = run("serve", "--port", str(port), "--database", f"sqlite:///{place}").refused(1)
    assert f"Port {port} of 127.0.0.1 cannot be used" in line
    assert not place.exists()


def test_of_two_that_start_at_once_only_one_gets_the_port():
    with _listen("127.0.0.1", 0) as first, pytest.raises(Unusable, match="cannot be used"):
        _listen("127.0.0.1", first.getsockname()[1])


def test_a_host_that_is_none_is_said_in_one_line(place):
    line = run("serve", "--host", "300.1.2.3", "--port", "0", "--database", f"sqlite:///{place}").refused(1)
    assert "300.1.2.3" in line


def test_a_small_answer_is_sent_at_once():
    """What a server accepts on the socket has TCP_NODELAY, which asyncio sets where it knows that it is TCP."""

    async def accepted():
        found = asyncio.get_running_loop().create_future()
        listening = _listen("127.0.0.1", 0)
        server = await asyncio.start_server(lambda _, writer: found.set_result(writer), sock=listening)
        async with server:
            _, asking = await asyncio.open_connection(*listening.getsockname())
            writer = await asyncio.wait_for(found, 20)
            at_once = writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for one in (asking, writer):
                one.close()
                await one.wait_closed()
        return at_once

    assert asyncio.run(accepted())
