import pytest
from tests.helpers import desk, quoted_desk
from tests.helpers.quoted_desk import CHANGED, a_passage, a_settlement, take
from tests.helpers.rows import for_each

from factdesk.access import READER
from factdesk.commands import articles, claims
from factdesk.commands import passages as writing
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.errors import Clash, Forbidden, Invalid, NotFound, NotSignedIn
from factdesk.queries import passages

LIKE = "the keeper 👩‍👩‍👧 sold all of her salt to the merchant from the north"


@pytest.fixture
def who(quoted_engine):
    people = desk.the_people(quoted_engine)
    take(quoted_engine, people["ed"])
    take(quoted_engine, people["ed"], CHANGED)
    return people


def ask(engine, question, *given):
    with reading(engine) as session:
        return question(session, *given)


def test_what_changed_or_was_lost_has_to_be_settled(quoted_engine, who):
    found = ask(quoted_engine, passages.to_settle, who["ed"], "a-tale")
    assert [(one.ref, one.state.value) for one in found.passages] == [("TALE-1", "lost"), ("TALE-3", "changed")]
    lost, changed = found.passages
    assert (lost.was.before, lost.was.words, lost.found) == ("", quoted_desk.QUOTES["TALE-1"], None)
    assert lost.was.after.startswith(", told on the coast")
    assert changed.found.around.words == "".join(one.text for one in changed.new) == LIKE
    assert "".join(one.text for one in changed.old) == changed.was.words == quoted_desk.QUOTES["TALE-3"]
    assert changed.found.paragraph == 2
    assert ask(quoted_engine, passages.numbers_to_settle, who["ed"], ["a-tale"]) == {"a-tale": 2}


def test_what_is_settled_or_withdrawn_waits_no_more(quoted_engine, who):
    desk.run(quoted_engine, writing.settle, who["ed"], "TALE-3", 1, a_settlement(LIKE))
    assert ask(quoted_engine, passages.numbers_to_settle, who["ed"], ["a-tale"]) == {"a-tale": 1}
    desk.run(quoted_engine, claims.withdraw, who["ed"], "TALE-1", WithdrawalDraft(reason="Gone", version=2))
    assert ask(quoted_engine, passages.to_settle, who["ed"], "a-tale").passages == []
    assert ask(quoted_engine, passages.numbers_to_settle, who["ed"], ["a-tale"]) == {}


def test_an_article_without_a_text_or_withdrawn_has_nothing_to_settle(quoted_engine, who):
    desk.run(quoted_engine, articles.add, who["ed"], desk.new_article())
    found = ask(quoted_engine, passages.to_settle, who["ed"], "second")
    assert (found.text_version, found.passages) == (None, [])
    desk.run(quoted_engine, articles.withdraw, who["ed"], "a-tale", WithdrawalDraft(reason="Gone", version=1))
    assert ask(quoted_engine, passages.numbers_to_settle, who["ed"], ["a-tale", "second"]) == {}


def test_a_long_list_says_how_many_it_leaves_out(quoted_engine, who, monkeypatch):
    monkeypatch.setattr(passages, "MOST_LISTED", 1)
    found = ask(quoted_engine, passages.to_settle, who["ed"], "a-tale")
    assert ([one.ref for one in found.passages], found.left_out) == (["TALE-1"], 1)


def test_a_lost_quote_that_never_had_a_place_is_shown_as_it_is_looked_for(quoted_engine, who):
    desk.run(quoted_engine, claims.add, who["ed"], "a-tale", desk.new_claim(quote="No such words"))
    last = ask(quoted_engine, passages.to_settle, who["ed"], "a-tale").passages[-1]
    assert (last.ref, last.was.before, last.was.words) == ("TALE-4", "", "No such words")


def test_readers_are_told_where_a_claim_stands_and_no_words_of_the_text(quoted_engine, who):
    desk.run(quoted_engine, writing.add, who["ed"], "TALE-2", a_passage("hundred coins", CHANGED, text_version=2))
    desk.run(quoted_engine, writing.withdraw, who["ed"], "TALE-3", 1, quoted_desk.a_withdrawal(text_version=2))
    for ref, there in (("TALE-1", []), ("TALE-2", [1, 2]), ("TALE-3", [])):
        shown = ask(quoted_engine, passages.of_claim, READER, ref)
        assert [one.passage for one in shown] == there
        assert {one.exact for one in shown} <= {""}
    inside = ask(quoted_engine, passages.of_claim, who["ann"], "TALE-2")
    assert [(one.exact, one.paragraph) for one in inside] == [("fell in autumn", 1), ("hundred coins", 2)]
    assert ask(quoted_engine, passages.of_claim, who["ed"], "TALE-3")[0].withdrawn_reason == "It is no longer said"


def test_a_draft_is_hidden_from_readers(quoted_engine, who):
    desk.run(quoted_engine, claims.add, who["ed"], "a-tale", desk.new_claim(quote="hundred coins"))
    with pytest.raises(NotFound):
        ask(quoted_engine, passages.of_claim, READER, "TALE-4")


def test_a_typed_ref_means_a_claim_of_the_article(quoted_engine, who):
    assert ask(quoted_engine, passages.meant, who["ed"], "a-tale", " tale-2 ") == "TALE-2"
    for typed in ("", "TALE-99", "water"):
        with pytest.raises(Invalid):
            ask(quoted_engine, passages.meant, who["ed"], "a-tale", typed)


def test_one_passage_is_given_for_settling(quoted_engine, who):
    slug, one = ask(quoted_engine, passages.settling, who["ed"], "TALE-3", 1)
    assert (slug, one.found.around.words, one.text_version) == ("a-tale", LIKE, 2)
    for ref, number in (("TALE-3", 2), ("TALE-9", 1), ("TALE-3", 2**40)):
        with pytest.raises(NotFound):
            ask(quoted_engine, passages.settling, who["ed"], ref, number)
    desk.run(quoted_engine, writing.withdraw, who["ed"], "TALE-3", 1, quoted_desk.a_withdrawal(text_version=2))
    with pytest.raises(Clash):
        ask(quoted_engine, passages.settling, who["ed"], "TALE-3", 1)


@for_each(
    ("question", "given"),
    [(passages.to_settle, ("a-tale",)), (passages.numbers_to_settle, (["a-tale"],)),
     (passages.settling, ("TALE-3", 1)), (passages.article_of, ("TALE-3",)), (passages.meant, ("a-tale", "TALE-3"))],
)  # fmt: skip
def test_only_those_who_write_are_told(quoted_engine, who, question, given):
    for name, why in (("reader", NotSignedIn), ("ann", Forbidden)):
        with pytest.raises(why):
            ask(quoted_engine, question, who[name], *given)
