from threading import Barrier, Thread

import pytest
from sqlmodel import col, select
from tests import desk, quoted
from tests.quoted import CHANGED, TEXT, a_passage, a_settlement, a_withdrawal, anchors, take

from factdesk.commands import articles, claims, passages
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.errors import Clash, Forbidden, Invalid, NotFound, NotSignedIn, Stale
from factdesk.models import Anchor, Claim, Event
from factdesk.vocabulary import AnchorState

HERE, LIKE = "the salt to a merchant", "the keeper 👩‍👩‍👧 sold all of her salt to the merchant from the north"
GONE = WithdrawalDraft(reason="It does not hold", version=2)


@pytest.fixture
def who(empty_engine):
    people = quoted.quoted_desk(empty_engine)
    take(empty_engine, people["ed"])
    return people


@pytest.fixture
def changed(empty_engine, who):
    take(empty_engine, who["ed"], CHANGED)
    return who


def last_event(engine):
    with reading(engine) as session:
        event = session.exec(select(Event).order_by(col(Event.seq).desc())).first()
        return event.action, event.subject


def test_a_claim_may_have_several_passages_and_share_one(empty_engine, who):
    for ref, words in (("TALE-2", HERE), ("TALE-3", HERE), ("TALE-2", "every village")):
        assert desk.run(empty_engine, passages.add, who["ed"], ref, a_passage(words)) == ref
    found = anchors(empty_engine)
    assert [found["TALE-2", number].exact for number in (1, 2, 3)] == ["fell in autumn", HERE, "every village"]
    added = found["TALE-3", 2]
    assert TEXT[added.start : added.end] == HERE
    assert (added.state, added.score, added.settled, added.version) == (AnchorState.EXACT, 100, True, 1)
    assert (added.prefix[-5:], added.suffix[:5]) == ("sold ", " from")
    assert last_event(empty_engine) == ("passage.add", "claim:TALE-2")
    assert desk.problems(empty_engine) == []


def test_blanks_around_what_was_selected_are_no_part_of_it(empty_engine, who):
    at = TEXT.index(" every village.")
    draft = a_passage(HERE, start=at, end=at + len(" every village.") + 2, chosen=" every village.")
    desk.run(empty_engine, passages.add, who["ed"], "TALE-1", draft)
    assert anchors(empty_engine)["TALE-1", 2].exact == "every village."


def test_a_passage_may_reach_over_paragraphs(empty_engine, who):
    words = "told on the coast.\n\nThe river rose"
    desk.run(empty_engine, passages.add, who["ed"], "TALE-1", a_passage(words))
    assert anchors(empty_engine)["TALE-1", 2].exact == words


@pytest.mark.parametrize(
    ("why", "draft"),
    [
        (Invalid, a_passage(HERE, chosen="the salt to a merchan")),
        (Invalid, a_passage(HERE, start=TEXT.index(HERE) + 1)),
        (Invalid, a_passage(HERE, start=TEXT.index(HERE) + 9, end=TEXT.index(HERE))),
        (Invalid, a_passage(HERE, start=len(TEXT), end=len(TEXT) + len(HERE))),
        (Invalid, a_passage(HERE, start=4_999_999, end=5_000_000)),
        (Clash, a_passage(HERE, text_version=2)),
        (Clash, a_passage("A tale of water and salt")),
    ],
)
def test_only_the_words_that_were_seen_are_marked_and_only_once(empty_engine, who, why, draft):
    desk.refused(empty_engine, why, passages.add, who["ed"], "TALE-1", draft)


def test_words_that_read_the_same_elsewhere_with_all_around_them_are_no_passage(empty_engine, who):
    twice = "\n\n".join([("so it was " * 500).strip()] * 2)
    take(empty_engine, who["ed"], twice)
    draft = a_passage("so it was", twice, text_version=2, start=2500, end=2509)
    assert "elsewhere" in desk.refused(empty_engine, Invalid, passages.add, who["ed"], "TALE-1", draft).sentence


def test_a_passage_is_settled_where_it_was_found(empty_engine, changed):
    before = anchors(empty_engine, 2)["TALE-3", 1]
    assert (before.state, CHANGED[before.start : before.end]) == (AnchorState.CHANGED, LIKE)
    assert before.exact == quoted.QUOTES["TALE-3"]
    desk.run(empty_engine, passages.settle, changed["ed"], "TALE-3", 1, a_settlement(LIKE))
    after = anchors(empty_engine, 2)["TALE-3", 1]
    assert (after.state, after.score, after.settled, after.exact) == (AnchorState.EXACT, 100, True, LIKE)
    assert (after.start, after.end, after.version) == (before.start, before.end, 2)
    assert anchors(empty_engine, 1)["TALE-3", 1].exact == quoted.QUOTES["TALE-3"]
    assert last_event(empty_engine) == ("passage.settle", "claim:TALE-3")
    assert desk.problems(empty_engine) == []


def test_a_lost_passage_is_settled_elsewhere(empty_engine, changed):
    assert anchors(empty_engine, 2)["TALE-1", 1].state is AnchorState.LOST
    desk.run(empty_engine, passages.settle, changed["ada"], "TALE-1", 1, a_settlement("in every village"))
    after = anchors(empty_engine, 2)["TALE-1", 1]
    assert CHANGED[after.start : after.end] == after.exact == "in every village"


def test_a_settled_passage_is_looked_for_by_its_new_words_from_then_on(empty_engine, changed):
    desk.run(empty_engine, passages.settle, changed["ed"], "TALE-3", 1, a_settlement(LIKE))
    take(empty_engine, changed["ed"], "A new beginning.\n\n" + CHANGED)
    third = anchors(empty_engine, 3)["TALE-3", 1]
    assert (third.exact, third.state, third.settled) == (LIKE, AnchorState.EXACT, False)


def test_the_second_of_two_editors_is_told_what_the_first_one_settled(empty_engine, changed):
    desk.run(empty_engine, passages.settle, changed["ed"], "TALE-3", 1, a_settlement(LIKE))
    mine = a_settlement("in spring")
    refusal = desk.refused(empty_engine, Stale, passages.settle, changed["ada"], "TALE-3", 1, mine)
    assert [(one.field, one.now, one.sent) for one in refusal.differences] == [("chosen", LIKE, "in spring")]
    desk.refused(empty_engine, Stale, passages.withdraw, changed["ada"], "TALE-3", 1, a_withdrawal(text_version=2))


def test_of_two_who_settle_at_the_same_moment_one_is_heard(empty_engine, changed):
    together, came = Barrier(2), []

    def settle(name, words):
        together.wait()
        try:
            desk.run(empty_engine, passages.settle, changed[name], "TALE-1", 1, a_settlement(words))
            came.append(words)
        except Stale as refusal:
            came.append(refusal)

    both = [Thread(target=settle, args=given) for given in (("ed", "every village"), ("ada", "in spring"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    heard = [one for one in came if isinstance(one, str)]
    assert len(heard) == 1
    assert anchors(empty_engine, 2)["TALE-1", 1].exact == heard[0]
    assert desk.problems(empty_engine) == []


@pytest.mark.parametrize(
    ("why", "draft"),
    [
        (Clash, a_settlement(LIKE, text_version=1)),
        (Invalid, a_settlement(LIKE, chosen="Something else")),
        (Clash, a_settlement("fell in autumn")),
    ],
)
def test_a_passage_is_settled_only_on_words_that_stand_there_and_are_free(empty_engine, changed, why, draft):
    if why is Clash and draft.text_version == 2:
        spare = a_passage("fell in autumn", CHANGED, text_version=2)
        desk.run(empty_engine, passages.add, changed["ed"], "TALE-3", spare)
    desk.refused(empty_engine, why, passages.settle, changed["ed"], "TALE-3", 1, draft)


def test_a_passage_is_withdrawn_with_a_reason_and_not_looked_for_again(empty_engine, changed):
    desk.run(empty_engine, passages.withdraw, changed["ed"], "TALE-1", 1, a_withdrawal(text_version=2))
    gone = anchors(empty_engine, 2)["TALE-1", 1]
    assert (gone.withdrawn_reason, gone.withdrawn_at is not None) == ("It is no longer said", True)
    for command, draft in (
        (passages.withdraw, a_withdrawal(version=2, text_version=2)),
        (passages.settle, a_settlement(LIKE, version=2)),
    ):
        assert "withdrawn" in desk.refused(empty_engine, Clash, command, changed["ed"], "TALE-1", 1, draft).sentence
    take(empty_engine, changed["ed"], TEXT + "\n\nThe end.")
    assert ("TALE-1", 1) not in anchors(empty_engine, 3)
    assert desk.problems(empty_engine) == []


def test_nobody_withdraws_a_passage_of_a_text_that_was_not_read(empty_engine, changed):
    desk.refused(empty_engine, Clash, passages.withdraw, changed["ed"], "TALE-1", 1, a_withdrawal())


@pytest.mark.parametrize("passage", [0, -1, 2, 2**31, 2**63])
def test_there_is_no_other_passage(empty_engine, changed, passage):
    desk.refused(empty_engine, NotFound, passages.settle, changed["ed"], "TALE-3", passage, a_settlement(LIKE))
    gone = a_withdrawal(text_version=2)
    desk.refused(empty_engine, NotFound, passages.withdraw, changed["ed"], "TALE-3", passage, gone)


def test_only_editors_mark_settle_and_withdraw(empty_engine, changed):
    here = a_passage("in spring", CHANGED, text_version=2)
    for name, why in (("reader", NotSignedIn), ("ann", Forbidden)):
        desk.refused(empty_engine, why, passages.add, changed[name], "TALE-3", here)
        desk.refused(empty_engine, why, passages.settle, changed[name], "TALE-3", 1, a_settlement(LIKE))
        desk.refused(empty_engine, why, passages.withdraw, changed[name], "TALE-3", 1, a_withdrawal(text_version=2))


def test_a_withdrawn_claim_and_a_claim_that_is_none_have_no_passages_to_work_on(empty_engine, changed):
    desk.run(empty_engine, claims.withdraw, changed["ed"], "TALE-3", GONE)
    desk.refused(empty_engine, Clash, passages.settle, changed["ed"], "TALE-3", 1, a_settlement(LIKE))
    desk.refused(empty_engine, NotFound, passages.settle, changed["ed"], "TALE-9", 1, a_settlement(LIKE))


def test_without_a_text_there_is_nothing_to_mark(empty_engine, who):
    desk.run(empty_engine, articles.add, who["ed"], desk.new_article())
    desk.run(empty_engine, claims.add, who["ed"], "second", desk.new_claim(quote="water"))
    assert "not held" in desk.refused(empty_engine, Clash, passages.add, who["ed"], "SEC-1", a_passage(HERE)).sentence
    desk.refused(empty_engine, NotFound, passages.settle, who["ed"], "SEC-1", 1, a_settlement(LIKE))


def test_a_new_claim_is_marked_where_it_was_chosen_and_quotes_what_stands_there(empty_engine, who):
    draft = desk.new_claim(passage=quoted.place("river"), paragraph=2)
    assert desk.run(empty_engine, claims.add, who["ed"], "a-tale", draft) == "TALE-4"
    found = anchors(empty_engine)["TALE-4", 1]
    assert (found.start, found.state, found.settled) == (TEXT.index("river"), AnchorState.EXACT, True)
    assert desk.the(empty_engine, Claim, ref="TALE-4").quote == "river"
    assert last_event(empty_engine) == ("claim.add", "claim:TALE-4")


def test_a_new_claim_with_a_wrong_passage_is_not_made(empty_engine, who):
    draft = desk.new_claim(passage=quoted.place("river", chosen="rivers"))
    desk.refused(empty_engine, Invalid, claims.add, who["ed"], "a-tale", draft)


def test_a_new_claim_is_marked_by_its_quote_where_nothing_was_chosen(empty_engine, who):
    desk.run(empty_engine, claims.add, who["ed"], "a-tale", desk.new_claim(quote="every village"))
    desk.run(empty_engine, claims.add, who["ed"], "a-tale", desk.new_claim(quote="No such words"))
    desk.run(empty_engine, claims.add, who["ed"], "a-tale", desk.new_claim())
    found = anchors(empty_engine)
    assert found["TALE-4", 1].state is AnchorState.EXACT
    assert not found["TALE-4", 1].settled
    assert found["TALE-5", 1].state is AnchorState.LOST
    assert ("TALE-6", 1) not in found


def requote(engine, who, ref, quote):
    now = desk.the(engine, Claim, ref=ref)
    change = desk.changed_claim(statement=now.statement, quote=quote, version=now.version)
    desk.run(engine, claims.revise, who["ed"], ref, change)


def test_a_passage_follows_the_quote_of_its_claim(empty_engine, who):
    requote(empty_engine, who, "TALE-2", "every village")
    found = anchors(empty_engine)["TALE-2", 1]
    assert (found.exact, found.start, found.version) == ("every village", TEXT.index("every village"), 2)
    requote(empty_engine, who, "TALE-2", None)
    assert anchors(empty_engine)["TALE-2", 1].exact == "every village"


def test_a_quote_that_is_another_passage_already_moves_nothing(empty_engine, who):
    desk.run(empty_engine, passages.add, who["ed"], "TALE-2", a_passage("every village"))
    before = anchors(empty_engine)["TALE-2", 1].model_dump()
    requote(empty_engine, who, "TALE-2", "every village")
    assert anchors(empty_engine)["TALE-2", 1].model_dump() == before
    assert desk.number_of(empty_engine, Anchor) == 4


def test_a_new_quote_is_marked_anew_where_the_old_passage_was_withdrawn(empty_engine, who):
    desk.run(empty_engine, passages.withdraw, who["ed"], "TALE-2", 1, a_withdrawal())
    requote(empty_engine, who, "TALE-2", "every village")
    found = anchors(empty_engine)
    assert found["TALE-2", 1].withdrawn_at is not None
    assert (found["TALE-2", 2].exact, found["TALE-2", 2].state) == ("every village", AnchorState.EXACT)
    assert desk.problems(empty_engine) == []
