from datetime import timedelta

import pytest
from tests.helpers import desk

from factdesk.access import READER
from factdesk.commands import articles, claims, evidence, reviews
from factdesk.database.transaction import reading
from factdesk.drafts.changes import ChangeFilter, ChangePage
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.moments import written
from factdesk.errors import Invalid
from factdesk.models import ChainHead, Evidence
from factdesk.queries import changes, feed
from factdesk.rules.diff import ChangeKind
from factdesk.vocabulary import Stance, Verdict


class Told:
    """A desk, and what a viewer is told of the changes since a moment."""

    def __init__(self, engine):
        self.engine, self.people = engine, desk.open_desk(engine)

    def do(self, who, command, *given):
        return desk.run(self.engine, command, self.people[who], *given)

    def now(self):
        return written(desk.the(self.engine, ChainHead).at)

    def withdrawal(self, key):
        return WithdrawalDraft(reason="It does not hold", version=desk.version_of(self.engine, key))

    def since(self, moment, viewer="reader", **wanted):
        with reading(self.engine) as session:
            asked = ChangeFilter(after=moment, **wanted)
            return {one.ref: one.changes for one in changes.every(session, self.people[viewer], asked)}

    def kinds(self, moment, viewer="reader", **wanted):
        return {ref: [one.kind for one in found] for ref, found in self.since(moment, viewer, **wanted).items()}

    def feed(self, viewer="reader", **wanted):
        with reading(self.engine) as session:
            return feed.newest(session, self.people[viewer], ChangeFilter(**wanted))


@pytest.fixture
def told(empty_engine):
    return Told(empty_engine)


def test_a_freshly_loaded_register_was_added(told):
    assert told.kinds("2020-01-01") == {f"TALE-{n}": [ChangeKind.ADDED] for n in (1, 2, 3)}
    assert told.kinds(told.now()) == {}
    assert [(one.ref, one.author) for one in told.feed()] == [("TALE-3", None), ("TALE-2", None), ("TALE-1", None)]


def test_a_new_verdict_is_told_with_what_stood_before(told):
    moment = told.now()
    told.do("ann", reviews.submit, "TALE-1", desk.a_judgement(verdict="mixed", confidence="low"))
    found = told.since(moment)["TALE-1"]
    assert [(one.kind, one.before, one.after) for one in found] == [
        (ChangeKind.VERDICT, "supported", "mixed"),
        (ChangeKind.CONFIDENCE, "high", "low"),
    ]
    newest = told.feed()[0]
    assert (newest.ref, newest.changes, newest.author) == ("TALE-1", found, None)


def test_evidence_that_came_and_went_is_told(told):
    moment = told.now()
    added = told.do("ann", evidence.add, "TALE-3", desk.new_evidence(stance="disputes", credibility="1"))
    between = told.now()
    [computed, came] = told.since(moment)["TALE-3"]
    assert (computed.kind, computed.before) == (ChangeKind.COMPUTED, None)
    assert (came.kind, came.evidence.source, came.evidence.stance) == (
        ChangeKind.EVIDENCE_ADDED, "src05", Stance.DISPUTES,
    )  # fmt: skip
    told.do("ann", evidence.withdraw, int(desk.the(told.engine, Evidence, claim_id=3).id), told.withdrawal(5))
    assert added
    assert told.kinds(moment) == {}
    assert told.kinds(between) == {"TALE-3": [ChangeKind.COMPUTED, ChangeKind.EVIDENCE_WITHDRAWN]}
    assert [one.kind for one in told.feed()[0].changes] == [ChangeKind.COMPUTED, ChangeKind.EVIDENCE_WITHDRAWN]
    assert [one.kind for one in told.feed()[1].changes] == [ChangeKind.COMPUTED, ChangeKind.EVIDENCE_ADDED]


def test_a_draft_is_told_to_readers_when_it_is_published_and_to_the_desk_when_it_is_written(told):
    moment = told.now()
    told.do("ed", claims.add, "a-tale", desk.new_claim())
    assert told.kinds(moment) == {}
    assert told.kinds(moment, "ann") == {"TALE-4": [ChangeKind.ADDED]}
    assert [one.ref for one in told.feed()] == ["TALE-3", "TALE-2", "TALE-1"]
    between = told.now()
    told.do("ed", claims.publish, "TALE-4", desk.version_of(told.engine, "TALE-4"))
    assert told.kinds(between) == {"TALE-4": [ChangeKind.ADDED]}
    assert told.kinds(between, "ann") == {}
    assert told.feed()[0].ref == "TALE-4"


def test_a_withdrawn_claim_is_matched_by_what_it_showed_before(told):
    moment = told.now()
    told.do("ed", claims.withdraw, "TALE-1", told.withdrawal("TALE-1"))
    told.do("ann", reviews.submit, "TALE-2", desk.a_judgement())
    assert told.kinds(moment, verdict=["supported"]) == {
        "TALE-1": [ChangeKind.WITHDRAWN], "TALE-2": [ChangeKind.VERDICT, ChangeKind.CONFIDENCE],
    }  # fmt: skip
    assert told.kinds(moment, withdrawn="yes") == {"TALE-1": [ChangeKind.WITHDRAWN]}
    assert told.kinds(moment, verdict=["mixed"]) == told.kinds(moment, article=["none-such"]) == {}
    assert [one.ref for one in told.feed(withdrawn="yes")] == ["TALE-1"]
    assert [one.ref for one in told.feed(topic=["salt"])] == ["TALE-2", "TALE-2"]


def test_an_open_blind_round_leaves_no_trace_and_is_told_when_it_closes(told):
    draft = desk.changed_article(reviews_required=2, blind_review=True)
    told.do("ed", articles.revise, "a-tale", draft)
    moment, before = told.now(), told.feed()
    told.do("ann", reviews.submit, "TALE-3", desk.a_judgement(verdict="disputed", confidence="low"))
    for viewer in told.people:
        assert told.kinds(moment, viewer) == {}
    assert told.feed() == before
    told.do("ben", reviews.submit, "TALE-3", desk.a_judgement(verdict="disputed", confidence="low"))
    [verdict, _] = told.since(moment)["TALE-3"]
    assert (verdict.before, verdict.after) == (Verdict.UNREVIEWED, Verdict.DISPUTED)
    assert told.feed()[0].ref == "TALE-3"


def test_who_wrote_is_told_where_the_article_shows_names_today(told):
    told.do("ed", articles.revise, "a-tale", desk.changed_article(names_public=True))
    told.do("ann", reviews.submit, "TALE-3", desk.a_judgement())
    assert told.feed()[0].author == "ann"
    told.do("ed", articles.revise, "a-tale", desk.changed_article(names_public=False, version=2))
    told.do("ben", reviews.submit, "TALE-2", desk.a_judgement())
    assert [one.author for one in told.feed()[:2]] == [None, None]
    assert told.feed("ann")[0].author == "ben"


def test_the_usual_window_is_thirty_days_up_to_the_last_event(told):
    with reading(told.engine) as session:
        between = changes.window(session, ChangeFilter())
        assert between.later.at - between.earlier.at == timedelta(days=30)
        assert (between.later.at, between.earlier.seq) == (desk.the(told.engine, ChainHead).at, 0)
        facts = changes.facts(session, READER, ChangeFilter(verdict=["supported"]), site="https://here")
    assert (facts.count, facts.head) == (1, desk.the(told.engine, ChainHead).hash)
    assert "after=" in facts.address
    assert "before=" in facts.address


def test_moments_the_wrong_way_round_or_in_the_future_are_refused(told):
    for wanted in ({"after": told.now(), "before": "2020-01-01"}, {"before": "2999-01-01"}, {"after": "2999-01-01"}):
        with reading(told.engine) as session, pytest.raises(Invalid):
            changes.find(session, READER, ChangePage(**wanted))


def test_pages_follow_each_other(told):
    refs, cursor = [], None
    with reading(told.engine) as session:
        while True:
            page = changes.find(session, READER, ChangePage(after="2020-01-01", limit=1, cursor=cursor))
            assert (page.number, page.counted_all) == (3, True)
            refs += [one.ref for one in page.claims]
            if (cursor := page.next_cursor) is None:
                break
    assert refs == ["TALE-1", "TALE-2", "TALE-3"]
