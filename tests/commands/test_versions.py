import pytest
from sqlmodel import col, select
from tests.helpers import desk

from factdesk.commands import articles, claims, versions
from factdesk.database.transaction import reading, writing
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.errors import Clash, Forbidden, NotFound, NotSignedIn
from factdesk.models import Anchor, ArticleVersion, Claim, Event
from factdesk.vocabulary import AnchorState

TEXT = "A tale of water and salt.\n\nThe river rose in spring. The river fell in autumn."


@pytest.fixture
def who(desk_engine):
    people = desk.the_people(desk_engine)
    for ref, quote in (("TALE-1", "water and salt"), ("TALE-2", "The river"), ("TALE-3", "A desert")):
        desk.run(
            desk_engine,
            claims.revise,
            people["ed"],
            ref,
            desk.changed_claim(statement=f"Statement {ref[-1]}", quote=quote),
        )
    return people


def take(engine, actor, text=TEXT, slug="a-tale"):
    with writing(engine) as session:
        return versions.take(session, actor, slug, desk.a_text(text))


def anchors(engine, number=1):
    with reading(engine) as session:
        query = (
            select(Claim.ref, Anchor)
            .join(Anchor, col(Anchor.claim_id) == Claim.id)
            .join(ArticleVersion, col(ArticleVersion.id) == Anchor.article_version_id)
        )
        found = dict(session.exec(query.where(col(ArticleVersion.number) == number)).all())
        session.expunge_all()
    return found


def test_a_text_is_kept_with_the_passages_of_its_claims(desk_engine, who):
    taken = take(desk_engine, who["ed"])
    assert (taken.number, taken.new) == (1, True)
    found = anchors(desk_engine)
    first = found["TALE-1"]
    assert (TEXT[first.start : first.end], first.state, first.score) == ("water and salt", AnchorState.EXACT, 100)
    assert (first.prefix, first.settled) == ("A tale of ", False)
    assert found["TALE-3"].state is AnchorState.LOST
    assert (found["TALE-3"].start, found["TALE-3"].exact) == (None, "A desert")
    assert dict(taken.states) == {AnchorState.EXACT: 1, AnchorState.LOST: 2}


def test_a_quote_that_stands_twice_is_lost_rather_than_guessed(desk_engine, who):
    take(desk_engine, who["ed"])
    assert anchors(desk_engine)["TALE-2"].state is AnchorState.LOST


def test_the_same_text_again_changes_nothing(desk_engine, who):
    take(desk_engine, who["ed"])
    before = desk.everything(desk_engine)
    again = take(desk_engine, who["ed"])
    assert (again.number, again.new) == (1, False)
    assert desk.everything(desk_engine) == before


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(desk_engine, who):
    take(desk_engine, who["ed"])
    taken = take(desk_engine, who["ed"], "A new beginning.\n\n" + TEXT)
    assert taken.number == 2
    old, new = anchors(desk_engine)["TALE-1"], anchors(desk_engine, 2)["TALE-1"]
    assert (new.start - old.start, new.passage) == (len("A new beginning.\n\n"), old.passage)
    assert desk.problems(desk_engine) == []


def test_only_editors_bring_texts(desk_engine, who):
    before = desk.everything(desk_engine)
    for name, refusal in (("reader", NotSignedIn), ("ann", Forbidden)):
        with pytest.raises(refusal):
            take(desk_engine, who[name])
    with pytest.raises(NotFound):
        take(desk_engine, who["ed"], slug="nowhere")
    assert desk.everything(desk_engine) == before


def test_a_withdrawn_article_takes_no_text(desk_engine, who):
    gone = WithdrawalDraft(reason="It was another one", version=1)
    desk.run(desk_engine, articles.withdraw, who["ed"], "a-tale", gone)
    with pytest.raises(Clash):
        take(desk_engine, who["ed"])


def test_the_event_holds_no_text(desk_engine, who):
    take(desk_engine, who["ed"])
    with reading(desk_engine) as session:
        event = session.exec(select(Event).order_by(col(Event.seq).desc())).first()
        assert event.action == "version.take"
        assert "river" not in str(event.payload)
