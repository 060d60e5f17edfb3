"""A small sample of each drill that has none elsewhere.

The others are in tests/state_machines, tests/queries/verification/test_tampering.py, tests/queries/test_plans.py and
tests/exports/test_any_text.py.
"""

import os
from dataclasses import replace
from random import Random

import pytest
from tests.drills.fuzz_readers import fuzz_readers, nothing_printed
from tests.drills.fuzz_routes import addresses, fuzz_routes
from tests.drills.kills import hold, kills, prepare
from tests.drills.million import million
from tests.helpers import desk

from factdesk.access import Actor
from factdesk.commands import reviews
from factdesk.models import Person

slow = pytest.mark.slow


@slow
def test_what_two_killed_servers_acknowledged_is_there(databases):
    found = kills(databases, kills=2, writers=4, seed=0)
    assert found["kills"] == 2
    assert found["reviews acknowledged"] > 10
    assert found["reviews without an answer when the server was killed"] > 0


def test_a_review_that_is_missing_or_there_twice_is_told(empty_engine):
    [program] = prepare(empty_engine, 1, Random(0))
    hold(empty_engine, [program])
    person = desk.the(empty_engine, Person, name=program.name)
    actor = Actor(person.id, person.name, person.role)
    program.acknowledged["one"] = int(
        desk.run(empty_engine, reviews.submit, actor, "TALE-1", desk.a_judgement(reason="one"))
    )
    hold(empty_engine, [program])
    with pytest.raises(AssertionError, match="another was acknowledged as 2; there is None"):
        hold(empty_engine, [replace(program, acknowledged={"another": 2})])
    with pytest.raises(AssertionError, match=r"stored, but never sent: \{'one'\}"):
        hold(empty_engine, [replace(program, acknowledged={})])
    desk.run(empty_engine, reviews.submit, actor, "TALE-2", desk.a_judgement(reason="one"))
    with pytest.raises(AssertionError, match="stored twice"):
        hold(empty_engine, [replace(program, acknowledged={}, pending=("one", "TALE-1"))])


@slow
def test_no_question_of_hundreds_is_answered_with_a_fault(databases):
    found = fuzz_routes(databases, requests=120, seed=0)
    assert {f"answers of status {status}" for status in (200, 401, 404, 422)} <= found.keys()


@slow
def test_sixty_damaged_files_give_texts_or_one_sentence():
    found = fuzz_readers(files=60, seed=0)
    assert found["texts"] > 10
    assert found["refusals"] > 10


@slow
def test_a_register_works_that_is_not_quite_a_million(databases):
    assert million(databases, claims=2_000, seed=0)["claims"] == 2_000


def test_there_are_routes_to_try(running):
    wanted = {"/", "/claims/{ref}", "/sign-in/{secret}", "/api/v1/sources", "/articles/{slug}/edit"}
    assert wanted <= set(addresses(running))


def test_what_is_printed_is_found():
    with nothing_printed():
        pass
    with pytest.raises(AssertionError, match="printed: by Python"), nothing_printed():
        print("by Python")  # noqa: T201
    with pytest.raises(AssertionError, match="printed: by a library"), nothing_printed():
        os.write(2, b"by a library")
