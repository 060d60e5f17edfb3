"""Killing a server while programs write: what it acknowledged is there, once, and the register verifies."""

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Condition
from typing import IO

import sqlalchemy as sa
from sqlmodel import col, select
from tests.conftest import Databases
from tests.drills.figures import Figures
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_register, load
from tests.helpers.command_line import address_of, run

from factdesk.access import OPERATOR
from factdesk.commands import people
from factdesk.database.transaction import reading
from factdesk.drafts.people import PersonDraft, TokenDraft
from factdesk.models import Review
from factdesk.vocabulary import Role, Scope

READY = re.compile(r"Open http://127\.0\.0\.1:(\d+)/ in a browser")
CLAIMS = 60
"""The writers judge so many claims by turns, so that none has more reviews than a claim could have."""
FIRST, MORE = 5, 40
"""A server is killed once so many reviews were acknowledged, and up to so many more."""
UNREAD = 8
"""A program hangs up on one answer in so many, as if the network had lost it."""
PATIENCE = 60
"""The seconds after which a server that neither answers nor ends is a fault."""


@dataclass
class Writer:
    """A program that posts one review after the other; `pending` is the one whose answer has not come."""

    name: str
    token: str
    chance: Random
    number: int = 0
    unread: int = 0
    pending: tuple[str, str] | None = None
    acknowledged: dict[str, int] = field(default_factory=dict)

    def write(self, port: int, enough: Condition) -> None:
        """Post reviews until the server is gone: first the one that is pending, under the same key."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            while True:
                self.post(connection, hang_up=self.chance.random() < 1 / UNREAD)
                with enough:
                    enough.notify_all()
        except (ConnectionError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def post(self, connection: http.client.HTTPConnection, *, hang_up: bool = False) -> None:
        """Post the review that is pending, or a new one, and read the answer or hang up on it.

        Raises what the connection raises if the server ends.
        """
        if self.pending is None:
            self.number += 1
            self.pending = f"{self.name}, review {self.number}", f"TALE-{self.chance.randint(1, CLAIMS)}"
        key, ref = self.pending
        verdict = {"verdict": "supported", "confidence": "low", "reason": key, "wording": 1}
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        connection.request("POST", f"/api/v1/claims/{ref}/reviews", json.dumps(verdict), headers)
        if hang_up:
            self.unread += 1
            connection.close()
            return
        answer = connection.getresponse()
        told = answer.read()
        assert answer.status == 201, (answer.status, told)
        self.acknowledged[key] = int(json.loads(told)["stored"])
        self.pending = None


def kills(databases: Databases, *, kills: int = 100, writers: int = 6, seed: int = 0) -> Figures:
    """Kill a server again and again while programs post reviews: what was acknowledged is there, once, and verifies.

    The server is a process of its own; it is killed at moments drawn by the seed, and another one goes on with what it
    left. A review without an answer is sent again under its key. Raises AssertionError where one that was acknowledged
    is missing, one is there twice, or `factdesk verify` finds anything.
    """
    chance, waited, were_there = Random(seed), 0, set[str]()
    with databases.opened("empty") as engine, tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        programs = prepare(engine, writers, chance)
        for _ in range(kills):
            with serving(engine, errors) as (server, port):
                kill_while_they_write(server, port, engine, programs, chance)
            hold(engine, programs)
            waiting = {one.pending[0] for one in programs if one.pending}
            waited += len(waiting)
            were_there |= waiting & stored(engine).keys()
        with serving(engine, errors) as (server, port):
            send_what_is_pending(programs, port)
        hold(engine, programs)
        errors.seek(0)
        told = errors.read()
    assert "Traceback" not in told, told
    return {
        "kills": kills,
        "reviews acknowledged": acknowledged_by(programs),
        "answers nobody read": sum(one.unread for one in programs),
        "reviews without an answer when the server was killed": waited,
        "stored before their answer, and not twice when sent again": len(were_there),
    }


def prepare(engine: sa.Engine, writers: int, chance: Random) -> list[Writer]:
    """Load claims to judge into an empty register, and give programs that may judge them."""
    load(engine, a_register(*(a_claim(number) for number in range(1, CLAIMS + 1))))
    programs = []
    for number in range(writers):
        name = f"writer{number}"
        desk.run(engine, people.add, OPERATOR, PersonDraft(name=name, role=Role.REVIEWER))
        token = desk.run(engine, people.add_token, OPERATOR, TokenDraft(name=name, person=name, scope=Scope.REVIEW))
        programs.append(Writer(name, token, Random(chance.random())))
    return programs


@contextmanager
def serving(engine: sa.Engine, errors: IO[str]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve a register on a free port of this machine; give the process and its port, and kill it in the end."""
    command = [sys.executable, "-m", "factdesk", "serve", "--no-seed", "--port", "0", "--database", address_of(engine)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            said = ""
            while not (ready := READY.search(said)):
                line = server.stdout.readline()
                assert line, f"the server did not start: {said}"
                said += line
            yield server, int(ready[1])
        finally:
            server.kill()


def kill_while_they_write(
    server: subprocess.Popen[str], port: int, engine: sa.Engine, programs: list[Writer], chance: Random
) -> None:
    """Let all programs write, and kill the server: at any moment, or when a review is stored and its answer due."""
    enough, before, began = Condition(), acknowledged_by(programs), time.perf_counter()
    wanted = chance.randint(FIRST, FIRST + MORE)

    def so_many(number: int) -> bool:
        return acknowledged_by(programs) - before >= number

    with ThreadPoolExecutor(len(programs)) as pool:
        writing = [pool.submit(one.write, port, enough) for one in programs]
        try:
            with enough:
                reached = enough.wait_for(lambda: so_many(wanted) or any(one.done() for one in writing), PATIENCE)
            assert reached, "the server did not answer"
            apart = (time.perf_counter() - began) / wanted
            if chance.random() < 1 / 2:
                wait_for_one_without_an_answer(engine, programs)
            else:
                with enough:
                    enough.wait_for(lambda: so_many(wanted + len(programs)), chance.uniform(0, 2 * apart))
        finally:
            server.kill()
        for one in writing:
            one.result(timeout=PATIENCE)
    assert so_many(wanted), "the server ended by itself"


def wait_for_one_without_an_answer(engine: sa.Engine, programs: list[Writer]) -> None:
    """Wait until a review is there that nobody was told of; raises AssertionError where none comes."""
    end = time.perf_counter() + PATIENCE
    while desk.number_of(engine, Review) <= acknowledged_by(programs):
        assert time.perf_counter() < end, "no review was stored before its answer came"


def acknowledged_by(programs: list[Writer]) -> int:
    """Give how many reviews were acknowledged."""
    return sum(len(one.acknowledged) for one in programs)


def send_what_is_pending(programs: list[Writer], port: int) -> None:
    """Send each review again that has had no answer; each gets one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for one in programs:
        if one.pending:
            one.post(connection)
    connection.close()


def stored(engine: sa.Engine) -> dict[str, list[int]]:
    """Give the numbers of the reviews that are there, by what each says."""
    found: dict[str, list[int]] = {}
    with reading(engine) as session:
        for reason, number in session.exec(select(Review.reason, Review.id).order_by(col(Review.id))):
            found.setdefault(reason, []).append(number)
    return found


def hold(engine: sa.Engine, programs: list[Writer]) -> None:
    """Hold that what was acknowledged is there, that nothing is there twice or unasked, and that all verifies."""
    there = stored(engine)
    for one in programs:
        for key, number in one.acknowledged.items():
            assert there.get(key) == [number], f"{key} was acknowledged as {number}; there is {there.get(key)}"
    twice = {key: numbers for key, numbers in there.items() if len(numbers) > 1}
    assert not twice, f"stored twice: {twice}"
    sent = {key for one in programs for key in (*one.acknowledged, *(one.pending or ())[:1])}
    assert there.keys() <= sent, f"stored, but never sent: {there.keys() - sent}"
    verified = run("verify", "--database", address_of(engine))
    assert verified.code == 0, verified.said + verified.told
