import pytest
from sqlmodel import col, select
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR, READER
from factdesk.commands import claims, notes
from factdesk.database.transaction import reading
from factdesk.drafts.filters import ClaimFilter
from factdesk.drafts.judging import NoteDraft, WithdrawalDraft
from factdesk.drafts.reading import FieldsRefused, read
from factdesk.errors import Clash, Forbidden, NotFound, NotSignedIn, Stale
from factdesk.models import Claim, Event, Note
from factdesk.queries import claims as shown
from factdesk.vocabulary import Scope

GONE = WithdrawalDraft(reason="It was about another claim", version=1)


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def seen(engine, viewer, ref="TALE-1"):
    with reading(engine) as session:
        return shown.get(session, viewer, ref)


def found(engine, viewer, words):
    with reading(engine) as session:
        return [one.ref for one in shown.every(session, viewer, ClaimFilter(q=words))]


def test_a_note_is_for_the_desk_unless_it_says_otherwise(desk_engine, who):
    desk.run(desk_engine, notes.add, who["ann"], "TALE-1", desk.a_note(body="Plugh wumpus"))
    assert [note.body for note in seen(desk_engine, who["ben"]).notes] == ["Plugh wumpus"]
    assert seen(desk_engine, READER).notes == []
    assert found(desk_engine, who["ben"], "wumpus") == ["TALE-1"]
    assert found(desk_engine, READER, "wumpus") == []


def test_what_is_taken_away_never_holds_an_internal_note_whoever_takes_it(desk_engine, who):
    desk.run(desk_engine, notes.add, who["ann"], "TALE-1", desk.a_note(body="Plugh wumpus"))
    desk.run(desk_engine, notes.add, who["ann"], "TALE-1", desk.a_note(body="Open", audience="public"))
    for viewer in (READER, who["ann"], who["ada"]):
        with reading(desk_engine) as session:
            every = [note.body for one in shown.every(session, viewer, ClaimFilter()) for note in one.notes]
        assert every == ["Open"]


def test_a_public_note_is_everybodys_and_in_the_history(desk_engine, who):
    desk.run(desk_engine, notes.add, who["ann"], "TALE-1", desk.a_note(body="Plugh wumpus", audience="public"))
    claim = seen(desk_engine, READER)
    assert [(note.body, note.author) for note in claim.notes] == [("Plugh wumpus", "(reviewer)")]
    assert claim.history[0].what == "Note added"
    assert found(desk_engine, READER, "wumpus") == ["TALE-1"]


def test_an_internal_note_is_in_no_public_history_and_changes_nothing_readers_see(desk_engine, who):
    before = seen(desk_engine, READER)
    key = desk.run(desk_engine, notes.add, who["ann"], "TALE-1", desk.a_note())
    desk.run(desk_engine, notes.withdraw, who["ann"], "TALE-1", int(key), GONE)
    assert seen(desk_engine, READER) == before
    with reading(desk_engine) as session:
        said = session.exec(select(Event.action, Event.subject).order_by(col(Event.seq).desc()).limit(2)).all()
    assert said == [("note.withdraw", "note:TALE-1"), ("note.add", "note:TALE-1")]


def test_a_note_is_never_disagreement(desk_engine, who):
    def judged():
        row = desk.the(desk_engine, Claim, ref="TALE-1")
        return row.state, row.verdict, row.dissent, row.changed_at, row.reviews_in

    before = judged()
    desk.run(desk_engine, notes.add, who["ann"], "TALE-1", desk.a_note(body="It is false", audience="public"))
    assert judged() == before
    assert desk.problems(desk_engine) == []


def test_its_author_or_an_editor_withdraws_it_and_it_stays_with_the_reason(desk_engine, who):
    for name in ("ann", "ed"):
        key = int(desk.run(desk_engine, notes.add, who["ann"], "TALE-1", desk.a_note(audience="public")))
        desk.refused(desk_engine, Forbidden, notes.withdraw, who["ben"], "TALE-1", key, GONE)
        token = desk.limited(who["ed"], Scope.REVIEW)
        desk.refused(desk_engine, Forbidden, notes.withdraw, token, "TALE-1", key, GONE)
        assert desk.run(desk_engine, notes.withdraw, who[name], "TALE-1", key, GONE) == "TALE-1"
        assert seen(desk_engine, READER).notes[-1].withdrawn_reason == GONE.reason
        assert desk.the(desk_engine, Note, id=key).body == "Ask the *author* again"
        desk.refused(desk_engine, Clash, notes.withdraw, who[name], "TALE-1", key, GONE)
    assert found(desk_engine, who["ed"], "author again") == []
    assert desk.problems(desk_engine) == []


def test_who_may_not_write_notes_is_told(desk_engine, who):
    desk.refused(desk_engine, NotSignedIn, notes.add, READER, "TALE-1", desk.a_note())
    desk.refused(desk_engine, Forbidden, notes.add, desk.limited(who["ada"], Scope.READ), "TALE-1", desk.a_note())
    desk.refused(desk_engine, Forbidden, notes.add, OPERATOR, "TALE-1", desk.a_note())


def test_a_note_belongs_to_its_claim_and_a_claim_that_stands(desk_engine, who):
    key = int(desk.run(desk_engine, notes.add, who["ann"], "TALE-1", desk.a_note()))
    stale = WithdrawalDraft(reason="So", version=2)
    desk.refused(desk_engine, Stale, notes.withdraw, who["ann"], "TALE-1", key, stale)
    for ref, number in (("TALE-2", key), ("TALE-1", 99), ("TALE-1", 2**70), ("TALE-9", key)):
        desk.refused(desk_engine, NotFound, notes.withdraw, who["ann"], ref, number, GONE)
    desk.run(desk_engine, claims.withdraw, who["ed"], "TALE-1", WithdrawalDraft(reason="Double", version=1))
    desk.refused(desk_engine, Clash, notes.add, who["ann"], "TALE-1", desk.a_note())


@for_each("sent", [{"body": " "}, {"body": "x", "audience": "some"}, {"body": "\x00"}, {"body": "x" * 20_001}])
def test_a_note_that_is_none_names_its_field(sent):
    with pytest.raises(FieldsRefused) as refusal:
        read(NoteDraft, sent)
    assert list(refusal.value.errors) == [list(sent)[-1]]
