from hashlib import sha256

import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each

from factdesk.access import READER
from factdesk.commands import articles, claims, versions
from factdesk.database.transaction import reading, writing
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.texts import VersionDraft
from factdesk.errors import Clash, Forbidden, NotFound, NotSignedIn
from factdesk.queries import texts
from factdesk.vocabulary import AnchorState, Scope

TEXT = "A tale of water and salt.\n\nThe river rose in spring."
LATER = "Foreword.\n\nA tale of water and salt.\n\nThe river rose in spring."


def a_text(text=TEXT):
    return VersionDraft(text=text, sha256=sha256(text.encode()).hexdigest(), media_type="text/plain")


@pytest.fixture
def who(desk_engine):
    people = desk.the_people(desk_engine)
    for ref, quote in (("TALE-1", "water and salt"), ("TALE-3", "A desert")):
        desk.run(desk_engine, claims.revise, people["ed"], ref,
                 desk.changed_claim(statement=f"Statement {ref[-1]}", quote=quote))  # fmt: skip
    return people


@pytest.fixture
def held(desk_engine, who):
    for text in (TEXT, LATER):
        with writing(desk_engine) as session:
            versions.take(session, who["ed"], "a-tale", a_text(text))
    return who


def asked(engine, query, *given):
    with reading(engine) as session:
        return query(session, *given)


def test_the_versions_are_listed_newest_first_with_their_sizes(desk_engine, held):
    second, first = asked(desk_engine, texts.find, held["ann"], "a-tale")
    assert (second.number, first.number) == (2, 1)
    assert (first.words, first.paragraphs, first.media_type) == (11, 2, "text/plain")
    assert (second.words, second.paragraphs) == (12, 3)
    assert first.passages == {AnchorState.EXACT: 1, AnchorState.LOST: 1}
    assert sum(second.passages.values()) == 2


def test_an_article_without_its_text_has_no_versions(desk_engine, who):
    assert asked(desk_engine, texts.find, who["ann"], "a-tale") == []


def test_a_version_comes_with_its_passages_as_selectors(desk_engine, held):
    first = asked(desk_engine, texts.get, held["ann"], "a-tale", 1)
    assert first.text == TEXT
    found, lost = first.anchors
    quote, place = found.selector
    assert (found.ref, found.passage, found.state) == ("TALE-1", 1, AnchorState.EXACT)
    assert TEXT[place.start : place.end] == quote.exact == "water and salt"
    assert TEXT[: place.start].endswith(quote.prefix)
    assert (lost.ref, lost.state, [one.type for one in lost.selector]) == (
        "TALE-3", AnchorState.LOST, ["TextQuoteSelector"],
    )  # fmt: skip


def test_what_was_withdrawn_is_no_passage(desk_engine, held):
    desk.run(desk_engine, claims.withdraw, held["ed"], "TALE-3", WithdrawalDraft(reason="Mistaken", version=2))
    assert [one.ref for one in asked(desk_engine, texts.get, held["ann"], "a-tale", 1).anchors] == ["TALE-1"]
    assert asked(desk_engine, texts.find, held["ann"], "a-tale")[1].passages == {AnchorState.EXACT: 1}


def test_two_versions_are_given_to_be_compared(desk_engine, held):
    assert asked(desk_engine, texts.pair, held["ann"], "a-tale", 2).before == TEXT
    assert asked(desk_engine, texts.pair, held["ann"], "a-tale", 1).before is None


@for_each("number", [0, -1, 3, 2**31, 2**70])
def test_a_version_that_is_not_there_is_not_found(desk_engine, held, number):
    for query in (texts.get, texts.pair):
        with pytest.raises(NotFound):
            asked(desk_engine, query, held["ann"], "a-tale", number)
    with pytest.raises(NotFound):
        asked(desk_engine, query, held["ann"], "nowhere", 1)


def test_readers_see_the_text_only_where_the_editor_shows_it(desk_engine, held):
    for query, given in ((texts.find, ()), (texts.get, (1,)), (texts.pair, (2,))):
        with pytest.raises(NotSignedIn):
            asked(desk_engine, query, READER, "a-tale", *given)
    shown = desk.changed_article(text_public=True, version=desk.version_of(desk_engine, "a-tale"))
    desk.run(desk_engine, articles.revise, held["ed"], "a-tale", shown)
    assert asked(desk_engine, texts.get, READER, "a-tale", 2).text == LATER
    assert len(asked(desk_engine, texts.find, READER, "a-tale")) == 2


def test_what_a_text_would_come_to_is_foreseen_and_nothing_written(desk_engine, held):
    with desk.nothing_stored(desk_engine):
        seen = asked(desk_engine, texts.foresee, held["ed"], "a-tale", a_text("A tale of water and salt."))
        same = asked(desk_engine, texts.foresee, held["ed"], "a-tale", a_text(LATER))
    assert (seen.number, seen.new, seen.before) == (3, True, LATER)
    assert {one.ref: one.found for one in seen.passages} == {"TALE-1": "water and salt", "TALE-3": None}
    assert (same.number, same.new, same.passages) == (2, False, [])


def test_who_may_foresee(desk_engine, held):
    with pytest.raises(Forbidden):
        asked(desk_engine, texts.foresee, held["ann"], "a-tale", a_text())
    with pytest.raises(Forbidden):
        asked(desk_engine, texts.foresee, desk.limited(held["ed"], Scope.REVIEW), "a-tale", a_text())
    with pytest.raises(NotFound):
        asked(desk_engine, texts.foresee, held["ed"], "nowhere", a_text())
    gone = WithdrawalDraft(reason="Another one", version=desk.version_of(desk_engine, "a-tale"))
    desk.run(desk_engine, articles.withdraw, held["ed"], "a-tale", gone)
    with pytest.raises(Clash):
        asked(desk_engine, texts.foresee, held["ed"], "a-tale", a_text())


def test_names_that_no_article_has(desk_engine, who):
    def names(title):
        return asked(desk_engine, texts.names_for, title, ("new", "import"))

    assert names("A tale") == ("a-tale-2", "AT")
    assert names("Tale") == ("tale", "TALE2")
    assert names("New") == ("new-2", "NEW")


def test_a_text_that_is_held_already_is_known(desk_engine, held):
    assert asked(desk_engine, texts.holding, a_text(TEXT)) == ("a-tale", 1)
    assert asked(desk_engine, texts.holding, a_text(TEXT).model_copy(update={"sha256": "0" * 64})) == ("a-tale", 1)
    assert asked(desk_engine, texts.holding, a_text("Another")) is None
