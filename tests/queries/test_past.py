"""The register of an earlier moment; that it is what was shown then is held in tests/properties/test_past.py."""

from unittest.mock import patch

import pytest
from tests.helpers import desk
from tests.helpers.builders import a_claim, a_piece, a_register, load

from factdesk.access import READER
from factdesk.commands import _records, articles, claims, reviews
from factdesk.database.transaction import reading
from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import ClaimPage
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.moments import written
from factdesk.errors import Invalid, NotFound
from factdesk.models import ChainHead
from factdesk.queries import articles as article_pages
from factdesk.queries import claims as claim_pages
from factdesk.queries import facets, facts
from factdesk.queries.moments import head_at
from factdesk.rules.chain import FIRST


def moment(engine):
    return written(desk.the(engine, ChainHead).at)


def refs(session, viewer=READER, **wanted):
    page = claim_pages.find(session, viewer, ClaimPage(**wanted))
    assert page.counted_all
    assert page.number == len(page.rows)
    return [one.row.ref for one in page.rows]


@pytest.fixture
def people(desk_engine):
    return desk.the_people(desk_engine)


def test_before_the_first_event_there_was_nothing(desk_engine, people):
    with reading(desk_engine) as session:
        assert head_at(session, "2020-01-01").model_dump(exclude={"at"}) == {"seq": 0, "hash": FIRST}
        assert refs(session, as_of="2020-01-01") == []
        assert article_pages.find(session, READER, "2020-01-01") == []
        told = facts.of_export(session, READER, ClaimExport(as_of="2020-01-01"), site="")
    assert (told.head, told.count, told.title) == (FIRST, 0, "Claim register")
    assert told.address == "/claims?as_of=2020-01-01"
    assert people


def test_a_moment_in_the_future_is_refused(desk_engine, people):
    with reading(desk_engine) as session, pytest.raises(Invalid, match="as_of: 1 January 2999 lies in the future"):
        refs(session, as_of="2999-01-01")
    assert people


def test_of_events_at_one_time_a_moment_means_the_last(desk_engine, people):
    head = desk.the(desk_engine, ChainHead)
    with patch.object(_records, "datetime") as clock:
        clock.now.return_value = head.at.replace(year=2020)  # a clock that ran back: the chain's time stands still
        desk.run(desk_engine, reviews.submit, people["ann"], "TALE-2", desk.a_judgement())
        desk.run(desk_engine, reviews.submit, people["ann"], "TALE-3", desk.a_judgement())
    with reading(desk_engine) as session:
        assert head_at(session, written(head.at)).seq == head.seq + 2
        assert refs(session, as_of=written(head.at), state=["settled"]) == ["TALE-1", "TALE-2", "TALE-3"]


def test_a_claim_that_was_a_draft_then_was_not_there_for_readers(desk_engine, people):
    desk.run(desk_engine, claims.add, people["ed"], "a-tale", desk.new_claim())
    then = moment(desk_engine)
    desk.run(desk_engine, claims.publish, people["ed"], "TALE-4", desk.version_of(desk_engine, "TALE-4"))
    with reading(desk_engine) as session:
        assert "TALE-4" not in refs(session, as_of=then)
        assert "TALE-4" in refs(session, people["ann"], as_of=then)
        assert "TALE-4" in refs(session)
        with pytest.raises(NotFound, match="TALE-4 was not in this register yet"):
            claim_pages.get(session, READER, "TALE-4", then)
        assert claim_pages.get(session, people["ann"], "TALE-4", then).visibility == "draft"
        assert claim_pages.get(session, READER, "TALE-3", then).next is None


def test_a_claim_that_is_a_draft_still_is_refused_in_the_words_of_one_that_never_was(desk_engine, people):
    desk.run(desk_engine, claims.add, people["ed"], "a-tale", desk.new_claim())
    said = []
    with reading(desk_engine) as session:
        for ref in ("TALE-4", "TALE-9"):
            with pytest.raises(NotFound) as caught:
                claim_pages.get(session, READER, ref, moment(desk_engine))
            said.append(caught.value.sentence.replace(ref, ""))
    assert said[0] == said[1]


def test_an_open_blind_round_stays_hidden_at_its_moment_after_it_has_closed(desk_engine, people):
    desk.run(desk_engine, articles.revise, people["ed"], "a-tale",
             desk.changed_article(reviews_required=2, blind_review=True))  # fmt: skip
    secret = desk.a_judgement(verdict="disputed", confidence="low", reason="Nobody may read this yet")
    desk.run(desk_engine, reviews.submit, people["ann"], "TALE-3", secret)
    inside = moment(desk_engine)
    desk.run(desk_engine, reviews.submit, people["ben"], "TALE-3", secret)
    with reading(desk_engine) as session:
        assert claim_pages.get(session, READER, "TALE-3").verdict == "disputed"
        for viewer in people.values():
            then = claim_pages.get(session, viewer, "TALE-3", inside)
            assert (then.verdict, then.confidence, then.reviews, then.state) == ("unreviewed", None, [], "open")
            assert [entry.what for entry in then.history] == ["Loaded with its evidence and first review"]
            assert refs(session, viewer, as_of=inside, verdict=["disputed"]) == []
            whole = "".join(
                one.model_dump_json() for one in claim_pages.every(session, viewer, ClaimExport(as_of=inside))
            )
            assert "Nobody may read" not in whole
            counted = {facet.name: facet for facet in facets.find(session, viewer, ClaimPage(as_of=inside))}
            assert [one.claims for one in counted["verdict"].values if one.value == "disputed"] == [0]


def test_an_article_has_its_title_and_settings_of_then(desk_engine, people):
    then = moment(desk_engine)
    desk.run(desk_engine, articles.revise, people["ed"], "a-tale", desk.changed_article(reviews_required=2))
    desk.run(desk_engine, articles.withdraw, people["ed"], "a-tale", WithdrawalDraft(reason="No", version=2))
    with reading(desk_engine) as session:
        past, present = (article_pages.get(session, READER, "a-tale", at) for at in (then, None))
        assert (past.title, past.reviews_required, past.withdrawn_reason) == ("A tale", 1, None)
        assert (present.title, present.reviews_required, present.withdrawn_reason) == ("A tale retold", 2, "No")
        row = claim_pages.find(session, READER, ClaimPage(as_of=then)).rows[0].row
        assert (row.article_title, row.withdrawn_reason) == ("A tale", None)
        assert refs(session) == []
        assert len(refs(session, withdrawn="yes")) == len(refs(session, as_of=then)) == 3
        assert article_pages.heading(session, READER, ClaimPage(as_of=then)).claims == 3


def test_an_article_that_was_not_there_yet_is_not_found(desk_engine, people):
    then = moment(desk_engine)
    load(desk_engine, a_register(a_claim(1, a_piece("other")), slug="other", prefix="OTH", title="Another"))
    with reading(desk_engine) as session:
        with pytest.raises(NotFound, match="The article other was not in this register yet"):
            article_pages.get(session, READER, "other", then)
        assert [one.slug for one in article_pages.find(session, READER, then)] == ["a-tale"]
        labels = [facet for facet in facets.find(session, READER, ClaimPage(as_of=then)) if facet.name == "article"]
        assert [one.label for one in labels[0].values] == ["A tale"]
    assert people


def test_topics_with_quotes_brackets_and_other_letters_are_found_then(empty_engine):
    names = ['a "quoted" one', "[brackets]", "été", "50%", "O'Neill"]
    load(empty_engine, a_register(*(a_claim(at, topics=[name]) for at, name in enumerate(names, 1)), a_claim(9)))
    at = moment(empty_engine)
    with reading(empty_engine) as session:
        for number, name in enumerate(names, 1):
            assert refs(session, as_of=at, topic=[name]) == [f"TALE-{number}"]
        assert refs(session, as_of=at, topic=["none"]) == ["TALE-9"]
        assert refs(session, as_of=at, topic=["brackets"]) == []
