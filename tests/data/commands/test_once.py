from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from tests import desk

from factdesk.access import OPERATOR
from factdesk.commands import evidence
from factdesk.commands import once as doing
from factdesk.commands.once import once
from factdesk.database.transaction import writing
from factdesk.errors import Clash, Forbidden
from factdesk.models import DoneOnce, Evidence
from factdesk.vocabulary import Scope


@pytest.fixture
def who(empty_engine):
    return desk.open_desk(empty_engine)


def add(engine, actor, key, asked="add"):
    with writing(engine) as session:
        return once(session, actor, key, asked, lambda: evidence.add(session, actor, "TALE-3", desk.new_evidence()))


def test_sent_twice_it_counts_once_and_says_the_same(empty_engine, who):
    before = desk.number_of(empty_engine, Evidence)
    first = add(empty_engine, who["ann"], "a key")
    with desk.nothing_stored(empty_engine):
        assert add(empty_engine, who["ann"], "a key") == first
    assert desk.number_of(empty_engine, Evidence) == before + 1


def test_other_keys_other_people_and_no_key_count_each(empty_engine, who):
    before = desk.number_of(empty_engine, Evidence)
    for actor, key in (("ann", "a key"), ("ann", "another"), ("ben", "a key"), ("ann", None), ("ann", ""), ("ann", "")):
        add(empty_engine, who[actor], key)
    assert desk.number_of(empty_engine, Evidence) == before + 6
    with writing(empty_engine) as session:
        assert once(session, OPERATOR, "a key", "x", lambda: "done") == "done"


def test_a_key_that_stood_for_another_request_is_refused(empty_engine, who):
    add(empty_engine, who["ann"], "a key")
    with desk.nothing_stored(empty_engine), pytest.raises(Clash):
        add(empty_engine, who["ann"], "a key", asked="something else")


def test_what_was_refused_may_be_sent_again(empty_engine, who):
    held = desk.limited(who["ann"], Scope.READ)
    with desk.nothing_stored(empty_engine), pytest.raises(Forbidden):
        add(empty_engine, held, "a key")
    assert add(empty_engine, who["ann"], "a key").isdecimal()


@pytest.mark.parametrize("key", ["\x00", "x" * 10**5, "'; DROP TABLE done_once", "\ud800", "ключ"])
def test_any_key_will_do(empty_engine, who, key):
    assert add(empty_engine, who["ann"], key) == add(empty_engine, who["ann"], key)


def test_two_at_once_count_once(empty_engine, who):
    before = desk.number_of(empty_engine, Evidence)
    for number in range(5):
        start = Barrier(2)

        def send(number=number, start=start):
            start.wait()
            return add(empty_engine, who["ann"], f"key {number}")

        with ThreadPoolExecutor(2) as pool:
            answers = [one.result() for one in [pool.submit(send) for _ in range(2)]]
        assert answers[0] == answers[1]
    assert desk.number_of(empty_engine, Evidence) == before + 5
    assert desk.problems(empty_engine) == []


def test_old_keys_are_forgotten(empty_engine, who):
    add(empty_engine, who["ann"], "old")
    with writing(empty_engine) as session:
        (row,) = session.exec(desk.select(DoneOnce)).all()
        row.at -= doing.KEPT_FOR
    add(empty_engine, who["ann"], "new")
    assert desk.number_of(empty_engine, DoneOnce) == 1
