"""Publishing an article with its drafts: all that the preview named or none, by one event, as settling comes to."""

import pytest
from sqlmodel import col, select
from tests.helpers import desk

from factdesk.access import OPERATOR, READER
from factdesk.commands import articles, claims, evidence, reviews
from factdesk.database.transaction import reading, writing
from factdesk.drafts.changes import ChangeFilter
from factdesk.drafts.filters import ClaimPage
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.moments import written
from factdesk.errors import Clash, Forbidden, NotFound, NotSignedIn, Stale
from factdesk.models import Event, Source
from factdesk.queries import changes, feed, publications
from factdesk.queries import claims as pages
from factdesk.vocabulary import Scope


@pytest.fixture
def who(desk_engine):
    return desk.the_people(desk_engine)


def planned(engine, slug="second"):
    with reading(engine) as session:
        return publications.get(session, OPERATOR, slug)


def publish(engine, actor, slug="second", plan=None):
    plan = plan or planned(engine, slug)
    return desk.run(engine, articles.publish, actor, slug, plan.version, plan.preview)


def for_readers(engine, slug="second"):
    with reading(engine) as session:
        return [one.row.ref for one in pages.find(session, READER, ClaimPage(article=(slug,))).rows]


def article_with_drafts(engine, who):
    """Make an article of three claims: one published, a draft with evidence, reviews and a note, one plain draft."""
    desk.run(engine, articles.add, who["ed"], desk.new_article())
    for number in (1, 2, 3):
        words = desk.new_claim(statement=f"Number {number}", topics=["water", f"topic {number}"])
        desk.run(engine, claims.add, who["ed"], "second", words)
    desk.run(engine, claims.publish, who["ed"], "SEC-1", 1)
    desk.run(engine, evidence.add, who["ann"], "SEC-2", desk.new_evidence("src05"))
    desk.run(engine, evidence.add, who["ann"], "SEC-2", desk.new_evidence("src02", rests_on=("src01",)))
    desk.run(engine, reviews.submit, who["ann"], "SEC-2", desk.a_judgement())


def settles_to_itself(engine):
    assert desk.problems(engine) == []
    with desk.nothing_stored(engine):
        desk.settle_all(engine)


def events(engine):
    with reading(engine) as session:
        return [(one.action, one.subject) for one in session.exec(select(Event).order_by(col(Event.seq)))]


def test_an_article_appears_with_its_drafts_under_one_event_as_settling_comes_to(desk_engine, who):
    article_with_drafts(desk_engine, who)
    before = events(desk_engine)
    assert publish(desk_engine, who["ed"]) == "second"
    assert events(desk_engine) == [*before, ("article.publish", "article:second")]
    assert for_readers(desk_engine) == ["SEC-1", "SEC-2", "SEC-3"]
    assert desk.the(desk_engine, Source, citekey="src05").shown
    settles_to_itself(desk_engine)
    desk.run(desk_engine, reviews.submit, who["ben"], "SEC-3", desk.a_judgement())
    settles_to_itself(desk_engine)


def test_without_them_they_stay_drafts_and_can_be_published_at_once_later(desk_engine, who):
    article_with_drafts(desk_engine, who)
    desk.run(desk_engine, articles.publish, who["ed"], "second", 1)
    assert for_readers(desk_engine) == ["SEC-1"]
    settles_to_itself(desk_engine)
    with reading(desk_engine) as session:
        assert publications.waiting(session, who["ed"], "second") == 2
    before = events(desk_engine)
    publish(desk_engine, who["ed"])
    assert events(desk_engine) == [*before, ("claim.publish_all", "article:second")]
    assert for_readers(desk_engine) == ["SEC-1", "SEC-2", "SEC-3"]
    with reading(desk_engine) as session:
        assert publications.waiting(session, who["ed"], "second") == 0
    settles_to_itself(desk_engine)
    for plan in (planned(desk_engine), None):
        again = desk.refused(desk_engine, Clash, articles.publish, who["ed"], "second", 2, plan and plan.preview)
        assert "published already" in again.sentence


def test_a_withdrawn_draft_is_named_with_its_reason_and_stays_out(desk_engine, who):
    article_with_drafts(desk_engine, who)
    gone = WithdrawalDraft(reason="Said twice", version=1)
    desk.run(desk_engine, claims.withdraw, who["ed"], "SEC-3", gone)
    plan = planned(desk_engine)
    assert [one.ref for one in plan.drafts] == ["SEC-2"]
    assert [(one.ref, one.why) for one in plan.left_out] == [("SEC-3", "It was withdrawn: Said twice")]
    publish(desk_engine, who["ed"], plan=plan)
    assert for_readers(desk_engine) == ["SEC-1", "SEC-2"]
    settles_to_itself(desk_engine)


def test_a_preview_that_no_longer_holds_is_not_carried_out(desk_engine, who):
    article_with_drafts(desk_engine, who)
    plan = planned(desk_engine)
    gone = WithdrawalDraft(reason="Said twice", version=1)
    reworded = desk.changed_claim(statement="Number 3", topics=["sand"])
    meanwhile = [
        (Clash, claims.add, "second", desk.new_claim(statement="One more")),
        (Clash, claims.revise, "SEC-3", reworded),
        (Clash, claims.publish, "SEC-3", 1),
        (Clash, claims.withdraw, "SEC-3", gone),
        (Stale, articles.publish, "second", plan.version),
        (Stale, articles.publish, "second", plan.version, plan.preview),
    ]
    for why, command, *given in meanwhile:
        with writing(desk_engine) as session:
            command(session, who["ada"], *given)
            with pytest.raises(why):
                articles.publish(session, who["ed"], "second", plan.version, plan.preview)
            session.rollback()
    publish(desk_engine, who["ed"], plan=plan)


def test_only_editors_see_and_publish_drafts_and_what_is_withdrawn_or_absent_is_refused(desk_engine, who):
    article_with_drafts(desk_engine, who)
    plan = planned(desk_engine)
    for actor, why in (
        (who["reader"], NotSignedIn), (who["ann"], Forbidden), (desk.limited(who["ed"], Scope.REVIEW), Forbidden),
    ):  # fmt: skip
        desk.refused(desk_engine, why, articles.publish, actor, "second", plan.version, plan.preview)
        with reading(desk_engine) as session, pytest.raises(why):
            publications.get(session, actor, "second")
    desk.refused(desk_engine, NotFound, articles.publish, who["ed"], "nowhere", 1, plan.preview)
    desk.run(desk_engine, articles.withdraw, who["ed"], "second", WithdrawalDraft(reason="Retracted", version=1))
    assert "Retracted" in desk.refused(desk_engine, Clash, articles.publish, who["ed"], "second", 2, "x").sentence
    with reading(desk_engine) as session, pytest.raises(Clash):
        publications.get(session, who["ed"], "second")


def test_the_past_the_history_and_the_feed_of_changes_know_of_it(desk_engine, who):
    article_with_drafts(desk_engine, who)
    desk.run(desk_engine, articles.publish, who["ed"], "second", 1)
    earlier = desk.now()
    publish(desk_engine, who["ed"])
    desk.run(
        desk_engine,
        claims.revise,
        who["ed"],
        "SEC-3",
        desk.changed_claim(statement="Number 3", version=2, topics=["sand"]),
    )
    with reading(desk_engine) as session:
        then = ClaimPage(article=("second",), as_of=written(earlier))
        assert [one.row.ref for one in pages.find(session, READER, then).rows] == ["SEC-1"]
        with pytest.raises(NotFound):
            pages.get(session, READER, "SEC-3", written(earlier))
        assert pages.get(session, who["ed"], "SEC-3", written(earlier)).visibility == "draft"
        compared = changes.every(session, READER, ChangeFilter(article=("second",), after=written(earlier)))
        assert [(one.ref, one.changes[0].kind) for one in compared] == [("SEC-2", "added"), ("SEC-3", "added")]
        told = feed.newest(session, READER, ChangeFilter(article=("second",)))
        assert [one.ref for one in told] == ["SEC-3", "SEC-3", "SEC-2", "SEC-1"]
        lives = [[one.what for one in pages.get(session, READER, f"SEC-{n}").history] for n in (1, 3)]
    assert lives == [
        ["Published with its article", "Published", "Written"],
        ["Changed", "Published with the other drafts of its article", "Written"],
    ]
    assert desk.problems(desk_engine) == []
