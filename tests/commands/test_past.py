import pytest
from sqlmodel import col, select
from tests.helpers import desk

from factdesk.commands import articles, claims, people, reviews
from factdesk.database.transaction import reading
from factdesk.drafts.people import PersonDraft
from factdesk.models import ChainHead, Claim, ClaimPast


@pytest.fixture
def actors(desk_engine):
    return desk.the_people(desk_engine)


def versions(engine, ref):
    """Give from when to when each version of a claim stood; the present one has no end."""
    with reading(engine) as session:
        claim = session.exec(select(Claim).where(Claim.ref == ref)).one()
        query = select(ClaimPast).where(ClaimPast.claim_id == claim.id).order_by(col(ClaimPast.from_seq))
        return [(past.from_seq, past.until_seq) for past in session.exec(query)] + [(claim.shown_seq, None)]


def head(engine):
    return desk.the(engine, ChainHead).seq


def test_a_loaded_claim_shows_itself_since_its_load_and_keeps_no_past(desk_engine, actors):
    assert actors
    for ref in ("TALE-1", "TALE-2", "TALE-3"):
        assert versions(desk_engine, ref) == [(1, None)]


def test_each_event_that_changes_what_is_shown_begins_a_version(desk_engine, actors):
    first, last = 1, head(desk_engine)
    desk.run(desk_engine, reviews.submit, actors["ann"], "TALE-2", desk.a_judgement())
    desk.run(desk_engine, reviews.submit, actors["ann"], "TALE-2", desk.a_judgement(verdict="mixed"))
    assert versions(desk_engine, "TALE-2") == [(first, last + 1), (last + 1, last + 2), (last + 2, None)]
    assert versions(desk_engine, "TALE-3") == [(first, None)]


def test_a_new_draft_shows_itself_since_it_was_written(desk_engine, actors):
    desk.run(desk_engine, claims.add, actors["ed"], "a-tale", desk.new_claim())
    since = head(desk_engine)
    assert versions(desk_engine, "TALE-4") == [(since, None)]
    desk.run(desk_engine, claims.publish, actors["ed"], "TALE-4", desk.version_of(desk_engine, "TALE-4"))
    assert versions(desk_engine, "TALE-4") == [(since, since + 1), (since + 1, None)]


def test_what_changes_nothing_that_is_shown_begins_none(desk_engine, actors):
    desk.run(desk_engine, people.add, actors["ada"], PersonDraft(name="eve", role="reviewer"))
    blind = desk.changed_article(reviews_required=2, blind_review=True)
    desk.run(desk_engine, articles.revise, actors["ed"], "a-tale", blind)
    before = versions(desk_engine, "TALE-3")
    desk.run(desk_engine, reviews.submit, actors["ann"], "TALE-3", desk.a_judgement())  # hidden: the round is open
    assert versions(desk_engine, "TALE-3") == before
    desk.run(desk_engine, reviews.submit, actors["ben"], "TALE-3", desk.a_judgement())
    assert versions(desk_engine, "TALE-3")[-1] == (head(desk_engine), None)
