"""Who writes when: in the order of arrival, one at a time; who waits holds nothing, and readers wait for nobody."""

import asyncio
import threading
from contextlib import contextmanager

import anyio
import anyio.lowlevel
import pytest
import sqlalchemy as sa
from tests.database.test_refusals import opened_with
from tests.helpers import desk
from tests.helpers.markup import parse
from tests.helpers.sql_watch import listening

from factdesk.commands._records import lock
from factdesk.errors import Busy
from factdesk.models import ChainHead, Note
from factdesk.web.register import ENDING, Register

pytestmark = pytest.mark.engines("sqlite", "postgresql")
MANY = 60
"""Writers at once: more than there are threads or connections."""
WAIT = 0.3
"""Seconds a writer waits here."""
NOTE = {"body": "The harbour was closed.", "audience": "internal"}
SENTENCE = "Others have been writing for too long, so nothing was stored. Please send it again."


def head(session):
    return session.get_one(ChainHead, 1).seq


@contextmanager
def another_writes(engine):
    """Let another program write, for as long as wanted."""
    other = sa.create_engine(engine.url)
    with other.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql("UPDATE chain_head SET seq = seq")
        yield
        connection.rollback()
    other.dispose()


def test_writers_come_in_the_order_of_arrival_and_hold_nothing_while_they_wait(engine):
    register, go_on, inside, order = Register(engine), threading.Event(), threading.Event(), []

    def write(session, number):
        session.connection()
        if number == 0:
            inside.set()
            assert go_on.wait(20)
        order.append(number)
        assert engine.pool.checkedout() == 1, "two wrote at once"

    async def main():
        async with anyio.create_task_group() as group:
            for number in range(MANY):
                group.start_soon(register.write, lambda session, number=number: write(session, number))
                await anyio.lowlevel.checkpoint()
            with anyio.fail_after(20):
                while not inside.is_set():
                    await anyio.lowlevel.checkpoint()
            try:
                assert await register.read(head) > 0
                assert engine.pool.checkedout() == 1
                assert threading.active_count() < MANY
            finally:
                go_on.set()

    anyio.run(main)
    assert order == list(range(MANY))


def test_while_another_program_writes_writers_are_refused_in_time_and_readers_read_on(engine):
    register = Register(engine, WAIT)

    async def write():
        with pytest.raises(Busy, match=f"^{SENTENCE}$"):
            await register.write(lock)

    async def main():
        before = await register.read(head)
        with another_writes(engine), anyio.fail_after(20):
            async with anyio.create_task_group() as group:
                for _ in range(MANY):
                    group.start_soon(write)
                await anyio.lowlevel.checkpoint()
                assert await register.read(head) == before
        assert await register.write(head) == before

    anyio.run(main)


def test_what_is_called_off_is_not_stored_and_what_is_being_stored_is_not_called_off(engine):
    """As the server does with requests that are still open when it ends."""
    register, inside, go_on = Register(engine), threading.Event(), threading.Event()

    def in_the_middle(session):
        session.get_one(ChainHead, 1).seq += 1
        inside.set()
        assert go_on.wait(20)
        return "done"

    def at_the_end(_connection):
        inside.set()
        assert go_on.wait(20)

    async def called_off(do):
        inside.clear()
        go_on.clear()
        writing, waiting = (asyncio.create_task(register.write(do)) for _ in range(2))
        with anyio.fail_after(20):
            while not inside.is_set():
                await anyio.lowlevel.checkpoint()
        for task in (writing, waiting):
            task.cancel()
        await anyio.lowlevel.checkpoint()
        go_on.set()
        return await asyncio.gather(writing, waiting, return_exceptions=True)

    async def main():
        before = await register.read(head)
        assert [str(one) for one in await called_off(in_the_middle)] == [ENDING] * 2
        assert await register.write(head) == before
        with listening(engine, "commit", at_the_end):
            stored, waited = await called_off(lambda session: setattr(session.get_one(ChainHead, 1), "seq", before + 1))
        assert (stored, str(waited)) == (None, ENDING)
        assert await register.read(head) == before + 1

    anyio.run(main)


@pytest.mark.engines("sqlite")
def test_what_there_is_no_room_for_is_kept_and_can_be_sent_again(at_work):
    at_work.sign_in("ann")
    path = "/claims/TALE-1/notes"
    with opened_with(at_work.engine, "PRAGMA query_only = ON"), desk.nothing_stored(at_work.engine):
        refused = [at_work.ask("POST", f"/api/v1{path}", NOTE), at_work.send(path, NOTE)]
        assert at_work.client.get("/claims/TALE-1").status_code == 200
    for answer in refused:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "the disk is full or the register is read-only" in answer.text
    assert NOTE["body"] in parse(refused[1].text).one("main").text()
    assert at_work.send(path, NOTE).status_code == 303


def test_what_is_refused_because_others_write_is_kept_and_can_be_sent_again(at_work, monkeypatch):
    at_work.sign_in("ann")
    monkeypatch.setattr(at_work.client.app.state, "register", Register(at_work.engine, WAIT))
    path = "/claims/TALE-1/notes"
    with another_writes(at_work.engine), desk.nothing_stored(at_work.engine):
        program = at_work.ask("POST", f"/api/v1{path}", NOTE)
        part = at_work.send(path, NOTE, **{"HX-Request": "true"})
        whole = at_work.send(path, NOTE)
        assert at_work.client.get("/claims/TALE-1").status_code == 200
    assert [one.status_code for one in (program, part, whole)] == [503] * 3
    assert [one.headers["Retry-After"] for one in (program, part, whole)] == ["5"] * 3
    assert program.json()["detail"] == SENTENCE
    assert parse(part.text).one("div", id="problem").text() == f"Not stored yet. {SENTENCE}"
    page = parse(whole.text).one("main")
    assert NOTE["body"] in page.text()
    assert "What you typed is kept here." in page.text()
    fields = {one.attributes["name"]: one.attributes["value"] for one in page.all("input", type_="hidden")}
    again = at_work.client.post(page.one("form").attributes["action"], data=fields, follow_redirects=False)
    assert again.status_code == 303
    assert desk.the(at_work.engine, Note, body=NOTE["body"])
