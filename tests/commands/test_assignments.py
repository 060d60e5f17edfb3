import pytest
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_register, load
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR
from factdesk.commands import assignments, claims, people, reviews
from factdesk.drafts.judging import Withdrawal, WithdrawalDraft
from factdesk.drafts.people import TokenDraft
from factdesk.drafts.queue import AssignmentDraft
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.errors import Clash, Forbidden, Invalid, NotFound, NotSignedIn
from factdesk.models import Assignment, Claim, Event
from factdesk.vocabulary import Scope

NO_MORE = Withdrawal(reason="Away until May")


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def asking(person="ann", **but):
    return AssignmentDraft.model_validate({"person": person} | but)


def test_an_editor_asks_somebody_with_a_message_and_a_day(desk_engine, who):
    given = asking(message="Please read the French one", due_on="1 December 2026")
    number = int(desk.run(desk_engine, assignments.add, who["ed"], "TALE-2", given))
    row = desk.the(desk_engine, Assignment, id=number)
    assert (row.person_id, row.by_id) == (who["ann"].id, who["ed"].id)
    assert (row.message, row.due_on) == ("Please read the French one", "2026-12-01")
    event = desk.the(desk_engine, Event, seq=row.event_seq)
    assert (event.action, event.subject) == ("assignment.add", "assignment:TALE-2")
    assert desk.problems(desk_engine) == []


def test_nobody_is_asked_twice_before_an_answer(desk_engine, who):
    desk.run(desk_engine, assignments.add, who["ed"], "TALE-2", asking())
    assert desk.refused(desk_engine, Clash, assignments.add, who["ed"], "TALE-2", asking()).place == "person"
    desk.run(desk_engine, assignments.add, who["ed"], "TALE-2", asking("ben"))
    desk.run(desk_engine, reviews.submit, who["ann"], "TALE-2", desk.a_judgement())
    desk.run(desk_engine, assignments.add, who["ed"], "TALE-2", asking())
    assert desk.number_of(desk_engine, Assignment) == 3


def test_a_reviewer_takes_a_claim_on_but_asks_nobody_else(desk_engine, who):
    desk.run(desk_engine, assignments.add, who["ann"], "TALE-2", asking("ann"))
    desk.refused(desk_engine, Forbidden, assignments.add, who["ann"], "TALE-2", asking("ben"))
    desk.refused(desk_engine, NotSignedIn, assignments.add, who["reader"], "TALE-2", asking("reader"))
    reads_only = desk.limited(who["ann"], Scope.READ)
    desk.refused(desk_engine, Forbidden, assignments.add, reads_only, "TALE-3", asking("ann"))


def test_only_who_can_judge_is_asked(desk_engine, who):
    desk.run(desk_engine, people.add_token, OPERATOR, TokenDraft(name="robot", scope=Scope.REVIEW))
    desk.run(desk_engine, people.disable, OPERATOR, "ben")
    for name in ("robot", "ben", "nobody"):
        refusal = desk.refused(desk_engine, Invalid, assignments.add, who["ed"], "TALE-2", asking(name))
        assert refusal.place == "person"
        assert name in refusal.sentence


def test_an_assignment_is_withdrawn_with_a_reason_by_an_editor_or_whoever_made_it(desk_engine, who):
    first = int(desk.run(desk_engine, assignments.add, who["ed"], "TALE-2", asking("ben")))
    desk.refused(desk_engine, Forbidden, assignments.withdraw, who["ben"], "TALE-2", first, NO_MORE)
    desk.run(desk_engine, assignments.withdraw, who["ada"], "TALE-2", first, NO_MORE)
    desk.refused(desk_engine, Clash, assignments.withdraw, who["ada"], "TALE-2", first, NO_MORE)
    row = desk.the(desk_engine, Assignment, id=first)
    assert (row.withdrawn_reason, row.version) == ("Away until May", 2)
    own = int(desk.run(desk_engine, assignments.add, who["ann"], "TALE-2", asking("ann")))
    desk.run(desk_engine, assignments.withdraw, who["ann"], "TALE-2", own, NO_MORE)
    assert desk.problems(desk_engine) == []


def test_an_assignment_belongs_to_its_claim(desk_engine, who):
    number = int(desk.run(desk_engine, assignments.add, who["ed"], "TALE-2", asking()))
    for ref, given in (("TALE-3", number), ("TALE-2", number + 1), ("TALE-2", 0), ("TALE-2", 10**40)):
        desk.refused(desk_engine, NotFound, assignments.withdraw, who["ed"], ref, given, NO_MORE)
    desk.refused(desk_engine, NotFound, assignments.withdraw, who["ed"], "TALE-99", number, NO_MORE)
    desk.refused(desk_engine, NotFound, assignments.add, who["ed"], "TALE-99", asking())


def test_nobody_is_asked_to_judge_what_was_withdrawn(desk_engine, who):
    desk.run(desk_engine, claims.withdraw, who["ed"], "TALE-2", WithdrawalDraft(reason="A double", version=1))
    refusal = desk.refused(desk_engine, Clash, assignments.add, who["ed"], "TALE-2", asking())
    assert "A double" in refusal.sentence


def test_an_assignment_is_no_part_of_the_claims_public_life(desk_engine, who):
    before = desk.the(desk_engine, Claim, ref="TALE-2")
    desk.run(desk_engine, assignments.add, who["ed"], "TALE-2", asking())
    after = desk.the(desk_engine, Claim, ref="TALE-2")
    assert (after.version, after.changed_at, after.shown_seq) == (before.version, before.changed_at, before.shown_seq)


def test_the_operator_may_ask_too(desk_engine):
    load(desk_engine, a_register(a_claim(1), slug="other", prefix="OTH"))
    who = desk.the_people(desk_engine)
    number = int(desk.run(desk_engine, assignments.add, OPERATOR, "OTH-1", asking("ann")))
    row = desk.the(desk_engine, Assignment, id=number)
    assert (row.by_id, row.person_id) == (None, who["ann"].id)


@for_each("but", [{"person": "Not A Name"}, {"due_on": "soon"}, {"due_on": "2026-12"}, {"late": "1"}])
def test_an_assignment_that_is_none_names_its_field(but):
    with pytest.raises(FieldsRefused) as refusal:
        read(AssignmentDraft, {"person": "ann"} | but)
    assert list(refusal.value.errors) == list(but)
