"""What a database says when it cannot be written or is gone, on each engine, and that it comes back by itself."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from tests.helpers import desk

from factdesk.commands import notes
from factdesk.database.transaction import reading, writing
from factdesk.errors import Unusable, Unwritable
from factdesk.models import Note


@contextmanager
def opened_with(engine, *statements):
    """Let every connection begin with something, as long as wanted."""

    def begin(connection, _record):
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        connection.commit()

    engine.dispose()
    sa.event.listen(engine, "connect", begin)
    try:
        yield
    finally:
        sa.event.remove(engine, "connect", begin)
        engine.dispose()


def add_note(engine, times=1):
    with writing(engine) as session:
        for _ in range(times):
            notes.add(session, desk.the_people(engine)["ann"], "TALE-1", desk.a_note(body="The harbour. " * 400))


def refuses_and_comes_back(engine, *statements):
    with opened_with(engine, *statements):
        before = desk.everything(engine)
        for _ in range(3):
            with pytest.raises(Unwritable, match="it can still be read"):
                add_note(engine, times=40)
            assert desk.everything(engine) == before
    add_note(engine)
    assert desk.number_of(engine, Note) == 1
    assert desk.problems(engine) == []


@pytest.mark.engines("sqlite")
def test_what_may_only_be_read_refuses_to_be_written(desk_engine):
    refuses_and_comes_back(desk_engine, "PRAGMA query_only = ON")


@pytest.mark.engines("postgresql")
def test_a_transaction_that_may_only_read_refuses_to_be_written(desk_engine):
    def add():
        with writing(desk_engine) as session:
            session.connection().exec_driver_sql("SET TRANSACTION READ ONLY")
            notes.add(session, ann, "TALE-1", desk.a_note())

    ann = desk.the_people(desk_engine)["ann"]
    with desk.nothing_stored(desk_engine), pytest.raises(Unwritable):
        add()
    add_note(desk_engine)


@pytest.mark.engines("sqlite")
def test_what_is_full_refuses_to_be_written(desk_engine):
    with desk_engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    refuses_and_comes_back(desk_engine, f"PRAGMA max_page_count = {pages}")


@pytest.mark.engines("postgresql")
def test_a_connection_that_is_lost_is_said_and_the_next_is_a_new_one(desk_engine):
    other = sa.create_engine(desk_engine.url)
    for kind in (reading, writing):
        with pytest.raises(Unusable, match="cannot be used"):
            _lose_connection(desk_engine, kind, other)
        add_note(desk_engine)
    other.dispose()
    assert desk.number_of(desk_engine, Note) == 2


def _lose_connection(engine, kind, other):
    with kind(engine) as session:
        (number,) = session.connection().exec_driver_sql("SELECT pg_backend_pid()").one()
        with other.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_terminate_backend({number}, 5000)")
        session.connection().exec_driver_sql("SELECT 1")
