"""An internal note never leaves by any public door, nor in anything that is taken away by whoever may read it."""

import itertools
from contextlib import ExitStack

import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each
from tests.rights.test_blind import ASKED, TOKEN, TRACES, Register, compare
from tests.web.conftest import browsing

from factdesk.commands import notes
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.exports import FORMATS

pytestmark = [pytest.mark.slow, pytest.mark.engines("sqlite")]  # PostgreSQL is asked in test_blind.py
BODIES = ("Plughwumpus told us so", "Xyzzyquux told us otherwise")
TAKEN_AWAY = (".csv", ".csv?layout=evidence", ".json")
FORMATS_ALONE = tuple(f".{name}" for name in FORMATS if name not in ("csv", "json"))


def _write(register, body):
    """Write an internal note that stands, and one that was withdrawn."""
    ann = desk.the_people(register.engine)["ann"]
    for ref in ("TALE-3", "TALE-4"):
        desk.run(register.engine, notes.add, ann, ref, desk.a_note(body=body))
        key = int(desk.run(register.engine, notes.add, ann, ref, desk.a_note(body=f"{body} again")))
        gone = WithdrawalDraft(reason=f"{body} no more", version=1)
        desk.run(register.engine, notes.withdraw, ann, ref, key, gone)


@pytest.fixture(scope="module")
def registers(databases):
    """Give three registers: with internal notes, with others, and with none."""
    with ExitStack() as open_:
        found = []
        for body in (*BODIES, None):
            engine = open_.enter_context(databases.opened("empty"))
            client = open_.enter_context(browsing(engine))
            found.append(Register(engine, client, None))
            if body:
                _write(found[-1], body)
        yield found


def test_no_public_door_shows_a_trace_of_an_internal_note(registers):
    asked, differing, traces = compare(registers, "anonymous")
    assert asked > 150
    assert traces == []
    assert differing == []


@for_each("viewer", ["editor", TOKEN])
def test_nothing_taken_away_publicly_holds_one_whoever_takes_it(registers, viewer):
    register = registers[0]
    register.enter(viewer)
    for ends, filters in ((TAKEN_AWAY, ("", *ASKED)), (FORMATS_ALONE, ("",))):
        for end, asked in itertools.product(ends, filters):
            answer = register.answer(f"/claims{end}{'&' if '?' in end else '?'}{asked}").lower()
            assert answer.startswith("200")
            assert [word for word in TRACES if word in answer and word not in asked] == []


@for_each(("viewer", "status"), [("anonymous", 401), ("reviewer", 200), ("editor", 200), (TOKEN, 200)])
def test_the_internal_profile_holds_them_for_those_who_may_read_them(registers, viewer, status):
    register = registers[0]
    register.enter(viewer)
    answer = register.answer("/claims.json?profile=internal")
    assert answer.startswith(str(status))
    assert (BODIES[0] in answer) == (status == 200)
    assert BODIES[0] not in register.answer("/claims.json")


@for_each("viewer", ["reviewer", "editor"])
def test_it_is_there_for_people_who_are_signed_in(registers, viewer):
    registers[0].enter(viewer)
    assert BODIES[0] in registers[0].answer("/claims/TALE-3")
    assert "TALE-3" in registers[0].answer("/claims?q=plughwumpus")
