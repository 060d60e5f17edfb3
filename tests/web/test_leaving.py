"""A file is read no further once whoever sent it has gone, or the server has: tried over a real socket."""

import base64
import http.client
import json
import os
import signal
import socket
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.cli.test_serve import started
from tests.helpers.command_line import run

pytestmark = pytest.mark.slow
LONG = "<html><body><article>" + "<p>A sentence of a tale that takes a while to read.</p>" * 60_000 + "</article>"
"""A page that takes longer to read than the tests wait, and less than it may."""
PATIENCE = 15
SLUG = "malis-dark-shadow"


def children(number):
    """Give the processes that a process started, by Linux's own list."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(words[1]) == number and words[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def until(true, patience=PATIENCE):
    """Wait until something is so."""
    latest = time.monotonic() + patience
    while not true():
        assert time.monotonic() < latest
        time.sleep(0.05)


def is_running(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]


def request(url, address, way):
    """Give what is sent to have a long page read, as a program or a browser sends it."""
    secret = run("token", "add", f"robot-{way}", "--scope", "edit", "--database", url).said.strip()
    if way == "api":
        path, kind = f"/api/v1/articles/{SLUG}/versions", "application/json"
        body = json.dumps({"data": base64.b64encode(LONG.encode()).decode(), "name": "a.html"}).encode()
    else:
        path, kind = "/articles/import", "multipart/form-data; boundary=x"
        part = (
            '--x\r\nContent-Disposition: form-data; name="file"; filename="a.html"\r\nContent-Type: text/html\r\n\r\n'
        )
        body = f"{part}{LONG}\r\n--x--\r\n".encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {secret}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


@contextmanager
def reading(tmp_path, way):
    """Let a server read a long page; give the server, the client's connection, and the process that reads."""
    url = f"sqlite:///{tmp_path / way}.db"
    with started("--database", url, cut_off=True) as (server, _, address):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as client:
            client.sendall(request(url, f"{host}:{port}", way))
            until(lambda: children(server.pid), 20)
            (child,) = children(server.pid)
            yield server, client, child


@pytest.mark.parametrize("way", ["api", "browser"])
def test_it_ends_when_the_client_goes_away_and_the_server_goes_on(tmp_path, way):
    with reading(tmp_path, way) as (server, client, child):
        assert is_running(child)
        client.close()
        until(lambda: not is_running(child))
        assert server.poll() is None


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_the_server_however_that_ends(tmp_path, told):
    with reading(tmp_path, "api") as (server, _, child):
        server.send_signal(told)
        server.wait(timeout=12)
        until(lambda: not is_running(child))


def test_a_client_that_stays_is_answered_and_may_ask_again_on_the_same_connection(tmp_path):
    url = f"sqlite:///{tmp_path / 'stays'}.db"
    with started("--database", url) as (_, _, address):
        secret = run("token", "add", "robot", "--scope", "edit", "--database", url).said.strip()
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        with closing(http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)) as client:
            for number in range(3):
                body = json.dumps({"text": f"A tale of salt, told {number} times."})
                client.request("POST", f"/api/v1/articles/{SLUG}/versions", body, headers)
                answer = client.getresponse()
                assert (answer.status, json.loads(answer.read())["new"]) == (201, True)
                client.request("GET", "/import", headers=headers)
                answer = client.getresponse()
                assert (answer.status, bool(answer.read())) == (200, True)
