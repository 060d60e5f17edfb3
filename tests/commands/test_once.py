from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import count
from threading import Barrier

import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR
from factdesk.commands import evidence
from factdesk.commands import once as doing
from factdesk.commands.once import once
from factdesk.database.transaction import writing
from factdesk.errors import Clash, Forbidden
from factdesk.models import DoneOnce, Evidence
from factdesk.vocabulary import Scope


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def add(engine, actor, key, asked="add"):
    with writing(engine) as session:
        return once(session, actor, key, asked, lambda: evidence.add(session, actor, "TALE-3", desk.new_evidence()))


def test_sent_twice_it_counts_once_and_says_the_same(desk_engine, who):
    before = desk.number_of(desk_engine, Evidence)
    first = add(desk_engine, who["ann"], "a key")
    with desk.nothing_stored(desk_engine):
        assert add(desk_engine, who["ann"], "a key") == first
    assert desk.number_of(desk_engine, Evidence) == before + 1


def test_other_keys_other_people_and_no_key_count_each(desk_engine, who):
    before = desk.number_of(desk_engine, Evidence)
    for actor, key in (("ann", "a key"), ("ann", "another"), ("ben", "a key"), ("ann", None), ("ann", ""), ("ann", "")):
        add(desk_engine, who[actor], key)
    assert desk.number_of(desk_engine, Evidence) == before + 6
    with writing(desk_engine) as session:
        assert once(session, OPERATOR, "a key", "x", lambda: "done") == "done"


def test_a_key_that_stood_for_another_request_is_refused(desk_engine, who):
    add(desk_engine, who["ann"], "a key")
    with desk.nothing_stored(desk_engine), pytest.raises(Clash):
        add(desk_engine, who["ann"], "a key", asked="something else")


def test_what_was_refused_may_be_sent_again(desk_engine, who):
    held = desk.limited(who["ann"], Scope.READ)
    with desk.nothing_stored(desk_engine), pytest.raises(Forbidden):
        add(desk_engine, held, "a key")
    assert add(desk_engine, who["ann"], "a key").isdecimal()


@for_each("key", ["\x00", "x" * 10**5, "'; DROP TABLE done_once", "\ud800", "ключ"])
def test_any_key_will_do(desk_engine, who, key):
    assert add(desk_engine, who["ann"], key) == add(desk_engine, who["ann"], key)


def test_two_at_once_count_once(desk_engine, who):
    before = desk.number_of(desk_engine, Evidence)
    for number in range(5):
        start = Barrier(2)

        def send(number=number, start=start):
            start.wait()
            return add(desk_engine, who["ann"], f"key {number}")

        with ThreadPoolExecutor(2) as pool:
            answers = [one.result() for one in [pool.submit(send) for _ in range(2)]]
        assert answers[0] == answers[1]
    assert desk.number_of(desk_engine, Evidence) == before + 5
    assert desk.problems(desk_engine) == []


def test_old_keys_are_forgotten(desk_engine, who):
    add(desk_engine, who["ann"], "old")
    with writing(desk_engine) as session:
        (row,) = session.exec(desk.select(DoneOnce)).all()
        row.at -= doing.KEPT_FOR
    looking = next(key for key in map(str, count()) if sha256(key.encode()).hexdigest().startswith(doing.SELDOM))
    add(desk_engine, who["ann"], looking)
    assert desk.number_of(desk_engine, DoneOnce) == 1
